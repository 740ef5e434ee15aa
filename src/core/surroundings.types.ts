/** What the host notices of the machine around the node, and the port through which the node hears of it (spec §6). */
import type { Source } from '../kit/emitter.ts'

export type SurroundingsEvent =
  /** The machine slept, or the process stood still, for this long. */
  | { readonly type: 'woke'; readonly sleptMs: number }
  /** Addresses of this machine came or went. */
  | { readonly type: 'network-changed' }
  /** It runs on its battery now, or not any more. */
  | { readonly type: 'power-changed' }
  /** The wall clock was set, by so much. */
  | { readonly type: 'clock-set'; readonly byMs: number }

export interface Surroundings {
  readonly events: Source<SurroundingsEvent>
  /** On its battery, as far as the host knows. */
  readonly onBattery: () => boolean
}
