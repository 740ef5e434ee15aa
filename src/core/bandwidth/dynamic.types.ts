/** The dynamic mode: yields to the rest of the household (LEDBAT's idea, RFC 6817). */
import type { Source } from '../../kit/emitter.ts'
import type { CapPair } from './throttle.types.ts'

export interface DynamicPorts {
  /** What the heartbeats of all links measured. */
  readonly roundTrips: Source<{ readonly peerId: string; readonly rttMs: number }>
  /** Measures the round trip to the busiest peer, because no heartbeat runs while data flows. Never rejects; `null`: no answer. */
  readonly probe: (peerId: string) => Promise<number | null>
  /** What passed in the last second, bulk only or all, and with whom most. */
  readonly load: () => { readonly up: number; readonly down: number; readonly busiest: string | null }
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
