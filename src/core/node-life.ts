/** The life of a node: what starts and stops with it, in which order, and what follows when the world around it changes. */
import type { Settings } from '../contract/settings.ts'
import type { Warning } from '../contract/views.ts'
import type { Clock } from '../kit/clock.ts'
import type { Counters } from '../kit/counters.ts'
import type { Log } from '../kit/log.ts'
import { createTurns } from '../kit/turns.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import type { Bandwidth } from './bandwidth/index.ts'
import { type Bootstrap, removedWarning } from './bootstrap.ts'
import type { Conduct } from './conduct.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { followBreakers } from './follow-breakers.ts'
import { followQuotas } from './follow-quotas.ts'
import type { Checks, Health } from './health/index.ts'
import { listenWarnings } from './listen-warnings.ts'
import type { LiveSettings } from './live-settings.ts'
import type { NodeConfig } from './node.types.ts'
import type { Notify } from './notification.types.ts'
import type { AddressBook, ListenReport, Network, PeerManager } from './peers/index.ts'
import type { Reputation } from './reputation/index.ts'
import type { Breakers } from './resilience/index.ts'
import type { GuardedStore } from './storage/index.ts'
import type { Surroundings, SurroundingsEvent } from './surroundings.types.ts'
import type { Introductions, Invites, TrustBook } from './trust/index.ts'

/** What changes from run to run, for views and checks to read. */
export interface Run {
  /** Monotonic. */
  startedAtMs: number
  /** What a person should know. */
  warnings: readonly Warning[]
  listenProblems: ListenReport['problems']
  /** What this node calls itself. */
  name: string
}

export interface NodeLifePorts {
  readonly config: NodeConfig
  readonly run: Run
  readonly clock: Clock
  readonly log: Log
  readonly counters: Counters
  readonly settings: LiveSettings
  readonly surroundings: Surroundings
  readonly bootstrap: Bootstrap
  readonly store: GuardedStore
  readonly audit: Audit
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly network: Network
  readonly manager: PeerManager
  readonly announcer: Announcer
  readonly doorkeeper: Doorkeeper
  readonly conduct: Conduct
  readonly reputation: Reputation
  readonly breakers: Breakers
  readonly checks: Checks
  readonly health: Health
  readonly bandwidth: Bandwidth
  readonly invites: Invites
  readonly introductions: Introductions
  readonly isKept: (peerId: string) => boolean
  readonly notify: Notify
}

export interface NodeLife {
  start(): Promise<void>
  stop(): Promise<void>
}

export function createNodeLife(ports: NodeLifePorts): NodeLife {
  const { config, run, clock, log, counters, settings, bootstrap, store, audit, trust, book, network } = ports
  const { manager, announcer, doorkeeper, conduct, reputation, breakers, checks, health, bandwidth } = ports
  const { invites, introductions, isKept } = ports
  const inTurn = createTurns()
  let keyIsNew = config.identity.created
  let state: 'stopped' | 'running' = 'stopped'
  let subscriptions: Disposable[] = []

  return {
    // A stop that comes while the start is under way must not be lost.
    start: () => inTurn(startNow),
    stop: () => inTurn(stopNow),
  }

  async function startNow(): Promise<void> {
    if (state === 'running') return
    state = 'running'
    run.startedAtMs = clock.now()
    const removed = bootstrap.peers.map(([peerId]) => peerId).filter((peerId) => trust.wasRemoved(peerId))
    for (const [peerId, address] of bootstrap.peers) {
      if (removed.includes(peerId)) continue
      if (trust.level(peerId) === 'unknown') trust.decide(peerId, { level: 'verified', kept: true })
      if (address) book.learn(peerId, [address], 'person')
    }
    subscriptions = [
      manager.events.on(doorkeeper.onPeer),
      manager.events.on(conduct.onPeer),
      reputation.events.on(conduct.onReputation),
      network.events.on(doorkeeper.onNetwork),
      audit.appended.on((entries) => announcer.audited(entries)),
      settings.changed.on(followSettings),
      trust.watchBans(readmit),
      health.changed.on((view) => announcer.healthChanged(view)),
      followBreakers(ports),
      followQuotas({
        ...ports,
        whenReached: () => settings.current.bandwidth.quota.whenReached,
        nameOf: (peerId) => trust.peer(peerId)?.name ?? trust.peer(peerId)?.claimedName ?? null,
      }),
      bandwidth.changed.on((view) => announcer.bandwidthChanged(view)),
      bandwidth.ticked.on((tick) => announcer.ticked(tick)),
      ports.surroundings.events.on(onSurroundings),
    ]
    breakers.start()
    bandwidth.start()
    store.start()
    invites.start()
    introductions.start()
    try {
      const report = await network.start()
      run.listenProblems = report.problems
      tellOfKey()
      run.warnings = [
        ...config.warnings,
        ...bootstrap.warnings,
        ...removed.map(removedWarning),
        ...listenWarnings(report),
      ]
      announcer.start()
      health.start()
      reputation.start()
      manager.start([...trust.peers().map(({ peerId }) => peerId)].filter(isKept))
      announcer.nodeChanged()
    } catch (error) {
      letGo()
      state = 'stopped'
      throw error
    }
  }

  /** A key that was made is told once, its opening at every start. */
  function tellOfKey(): void {
    const event = { kind: 'key', peerId: null, actor: 'node', details: { keyStore: config.identity.keptIn } } as const
    if (keyIsNew) audit.record({ ...event, reason: 'created' })
    keyIsNew = false
    audit.record({ ...event, reason: 'opened' })
  }

  function onSurroundings(event: SurroundingsEvent): void {
    counters.count('surroundings_changed_total', { what: event.type })
    if (event.type === 'suspending') return writeDown()
    if (event.type === 'woke' || event.type === 'network-changed') manager.retryAll(event.type)
    // libp2p lists the addresses of its interfaces anew whenever it is asked, but tells nobody that they changed.
    if (event.type === 'network-changed') announcer.nodeChanged()
    checks.noticed(event)
    void health.run()
  }

  /** A sleep may end with an empty battery: what waits to be written must not be lost with it. */
  function writeDown(): void {
    for (const part of [bandwidth, manager, reputation, book, trust, audit]) {
      try {
        part.flush()
      } catch (error) {
        log.warn('something could not be written before the machine sleeps', { error })
      }
    }
  }

  /** Whose ban has run out is as welcome as before, and a kept peer is dialled again. */
  function readmit(peerIds: readonly string[]): void {
    for (const peerId of peerIds) {
      audit.record({ kind: 'unban', peerId, actor: 'node', reason: 'ended' })
      announcer.peerChanged(peerId)
      announcer.reputationChanged()
      manager.reconsider(peerId).catch((error: unknown) => log.error('a peer could not be reconsidered', { error }))
    }
  }

  /** What the settings allow may have changed for everybody who is connected. */
  function followSettings({ after }: { readonly after: Settings }): void {
    if (after.name !== undefined) run.name = after.name
    for (const peerId of manager.connected()) {
      network.recheck(peerId)
      manager.reconsider(peerId).catch((error: unknown) => log.error('a peer could not be reconsidered', { error }))
      announcer.peerChanged(peerId)
    }
    bandwidth.settingsChanged()
    announcer.settingsChanged()
    announcer.nodeChanged()
  }

  async function stopNow(): Promise<void> {
    if (state === 'stopped') return
    state = 'stopped'
    await manager.stop()
    await network.stop()
    letGo()
  }

  /** Writes what waits and stops every timer; a start may follow. */
  function letGo(): void {
    for (const part of [
      bandwidth,
      store,
      breakers,
      announcer,
      health,
      invites,
      introductions,
      reputation,
      book,
      trust,
      audit,
    ])
      part[Symbol.dispose]()
    for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
  }
}
