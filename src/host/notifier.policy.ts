/** When a notification is shown: never one on the heels of another of its tag, and of those that come together the last. Pure. */
import { SECOND_MS } from '../kit/units.ts'

/** A stranger that knocks a hundred times must not be able to shake the screen. */
const PAUSE_MS = 10 * SECOND_MS

/** So many are told apart; nobody reads more at a time. */
export const MOST_TAGS = 50

/** @param shownAtMs when the last one of its tag was shown; `null` when none was */
export const showAtMs = (nowMs: number, shownAtMs: number | null): number =>
  shownAtMs === null ? nowMs : Math.max(nowMs, shownAtMs + PAUSE_MS)
