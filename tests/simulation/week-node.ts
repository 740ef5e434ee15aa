/** One of the simulated nodes: the product's peer manager, address book, breakers and link history over the lean network. */
import { Settings } from '../../src/contract/settings.ts'
import {
  type AddressRecord,
  createAddressBook,
  createPeerManager,
  heartbeatOptions,
  type LinkHistoryRecord,
  type PeerManager,
} from '../../src/core/peers/index.ts'
import { createBreakers } from '../../src/core/resilience/index.ts'
import type { Random } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import { MINUTE_MS } from '../../src/kit/units.ts'
import type { ManualClock } from '../harness/manual-clock.ts'
import type { LeanNetwork } from './lean-network.ts'

/** Heartbeats are so rare here that a week of them does not outweigh everything else; `lean-network.ts` finds dead connections. */
const BEAT_MS = 60 * MINUTE_MS

const defaults = Settings.parse({})
const heartbeat = { ...heartbeatOptions(defaults.heartbeat, false), intervalMs: BEAT_MS }
const options = { ...defaults.reconnect, heartbeat }

export interface WeekNodePorts {
  readonly clock: ManualClock
  readonly random: Random
  readonly network: LeanNetwork
  readonly keeps: ReadonlySet<string>
  /** Both have let each other in. */
  readonly onMet: (peerId: string) => void
}

export interface WeekNode {
  readonly peerId: string
  readonly network: LeanNetwork
  readonly keeps: ReadonlySet<string>
  readonly isRunning: boolean
  /** `null` while it does not run. */
  readonly manager: PeerManager | null
  /** What it knows of where the other is. Outlives the process. */
  knows(peerId: string, address: string): boolean
  /** As if a person had typed it, before the first start. */
  learn(peerId: string, address: string): void
  start(): Promise<void>
  /** With a goodbye, or without. */
  stop(how: 'cleanly' | 'crash'): Promise<void>
}

export function createWeekNode({ clock, random, network, keeps, onMet }: WeekNodePorts): WeekNode {
  const addresses = new Map<string, AddressRecord>()
  const histories = new Map<string, LinkHistoryRecord>()
  const keyOf = (peerId: string, address: string): string => `${peerId} ${address}`
  const store = {
    addresses: () => [...addresses.values()],
    putAddress: (record: AddressRecord) => void addresses.set(keyOf(record.peerId, record.address), record),
    removeAddress: (peerId: string, address: string) => void addresses.delete(keyOf(peerId, address)),
    transaction: <T>(work: () => T): T => work(),
    linkHistories: () => [...histories.values()],
    putLinkHistory: (record: LinkHistoryRecord) => void histories.set(record.peerId, record),
  }
  let running: { manager: PeerManager; end: (how: 'cleanly' | 'crash') => Promise<void> } | null = null

  return {
    peerId: network.peerId,
    network,
    keeps,
    get isRunning() {
      return running !== null
    },
    get manager() {
      return running?.manager ?? null
    },
    knows: (peerId, address) => addresses.has(keyOf(peerId, address)),
    learn: (peerId, address) =>
      store.putAddress({
        peerId,
        address,
        source: 'person',
        addedAtMs: clock.wallMs(),
        lastSuccessAtMs: null,
        lastFailureAtMs: null,
        failures: 0,
        failingSinceMs: null,
      }),
    async start() {
      const book = createAddressBook({ clock, store, log: silentLog })
      const breakers = createBreakers({ clock, log: silentLog, hosts: {} }, () => defaults.breakers)
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
            knows: (peerId) => keeps.has(peerId),
            admits: (peerId) => keeps.has(peerId),
            refusal: () => 'blocked',
            keeps: (peerId) => keeps.has(peerId),
          },
          self: () => ({ name: 'node', agent: 'kith/test', addresses: network.addresses() }),
        },
        () => options,
      )
      const listening = manager.events.on((event) => {
        if (event.type !== 'met') return
        // What the node does with a hello (`doorkeeper.ts`).
        const claimed = event.hello.addresses.map((address) => address.slice(0, address.lastIndexOf('/p2p/')))
        book.learn(event.peerId, claimed, 'peer')
        onMet(event.peerId)
      })
      running = {
        manager,
        async end(how) {
          if (how === 'crash') network.crash()
          await manager.stop()
          await network.stop()
          listening[Symbol.dispose]()
          book[Symbol.dispose]()
          breakers[Symbol.dispose]()
        },
      }
      await network.start()
      manager.start([...keeps])
    },
    async stop(how) {
      const ending = running
      running = null
      await ending?.end(how)
    },
  }
}
