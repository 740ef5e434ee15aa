/** How long to wait before the local socket is tried again. */
import { SECOND_MS } from '../../kit/units.ts'

/** A restarting node is back within a second or two, so the first tries come fast. */
const FIRST_MS = 500
/** The node is on this machine: trying costs nothing, and nobody likes to wait for a page to notice. */
const CAP_MS = 8 * SECOND_MS

/**
 * Doubling with equal jitter, so that ten open tabs do not knock as one.
 *
 * @param failures in a row, 1 or more
 * @param draw a uniform number in [0, 1)
 * @returns milliseconds, between half of the step and all of it
 */
export function retryDelayMs(failures: number, draw: number): number {
  const step = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16))
  return step / 2 + (draw * step) / 2
}
