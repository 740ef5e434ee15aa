/** What the conformance suite of the network port runs in: the fake, or libp2p over one of its transports. */
import { createLibp2pNetwork } from '../../src/core/net/index.ts'
import type { Gate, Network, NetworkEvent, Standing } from '../../src/core/peers/index.ts'
import type { Log } from '../../src/kit/log.ts'
import { createSwitchboard } from '../harness/fake-network.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

/** The protocol that quarantined connections may use in this suite. */
export const OPEN_TO_ALL = '/test/quarantine/1.0.0'

export interface NetworkWishes {
  readonly gate?: Partial<Gate>
  readonly listen?: readonly string[]
  readonly useRelays?: boolean
  readonly serveRelay?: boolean
  /** Another identity than the next free one. */
  readonly number?: number
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
  return world((number, wishes) =>
    Promise.resolve(board.join({ peerId: testPeerId(number), quarantineProtocols: [OPEN_TO_ALL], ...wishes })),
  )
}

export const libp2pWorld = (): World => world(libp2pNetwork)

const certificates = new Map<number, Uint8Array>()

/** A network over libp2p as Kith runs it, quiet on the local network and without limits that a test would hit. */
export function libp2pNetwork(number: number, wishes: NetworkWishes): Promise<Network> {
  return createLibp2pNetwork(
    {
      gate: { standing: () => 'admitted', mayUseRelay: () => false, mayRelayForUs: () => false, ...wishes.gate },
      log: loudLog,
      certificates: {
        load: () => certificates.get(number) ?? null,
        save: (value) => void certificates.set(number, value),
      },
      wallMs: () => Date.now(),
    },
    {
      seed: testSeed(number),
      agent: `kith/test-${number}`,
      listen: wishes.listen ?? [],
      mdns: false,
      useRelays: wishes.useRelays ?? false,
      serveRelay: wishes.serveRelay ?? false,
      limits: { connections: 300, pendingInbound: 32, inboundPerSecondPerAddress: 10_000 },
      quarantineProtocols: [OPEN_TO_ALL],
    },
  )
}

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
export function inboundGate(standing: Standing): Partial<Gate> & { verdict: Standing } {
  const gate = {
    verdict: standing,
    standing: ({ direction }: Parameters<Gate['standing']>[0]): Standing =>
      direction === 'inbound' ? gate.verdict : 'admitted',
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
