/** When a notification is shown: never one on the heels of another, and of those that come together the last. Pure. */
import { SECOND_MS } from '../kit/units.ts'

/** A stranger that knocks a hundred times must not be able to shake the screen. */
const PAUSE_MS = 10 * SECOND_MS

/** @param shownAtMs when the last one was shown; `null` when none was */
export const showAtMs = (nowMs: number, shownAtMs: number | null): number =>
  shownAtMs === null ? nowMs : Math.max(nowMs, shownAtMs + PAUSE_MS)
