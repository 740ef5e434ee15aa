/** The dynamic mode: yields to the rest of the household (LEDBAT's idea, RFC 6817). */
import type { Source } from '../../kit/emitter.ts'
import type { Second } from './meters.types.ts'
import type { CapPair } from './throttle.types.ts'

/** A round trip, and over which connection: another connection is another way through the network. */
export interface RoundTrip {
  readonly connectionId: string
  readonly rttMs: number
}

export interface DynamicPorts {
  /** What the heartbeats of all links measured. */
  readonly roundTrips: Source<RoundTrip & { readonly peerId: string }>
  /** Measures the round trip to a busy peer, because heartbeats are rare while data flows. Never rejects; `null`: no answer. */
  readonly probe: (peerId: string) => Promise<RoundTrip | null>
  /** Every second in which anything passed, and once when nothing does any more. */
  readonly seconds: Source<Second>
  /** No cap holds for this peer now, so neither does this. */
  readonly isExempt: (peerId: string) => boolean
}

export interface DynamicCaps extends Disposable {
  start(): void
  /** At most these rates now; `Infinity` while there is no reason to hold back. Never above the caps: those hold beside it. */
  readonly caps: CapPair
  /** What the queues add to the round trip; `null` before it is known or while it is off. */
  readonly queueingMs: number | null
  readonly changed: Source<CapPair>
  reconsider(): void
}
