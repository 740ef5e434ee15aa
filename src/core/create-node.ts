/** The composition root: puts the domains together into one node. Wiring only; every decision is made in a domain. */

import { KithError } from '../contract/errors.ts'
import type { NodeView, Warning } from '../contract/views.ts'
import { isoTime } from '../kit/clock.ts'
import { createTurns } from '../kit/turns.ts'
import { createAnnouncer } from './announcer.ts'
import { createHandlers } from './handlers.ts'
import { usableAddresses } from './hello-addresses.ts'
import { cleanText } from './hello-text.ts'
import { createNearby } from './nearby.ts'
import { createLibp2pNetwork, parsePeerAddress } from './net/index.ts'
import type { NodeConfig, NodePorts, PeerNode } from './node.types.ts'
import { peerView, requestView, type ViewPorts } from './peer-view.ts'
import {
  createAddressBook,
  createPeerManager,
  type Gate,
  LINK_PROTOCOL,
  type ListenReport,
  type Network,
  type PeerEvent,
} from './peers/index.ts'
import { admissionStanding, createTrustBook, defaultPermissions } from './trust/index.ts'

/** The name under which the store keeps the webrtc-direct certificate. */
const CERTIFICATE = 'webrtc-certificate'
/** As long as a name that a person gives, and as what a screen has room for. */
const MAX_CLAIM_CHARACTERS = 64

export async function createNode(ports: NodePorts, config: NodeConfig): Promise<PeerNode> {
  const { clock, random, store, log } = ports
  const { settings } = config
  const agent = `kith/${config.version}`
  const trust = createTrustBook({ clock, store, log }, settings.requests)
  const book = createAddressBook({ clock, store, log })
  const nearby = createNearby(clock)
  let name = config.name
  let startedAtMs = clock.now()
  let state: 'stopped' | 'running' = 'stopped'
  const inTurn = createTurns()

  const gate: Gate = {
    standing: ({ peerId, direction }) => admissionStanding(trust.level(peerId), settings.admission.mode, direction),
    mayUseRelay: (peerId) => defaultPermissions[trust.level(peerId)].includes('use-relay'),
    mayRelayForUs: (peerId) => trust.level(peerId) === 'trusted',
  }
  const network: Network = await createLibp2pNetwork(
    {
      gate,
      log,
      certificates: { load: () => store.blob(CERTIFICATE), save: (value) => store.putBlob(CERTIFICATE, value) },
      wallMs: () => clock.wallMs(),
    },
    {
      seed: config.identity.seed,
      agent,
      listen: settings.network.listen,
      mdns: settings.network.mdns,
      useRelays: settings.network.useRelays,
      serveRelay: settings.network.serveRelay,
      limits: settings.limits,
      quarantineProtocols: [LINK_PROTOCOL],
    },
  )

  const bootstrap = readBootstrap(settings.network.bootstrap, network.peerId)
  let warnings: readonly Warning[] = [...config.warnings, ...bootstrap.warnings]

  const isAdmitted = (peerId: string): boolean =>
    admissionStanding(trust.level(peerId), 'locked', 'inbound') === 'admitted'
  const isKept = (peerId: string): boolean =>
    trust.peer(peerId)?.kept === true || (bootstrap.peerIds.has(peerId) && isAdmitted(peerId))
  const manager = createPeerManager(
    {
      clock,
      random,
      log,
      network,
      book,
      trust: {
        knows: (peerId) => trust.level(peerId) !== 'unknown',
        admits: (peerId) => admissionStanding(trust.level(peerId), settings.admission.mode, 'inbound') === 'admitted',
        keeps: isKept,
      },
      self: () => ({ name, agent, addresses: network.addresses() }),
    },
    { ...settings.reconnect, heartbeat: settings.heartbeat },
  )

  const views: ViewPorts = { clock, trust, book, manager, isKept }
  const isShown = (peerId: string): boolean =>
    trust.level(peerId) !== 'unknown' || ['connected', 'suspect'].includes(manager.status(peerId).state)
  const nodeView = (): NodeView => ({
    peerId: network.peerId,
    name,
    addresses: [...network.addresses()],
    connected: manager.connected().length,
    known: trust.peers().length,
    requests: trust.requests().filter(({ ignored }) => !ignored).length,
    admission: settings.admission.mode,
    keyStore: config.identity.keptIn,
    startedAt: isoTime(clock.wallMs() - (clock.now() - startedAtMs)),
    uptimeMs: Math.round(clock.now() - startedAtMs),
    version: config.version,
    pid: config.pid,
    warnings: [...warnings],
  })
  const announcer = createAnnouncer({
    clock,
    log,
    peer: (peerId) => (isShown(peerId) ? peerView(views, peerId) : null),
    node: nodeView,
    requests: () => trust.requests().map(requestView),
    nearby: () => nearby.list(),
    traffic: () => network.traffic(),
  })

  function onPeer(event: PeerEvent): void {
    switch (event.type) {
      case 'changed':
        return announcer.peerChanged(event.peerId)
      case 'met':
        return met(event)
      case 'knocked':
        return knocked(event)
      case 'nearby':
        if (event.peerId !== network.peerId && nearby.saw(event.peerId, event.addresses)) announcer.nearbyChanged()
        return
    }
  }

  function met({ peerId, hello, transport }: Extract<PeerEvent, { type: 'met' }>): void {
    const remoteAddress = manager.status(peerId).remoteAddress
    const addresses = usableAddresses(peerId, hello.addresses, remoteAddress)
    const claimedName = cleanText(hello.name, MAX_CLAIM_CHARACTERS)
    const claimedAgent = cleanText(hello.agent, MAX_CLAIM_CHARACTERS)
    if (trust.level(peerId) === 'unknown') {
      // Mode `learn`: let in without permissions, and asked about all the same.
      trust.knock({ peerId, name: claimedName, addresses, transport, agent: claimedAgent })
      announcer.requestsChanged()
    } else {
      trust.seen(peerId, { claimedName, agent: claimedAgent })
      book.learn(peerId, addresses, 'peer')
    }
    if (nearby.drop(peerId)) announcer.nearbyChanged()
    announcer.peerChanged(peerId)
  }

  function knocked({ peerId, hello, transport, remoteAddress }: Extract<PeerEvent, { type: 'knocked' }>): void {
    // Decided about while it was still at the door.
    if (trust.level(peerId) !== 'unknown') return
    const outcome = trust.knock({
      peerId,
      name: hello && cleanText(hello.name, MAX_CLAIM_CHARACTERS),
      addresses: usableAddresses(peerId, hello?.addresses ?? [], remoteAddress),
      transport,
      agent: hello && cleanText(hello.agent, MAX_CLAIM_CHARACTERS),
    })
    log.info('refused', { peerId, reason: 'not-approved', remoteAddress, transport, request: outcome })
    if (outcome === 'new' || outcome === 'again') announcer.requestsChanged()
  }

  let subscriptions: Disposable[] = []

  return {
    events: announcer.events,
    handlers: createHandlers({
      trust,
      book,
      manager,
      network,
      nearby,
      announcer,
      nodeView,
      isShown,
      peerView: (peerId) => peerView(views, peerId),
      rename(next) {
        name = next
        ports.saveSettings({ name: next })
      },
      log,
    }),
    // A stop that comes while the start is under way must not be lost.
    start: () => inTurn(startNow),
    stop: () => inTurn(stopNow),
  }

  async function startNow(): Promise<void> {
    if (state === 'running') return
    state = 'running'
    startedAtMs = clock.now()
    for (const [peerId, address] of bootstrap.peers) {
      if (trust.level(peerId) === 'unknown') trust.decide(peerId, { level: 'verified', kept: true })
      if (address) book.learn(peerId, [address], 'person')
    }
    subscriptions = [
      manager.events.on(onPeer),
      network.events.on((event) => {
        if (event.type === 'addresses') announcer.nodeChanged()
        if (event.type === 'refused') {
          const { peerId, direction, remoteAddress } = event
          log.info('refused', { peerId, direction, remoteAddress, reason: trust.level(peerId) })
        }
      }),
    ]
    try {
      const report = await network.start()
      warnings = [...config.warnings, ...bootstrap.warnings, ...listenWarnings(report)]
      announcer.start()
      manager.start([...trust.peers().map(({ peerId }) => peerId)].filter(isKept))
      announcer.nodeChanged()
    } catch (error) {
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      state = 'stopped'
      throw error
    }
  }

  async function stopNow(): Promise<void> {
    if (state === 'stopped') return
    state = 'stopped'
    await manager.stop()
    await network.stop()
    announcer[Symbol.dispose]()
    book[Symbol.dispose]()
    trust[Symbol.dispose]()
    for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
  }
}

const warning = (error: KithError): Warning => ({ code: error.code, name: error.name, message: error.message })

function readBootstrap(lines: readonly string[], self: string) {
  const peers: [string, string | null][] = []
  const warnings: Warning[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const parsed = parsePeerAddress(line)
    if (parsed.ok && parsed.value.peerId !== self) {
      peers.push([parsed.value.peerId, parsed.value.address])
      continue
    }
    const why = parsed.ok ? 'It is this node’s own address.' : parsed.error.message
    warnings.push(warning(new KithError('InvalidAddress', `Bootstrap line ${index + 1} is left out: ${why}`)))
  }
  return { peers, peerIds: new Set(peers.map(([peerId]) => peerId)), warnings }
}

function listenWarnings({ problems }: ListenReport): Warning[] {
  return problems.map(({ address, kind, insteadOf }) => {
    const message =
      kind === 'invalid'
        ? `“${address}” is not an address that Kith can listen on, and is left out.`
        : insteadOf === null
          ? `Kith cannot listen on ${address}: ${kind === 'busy' ? 'another program uses it' : 'this machine does not have it'}.`
          : `${address} is used by another program, so Kith listens on a free port instead. Addresses that you gave to others may not work until it is free again.`
    return warning(new KithError(kind === 'invalid' ? 'InvalidAddress' : 'ConnectionFailed', message))
  })
}
