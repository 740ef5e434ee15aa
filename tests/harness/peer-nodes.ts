/** Peer managers that meet over the fake network: each with its own trust and address book, all on one clock. */

import { Settings } from '../../src/contract/settings.ts'
import type { Direction, Transport, TrustLevel } from '../../src/contract/views.ts'
import {
  createAddressBook,
  createPeerManager,
  heartbeatOptions,
  LINK_PROTOCOL,
  type PeerEvent,
  type PeerManager,
} from '../../src/core/peers/index.ts'
import { type Breakers, createBreakers } from '../../src/core/resilience/index.ts'
import { decideAdmission } from '../../src/core/trust/index.ts'
import type { Clock, Random } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import { createSwitchboard, type FakeNetwork, routesTo, type Switchboard } from './fake-network.ts'
import { FakeStore } from './fake-store.ts'
import { ManualClock, settled } from './manual-clock.ts'
import { testPeerIds } from './test-peers.ts'

export interface PeerNode extends AsyncDisposable {
  readonly peerId: string
  readonly network: FakeNetwork
  readonly manager: PeerManager
  readonly events: PeerEvent[]
  readonly store: FakeStore
  readonly breakers: Breakers
  /** What the settings say; a test may change it while the node runs. */
  readonly settings: { heartbeat: Settings['heartbeat']; reconnect: Settings['reconnect']; onBattery: boolean }
  level(peerId: string): TrustLevel
  /** What a person decides, without telling the manager. */
  trusts(other: { readonly peerId: string }, level: TrustLevel, kept?: boolean): void
  /** Holds an invite of the other, or no more. */
  redeems(other: { readonly peerId: string }, holds?: boolean): void
  /** An invite of its own is open, or none any more. */
  invites(open: boolean): void
  /** Decides and lets the connections follow. */
  decide(other: { readonly peerId: string }, level: TrustLevel, kept?: boolean): Promise<void>
  /** Remembers where the other is reached, over every transport or over one. */
  learn(other: PeerNode, transport?: Transport): void
  start(): Promise<void>
  stop(): Promise<void>
  /** Its process stands still, as with SIGSTOP: no timer runs, nothing is read. */
  freeze(): void
  thaw(): void
  status(other: { readonly peerId: string }): ReturnType<PeerManager['status']>
  /** State and reason in one word or two. */
  sees(other: { readonly peerId: string }): string
  knocks(): (string | null)[]
}

export interface PeerWorld extends AsyncDisposable {
  readonly clock: ManualClock
  readonly board: Switchboard
  /** In the order of their peer IDs: of two, the earlier one decides which connection stays. */
  readonly nodes: readonly PeerNode[]
}

export interface PeerWorldOptions {
  readonly latencyMs?: number
  readonly windowBytes?: number
  readonly mode?: Settings['admission']['mode']
  readonly reconnect?: Partial<Settings['reconnect']>
  /** Left out: the dice always show one half. */
  readonly random?: Random
}

const defaults = Settings.parse({})

export async function peerWorld(count: number, options: PeerWorldOptions = {}): Promise<PeerWorld> {
  const clock = new ManualClock()
  const { latencyMs = 0, windowBytes } = options
  const board = createSwitchboard({ clock, latencyMs, ...(windowBytes === undefined ? {} : { windowBytes }) })
  const nodes = testPeerIds(count).map((peerId, index) => peerNode(peerId, index, clock, board, options))
  for (const node of nodes) await node.start()
  return {
    clock,
    board,
    nodes,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) node.thaw()
      for (const node of nodes) await node[Symbol.asyncDispose]()
      if (latencyMs > 0) await clock.advance(10 * latencyMs)
    },
  }
}

function peerNode(
  peerId: string,
  index: number,
  worldClock: ManualClock,
  board: Switchboard,
  { mode = 'ask', reconnect, random = () => 0.5 }: PeerWorldOptions,
): PeerNode {
  const clock = stoppable(worldClock)
  const levels = new Map<string, TrustLevel>()
  const kept = new Set<string>()
  const redeeming = new Set<string>()
  let inviteOpen = false
  const level = (other: string): TrustLevel => levels.get(other) ?? 'unknown'
  const verdict = (other: string, direction: Direction) =>
    decideAdmission({
      level: level(other),
      mode,
      direction,
      banned: false,
      invited: direction === 'inbound' ? inviteOpen : redeeming.has(other),
    })
  const store = new FakeStore()
  const breakers = createBreakers({ clock, log: silentLog, hosts: {} }, () => defaults.breakers)
  const settings = {
    heartbeat: defaults.heartbeat,
    reconnect: { ...defaults.reconnect, ...reconnect },
    onBattery: false,
  }
  const book = createAddressBook({ clock, store, log: silentLog })
  const network = board.join({
    peerId,
    listen: [`/ip4/10.0.0.${index + 1}/tcp/4711`],
    useRelays: true,
    serveRelay: true,
    gate: {
      standing: ({ peerId: other, direction }) => verdict(other, direction),
      mayUseInQuarantine: ({ direction, protocol }) =>
        protocol === LINK_PROTOCOL || direction === 'outbound' || inviteOpen,
      mayUseRelay: (other) => level(other) === 'trusted',
      mayRelayForUs: (other) => level(other) === 'trusted',
    },
  })
  const manager = createPeerManager(
    {
      clock,
      random,
      log: silentLog,
      network,
      book,
      store,
      breaker: breakers.peer,
      trust: {
        knows: (other) => level(other) !== 'unknown',
        admits: (other) => verdict(other, 'inbound').standing === 'admitted',
        refusal: () => 'blocked',
        keeps: (other) => kept.has(other),
      },
      self: () => ({ name: `node ${index}`, agent: 'kith/test', addresses: network.addresses() }),
    },
    () => ({ ...settings.reconnect, heartbeat: heartbeatOptions(settings.heartbeat, settings.onBattery) }),
  )
  const events: PeerEvent[] = []
  manager.events.on((event) => events.push(event))
  return {
    peerId,
    network,
    manager,
    events,
    store,
    breakers,
    settings,
    level,
    trusts(other, next, keep = false) {
      if (next === 'unknown') levels.delete(other.peerId)
      else levels.set(other.peerId, next)
      if (keep) kept.add(other.peerId)
      else kept.delete(other.peerId)
    },
    redeems(other, holds = true) {
      if (holds) redeeming.add(other.peerId)
      else redeeming.delete(other.peerId)
    },
    invites: (open) => void (inviteOpen = open),
    async decide(other, next, keep = false) {
      this.trusts(other, next, keep)
      const done = this.manager.reconsider(other.peerId)
      await settled()
      await done
      await settled()
    },
    learn: (other, transport) => void book.learn(other.peerId, routesTo(other.network, transport), 'person'),
    async start() {
      breakers.start()
      await network.start()
      manager.start([...kept])
      await settled()
    },
    async stop() {
      const stopping = manager.stop()
      await settled()
      // Goodbyes to somebody who does not read take half a second.
      await worldClock.advance(500)
      await stopping
      await network.stop()
      breakers[Symbol.dispose]()
      await settled()
    },
    freeze() {
      board.freeze(peerId)
      clock.stop()
    },
    thaw() {
      // What is late runs before what came meanwhile is read, as in a real event loop.
      clock.goOn()
      board.thaw(peerId)
    },
    status: (other) => manager.status(other.peerId),
    sees(other) {
      const { state, failure, reason } = manager.status(other.peerId)
      return [failure ? `${state}(${failure})` : state, ...(reason ? [reason] : [])].join(' ')
    },
    knocks: () => events.flatMap((event) => (event.type === 'knocked' ? [event.hello?.name ?? null] : [])),
    async [Symbol.asyncDispose]() {
      await this.stop()
      await this.stop()
      book[Symbol.dispose]()
    },
  }
}

/** The clock of one process, which can be stopped: what is due meanwhile runs when it goes on, in order. */
function stoppable(world: ManualClock): Clock & { stop(): void; goOn(): void } {
  let stopped = false
  const late = new Set<() => void>()
  return {
    now: () => world.now(),
    wallMs: () => world.wallMs(),
    at(when, task) {
      const run = (): void => {
        if (stopped) late.add(run)
        else task()
      }
      const timer = world.at(when, run)
      return {
        [Symbol.dispose]: () => {
          timer[Symbol.dispose]()
          late.delete(run)
        },
      }
    },
    stop: () => void (stopped = true),
    goOn() {
      stopped = false
      for (const run of late) {
        late.delete(run)
        run()
      }
    },
  }
}
