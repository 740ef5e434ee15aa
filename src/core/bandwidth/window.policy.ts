/** How much a sender may have on its way to us. Pure. */
import { KIB, MIB } from '../../kit/units.ts'

/** Without a cap: what keeps a line of 80 Mbit/s busy at 100 ms, and is all that a stream that is not read can make us hold. */
export const FREE_WINDOW_BYTES = MIB
/** So much is granted ahead: it covers the round trip, and is what may come at once after a rest. */
const AHEAD_SECONDS = 0.25
/** What every bulk stream begins with; also one message of WebRTC. */
export const FIRST_WINDOW_BYTES = 16 * KIB

/** @param rate bytes per second; `Infinity` without a cap */
export function windowFor(rate: number): number {
  if (rate === Number.POSITIVE_INFINITY) return FREE_WINDOW_BYTES
  return Math.floor(Math.min(2 * FREE_WINDOW_BYTES, Math.max(FIRST_WINDOW_BYTES, rate * AHEAD_SECONDS)))
}
