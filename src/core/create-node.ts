/** The composition root: puts the domains together into one node. Wiring only; every decision is made in a domain. */
import { randomBytes } from 'node:crypto'
import type { NodeView, PeerLimits } from '../contract/views.ts'
import { isoTime } from '../kit/clock.ts'
import { createCounters } from '../kit/counters.ts'
import { createEmitter } from '../kit/emitter.ts'
import { createAnnouncer } from './announcer.ts'
import { createAudit } from './audit/index.ts'
import { createBandwidth, type RoundTrip } from './bandwidth/index.ts'
import { readBootstrap } from './bootstrap.ts'
import { createConduct } from './conduct.ts'
import { createDoorkeeper } from './doorkeeper.ts'
import { createGate } from './gate.ts'
import { createHandlers } from './handlers/index.ts'
import { createHealth } from './health/index.ts'
import { createLiveSettings } from './live-settings.ts'
import { createNearby } from './nearby.ts'
import { createLibp2pNetwork } from './net/index.ts'
import type { NodeConfig, NodePorts, PeerNode } from './node.types.ts'
import { createNodeChecks } from './node-checks.ts'
import { createNodeLife, type Run } from './node-life.ts'
import { peerView, requestView, type ViewPorts } from './peer-view.ts'
import { createAddressBook, createPeerManager, heartbeatOptions, type Network } from './peers/index.ts'
import { createReputation } from './reputation/index.ts'
import { createBreakers } from './resilience/index.ts'
import { guardStore } from './storage/index.ts'
import {
  createIntroductions,
  createInvites,
  createTrustBook,
  type Invites,
  NO_LIMITS,
  safetyWords,
} from './trust/index.ts'

/** The name under which the store keeps the webrtc-direct certificate. */
const CERTIFICATE = 'webrtc-certificate'

/** What a test replaces. */
export interface NodeParts {
  readonly createNetwork: typeof createLibp2pNetwork
}

export async function createNode(
  ports: NodePorts,
  config: NodeConfig,
  { createNetwork }: NodeParts = { createNetwork: createLibp2pNetwork },
): Promise<PeerNode> {
  const { clock, random, log } = ports
  const agent = `kith/${config.version}`
  const settings = createLiveSettings(ports, config.settings)
  const counters = createCounters()
  const breakers = createBreakers({ clock, log, hosts: ports.breakers }, () => settings.current.breakers)
  const store = guardStore(ports.store, breakers.service('storage'), log)
  const audit = createAudit(
    { clock, store, log, dataKey: config.identity.dataKey, nameOf: (peerId) => trust.peer(peerId)?.name ?? null },
    () => settings.current.audit,
  )
  const trust = createTrustBook({ clock, store, log }, () => settings.current.requests)
  const book = createAddressBook({ clock, store, log })
  const nearby = createNearby(clock)

  const limitsOf = (peerId: string): PeerLimits => trust.peer(peerId)?.limits ?? NO_LIMITS
  const gate = createGate({ trust, settings, invites: () => invites })
  const roundTrips = createEmitter<RoundTrip & { readonly peerId: string }>()
  const bandwidth = createBandwidth(
    {
      clock,
      log,
      surroundings: ports.surroundings,
      changeSettings: (change) => void settings.change(change),
      limitsOf,
      limited: trust.limited,
      levelOf: (peerId) => trust.level(peerId),
      store,
      // Of strangers nothing is remembered.
      carried: (peerId, bytes) => {
        if (trust.level(peerId) !== 'unknown') reputation.carried(peerId, bytes)
      },
      roundTrips,
      probe: (peerId) => manager.probe(peerId),
    },
    () => settings.current.bandwidth,
  )
  const network: Network = await createNetwork(
    {
      clock,
      traffic: bandwidth.control,
      gate,
      log,
      breakers: { relay: breakers.service('relay'), mdns: breakers.service('mdns') },
      certificates: { load: () => store.blob(CERTIFICATE), save: (value) => store.putBlob(CERTIFICATE, value) },
    },
    {
      seed: config.identity.seed,
      agent,
      listen: settings.current.network.listen,
      mdns: settings.current.network.mdns,
      useRelays: settings.current.network.useRelays,
      serveRelay: settings.current.network.serveRelay,
      limits: () => settings.current.limits,
    },
  )

  const bootstrap = readBootstrap(settings.current.network.bootstrap, network.peerId)
  const run: Run = {
    startedAtMs: clock.now(),
    warnings: [...config.warnings, ...bootstrap.warnings],
    listenProblems: [],
    name: config.name,
  }

  const isKept = (peerId: string): boolean =>
    trust.peer(peerId)?.kept === true ||
    (bootstrap.peerIds.has(peerId) && ['verified', 'trusted'].includes(trust.level(peerId)))
  const hello = () => ({ name: run.name, agent, addresses: network.addresses() })
  const manager = createPeerManager(
    {
      clock,
      random,
      log,
      network,
      book,
      store,
      breaker: breakers.peer,
      trust: {
        knows: (peerId) => trust.level(peerId) !== 'unknown',
        admits: gate.admits,
        refusal: gate.refusal,
        keeps: isKept,
      },
      self: hello,
    },
    () => ({
      ...settings.current.reconnect,
      heartbeat: heartbeatOptions(settings.current.heartbeat, ports.surroundings.onBattery()),
    }),
  )
  manager.events.on((event) => {
    if (event.type === 'measured') roundTrips.emit(event)
  })

  const reputation = createReputation(
    {
      clock,
      store,
      log,
      ban: (peerId, untilMs) => trust.ban(peerId, untilMs, 'node'),
      unban: trust.unban,
      bans: trust.bans,
      bannedUntilMs: trust.bannedUntilMs,
      bannedBy: trust.bannedBy,
      connected: manager.connected,
      rttMs: (peerId) => manager.status(peerId).rttMs,
    },
    () => settings.current.reputation,
  )
  const uptimeMs = (): number => Math.round(clock.now() - run.startedAtMs)
  const checks = createNodeChecks({
    ...ports,
    store,
    config,
    network,
    manager,
    trust,
    breakers,
    isKept,
    listenProblems: () => run.listenProblems,
    bandwidth: () => ({
      view: bandwidth.status(),
      whenReached: settings.current.bandwidth.quota.whenReached,
      rates: announcer.rates(),
    }),
    quotaOf: (peerId) => bandwidth.quota(peerId).state,
  })
  const health = createHealth({ clock, log, uptimeMs }, checks.all, () => settings.current.health)

  const views: ViewPorts = {
    clock,
    trust,
    book,
    manager,
    isKept,
    limitsOf,
    isExempt: bandwidth.isExempt,
    score: (peerId) => reputation.standing(peerId).score,
    grants: () => settings.current.grants,
    words: (peerId) => safetyWords(network.peerId, peerId),
  }
  /** Banned strangers too: nobody could lift a ban that nobody sees. */
  const isShown = (peerId: string): boolean =>
    trust.level(peerId) !== 'unknown' ||
    trust.bannedUntilMs(peerId) !== null ||
    ['connected', 'suspect'].includes(manager.status(peerId).state)
  const nodeView = (): NodeView => ({
    peerId: network.peerId,
    name: run.name,
    addresses: [...network.addresses()],
    connected: manager.connected().length,
    known: trust.peers().length,
    requests: trust.requests().filter(({ ignored }) => !ignored).length,
    admission: settings.current.admission.mode,
    keyStore: config.identity.keptIn,
    startedAt: isoTime(clock.wallMs() - (clock.now() - run.startedAtMs)),
    uptimeMs: uptimeMs(),
    version: config.version,
    pid: config.pid,
    warnings: [...run.warnings],
  })
  const announcer = createAnnouncer({
    clock,
    log,
    peer: (peerId) => (isShown(peerId) ? peerView(views, peerId) : null),
    node: nodeView,
    requests: () => trust.requests().map((request) => requestView(views, request)),
    nearby: () => nearby.list(),
    invites: () => [...invites.list()],
    settings: () => settings.view(),
    services: () => [...breakers.services()],
    reputation: () => reputation.summary(),
    traffic: () => bandwidth.totals(),
  })

  const doorkeeper = createDoorkeeper({
    clock,
    trust,
    book,
    manager,
    nearby,
    announcer,
    audit,
    counters,
    log,
    notify: (notification) => ports.notify(notification),
    self: network.peerId,
    reasonOf: (peerId) => gate.verdict(peerId, manager.status(peerId).direction ?? 'inbound').reason,
  })
  const conduct = createConduct({
    reputation,
    admits: gate.admits,
    nameOf: (peerId) => trust.peer(peerId)?.name ?? trust.peer(peerId)?.claimedName ?? null,
    wallMs: () => clock.wallMs(),
    manager,
    network,
    announcer,
    audit,
    counters,
    notify: (notification) => ports.notify(notification),
    log,
  })
  const shared = {
    clock,
    log,
    trust,
    book,
    manager,
    network,
    nearby,
    announcer,
    audit,
    counters,
    settings,
    reputation,
    breakers,
    health,
    bandwidth,
    violated: conduct.violated,
  }
  const invites: Invites = createInvites(
    {
      ...shared,
      store,
      random,
      retry: () => settings.current.retry,
      self: hello,
      notify: (notification) => ports.notify(notification),
      randomBytes,
    },
    () => settings.current.invites,
  )
  const introductions = createIntroductions({ ...shared, suggested: doorkeeper.suggested })

  const life = createNodeLife({
    ...shared,
    notify: (notification) => ports.notify(notification),
    config,
    run,
    surroundings: ports.surroundings,
    bootstrap,
    store,
    doorkeeper,
    conduct,
    checks,
    invites,
    introductions,
    isKept,
  })

  return {
    events: announcer.events,
    handlers: createHandlers({
      ...shared,
      invites,
      introductions,
      nodeView,
      isShown,
      peerView: (peerId) => peerView(views, peerId),
      requestView: (request) => requestView(views, request),
    }),
    noteKey: (reason, details) =>
      audit.record({ kind: 'key', peerId: null, actor: 'person', reason, ...(details ? { details } : {}) }),
    start: () => life.start(),
    stop: () => life.stop(),
  }
}
