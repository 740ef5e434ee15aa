/** How much a sender may have on its way to us. Pure. */
import { KIB, MIB, SECOND_MS } from '../../kit/units.ts'

/** Without a cap: what keeps a line of 80 Mbit/s busy at 100 ms, and is all that a stream that is not read can make us hold. */
export const FREE_WINDOW_BYTES = MIB
/** What every stream of Kith begins with; also one message of WebRTC. */
export const FIRST_WINDOW_BYTES = 16 * KIB
/** Less would be granted in crumbs. */
const MIN_WINDOW_BYTES = 4 * KIB
const MAX_WINDOW_BYTES = 2 * MIB
/** So much is granted ahead beside what is on its way: it may all come at once after a rest, so it is half of the burst of spec §9 at most. */
const AHEAD_SECONDS = 0.1
const MAX_AHEAD_BYTES = 256 * KIB
/** Until the first heartbeat has come back. */
const USUAL_RTT_MS = 50

/**
 * @param rate what the stream can count on, bytes per second; `Infinity` without a cap
 * @param rttMs round trip to the other end; `null` while it is not known
 */
export function windowFor(rate: number, rttMs: number | null): number {
  if (rate === Number.POSITIVE_INFINITY) return FREE_WINDOW_BYTES
  const underWay = rate * ((2 * (rttMs ?? USUAL_RTT_MS)) / SECOND_MS)
  const ahead = Math.min(rate * AHEAD_SECONDS, MAX_AHEAD_BYTES)
  return Math.floor(Math.min(MAX_WINDOW_BYTES, Math.max(MIN_WINDOW_BYTES, underWay + ahead)))
}
