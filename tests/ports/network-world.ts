/** What the conformance suite of the network port runs in: the fake, or libp2p over one of its transports. */
import { Settings } from '../../src/contract/settings.ts'
import type { TrafficControl } from '../../src/core/bandwidth/index.ts'
import { createLibp2pNetwork } from '../../src/core/net/index.ts'
import type { Gate, Network, NetworkEvent, Standing } from '../../src/core/peers/index.ts'
import { type Breaker, createBreaker } from '../../src/core/resilience/index.ts'
import { type Log, silentLog } from '../../src/kit/log.ts'
import { systemClock } from '../../src/kit/system.ts'
import { createSwitchboard, openGate as everybody } from '../harness/fake-network.ts'
import { freeTraffic } from '../harness/free-traffic.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

/** The protocol that quarantined connections may use in this suite. */
export const OPEN_TO_ALL = '/test/quarantine/1.0.0'

const openGate: Gate = { ...everybody, mayUseInQuarantine: ({ protocol }) => protocol === OPEN_TO_ALL }

/** As the settings have them, but for a test's own: this suite connects more often than one address may. */
const limits = (own: Partial<Settings['limits']> = {}): Settings['limits'] =>
  Settings.parse({
    limits: { inboundPerSecondPerAddress: 10_000, perIpv4: 10_000, inboundStreamsPerSecond: 10_000, ...own },
  }).limits

export interface NetworkWishes {
  readonly gate?: Partial<Gate>
  readonly listen?: readonly string[]
  readonly useRelays?: boolean
  readonly serveRelay?: boolean
  readonly limits?: Partial<Settings['limits']>
  /** Another identity than the next free one. */
  readonly number?: number
  /** Over libp2p: another one than a fresh one. */
  readonly relayBreaker?: Breaker
  /** Over libp2p: who is asked before anything passes; nobody by default. */
  readonly traffic?: TrafficControl
}

/** Makes networks that can meet each other, and stops them all at the end. */
export interface World extends AsyncDisposable {
  create(wishes: NetworkWishes): Promise<Network>
}

let nextNumber = 100

/** A peer ID that nobody in this world has. */
export const stranger = (): string => testPeerId(nextNumber++)

function world(make: (number: number, wishes: NetworkWishes) => Promise<Network>): World {
  const made: Network[] = []
  return {
    async create(wishes) {
      const network = await make(wishes.number ?? nextNumber++, wishes)
      made.push(network)
      return network
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(made.map((network) => network.stop()))
    },
  }
}

export function fakeWorld(): World {
  const board = createSwitchboard()
  return world((number, { limits: own, gate, ...wishes }) =>
    Promise.resolve(
      board.join({
        peerId: testPeerId(number),
        ...wishes,
        gate: { ...openGate, ...gate },
        limits: () => limits(own),
      }),
    ),
  )
}

export const libp2pWorld = (): World => world(libp2pNetwork)

const certificates = new Map<number, Uint8Array>()

/** A network over libp2p as Kith runs it, quiet on the local network and without limits that a test would hit. */
export function libp2pNetwork(number: number, wishes: NetworkWishes): Promise<Network> {
  return createLibp2pNetwork(
    {
      gate: { ...openGate, ...wishes.gate },
      log: loudLog,
      certificates: {
        load: () => certificates.get(number) ?? null,
        save: (value) => void certificates.set(number, value),
      },
      clock: systemClock,
      traffic: wishes.traffic ?? freeTraffic(),
      breakers: { relay: wishes.relayBreaker ?? breaker('relay'), mdns: breaker('mdns') },
    },
    {
      seed: testSeed(number),
      agent: `kith/test-${number}`,
      listen: wishes.listen ?? [],
      mdns: false,
      useRelays: wishes.useRelays ?? false,
      serveRelay: wishes.serveRelay ?? false,
      limits: () => limits(wishes.limits),
    },
  )
}

const breaker = (name: 'relay' | 'mdns') =>
  createBreaker({ clock: systemClock, log: silentLog }, name, () => Settings.parse({}).breakers[name])

/** What the adapter calls a bug must not pass in silence. */
const loudLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (message, fields) => {
    throw new Error(message, { cause: fields?.['error'] })
  },
}

/** A gate that a test turns, for peers that come in. */
export function inboundGate(
  standing: Standing,
  reason = 'as-the-test-says',
): Partial<Gate> & { verdict: Standing; reason: string } {
  const gate = {
    verdict: standing,
    reason,
    standing: ({ direction }: Parameters<Gate['standing']>[0]) => ({
      standing: direction === 'inbound' ? gate.verdict : ('admitted' as const),
      reason: gate.reason,
    }),
  }
  return gate
}

type OfType<T extends NetworkEvent['type']> = Extract<NetworkEvent, { type: T }>

export interface Watch {
  readonly events: readonly NetworkEvent[]
  /** The first event of this type that passes the test and was not taken before; waits for it. */
  next<T extends NetworkEvent['type']>(type: T, matches?: (event: OfType<T>) => boolean): Promise<OfType<T>>
  /** How many of this type came so far. */
  count(type: NetworkEvent['type']): number
}

/** Remembers the events of a network, so that a test can wait for one without a clock. */
export function watch(network: Network): Watch {
  const events: NetworkEvent[] = []
  const taken = new Set<NetworkEvent>()
  let waiting: (() => void)[] = []
  network.events.on((event) => {
    events.push(event)
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  })
  return {
    events,
    async next(type, matches = () => true) {
      for (;;) {
        const found = events.find(
          (event): event is OfType<typeof type> =>
            event.type === type && !taken.has(event) && matches(event as OfType<typeof type>),
        )
        if (found) {
          taken.add(found)
          return found
        }
        await new Promise<void>((wake) => waiting.push(wake))
      }
    },
    count: (type) => events.filter((event) => event.type === type).length,
  }
}
