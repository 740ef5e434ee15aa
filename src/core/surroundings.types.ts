/** What the host notices of the machine around the node, and the port through which the node hears of it (spec §6). */
import type { Source } from '../kit/emitter.ts'

export type SurroundingsEvent =
  /** The machine goes to sleep, or the session ends: nothing else is said before that. */
  | { readonly type: 'suspending' }
  /** The machine slept, or the process stood still, for this long. */
  | { readonly type: 'woke'; readonly sleptMs: number }
  /** Addresses of this machine came or went. */
  | { readonly type: 'network-changed' }
  /** It runs on its battery now, or not any more. */
  | { readonly type: 'power-changed' }
  /** The network began to charge by volume, or ceased to. */
  | { readonly type: 'metered-changed' }
  /** The wall clock was set, by so much. */
  | { readonly type: 'clock-set'; readonly byMs: number }

export interface Surroundings {
  readonly events: Source<SurroundingsEvent>
  /** On its battery, as far as the host knows. */
  readonly onBattery: () => boolean
  /** The network charges by volume; `null`: the system does not say. */
  readonly onMetered: () => boolean | null
  /** The networks of this machine's own interfaces, as CIDR (`192.168.1.7/24`, `fd00::7/64`). */
  readonly subnets: () => readonly string[]
  /** How far local time is ahead of UTC at that moment, in minutes; the time zone's summer time included. */
  readonly utcOffsetMinutes: (wallMs: number) => number
}
