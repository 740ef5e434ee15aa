/** When automatic bans stop: many at once mean that something is wrong on this side (spec §8). Pure. */
import type { Settings } from '../../contract/settings.ts'
import { HOUR_MS, MINUTE_MS } from '../../kit/units.ts'

type Options = Pick<Settings['reputation'], 'maxBansPerMinute' | 'maxBannedShare'>

/** How far back automatic bans count. */
export const BRAKE_WINDOW_MS = MINUTE_MS
/** How long nobody is banned after that, unless a person looks into it earlier. */
export const HOLD_MS = HOUR_MS

export interface BrakeView {
  /** Bans are held already. */
  readonly held: boolean
  /** Automatic bans within the window. */
  readonly recent: number
  /** Who is connected now, who was banned automatically and is out now, and who would be next; each once. */
  readonly present: number
  /** Who was banned automatically and is out now. */
  readonly out: number
}

/**
 * - `ban`: go ahead
 * - `hold`: too many; nobody is banned from now on
 * - `held`: that was decided before
 * - `off`: a person wants no automatic bans at all
 */
export type BrakeDecision = 'ban' | 'hold' | 'held' | 'off'

export function decideBrake(view: BrakeView, options: Options): BrakeDecision {
  if (options.maxBansPerMinute === 0) return 'off'
  if (view.held) return 'held'
  if (view.recent >= options.maxBansPerMinute) return 'hold'
  return view.out >= mostOut(view.present, options.maxBannedShare) ? 'hold' : 'ban'
}

/** One may always be out: otherwise a node with three peers could never ban any. */
export const mostOut = (present: number, maxBannedShare: number): number =>
  Math.max(1, Math.floor(present * maxBannedShare))

/** When a hold that was written down ends: a clock that was set back does not make it longer than a new one. */
export const heldUntil = (untilMs: number, nowMs: number): number | null =>
  untilMs <= nowMs ? null : Math.min(untilMs, nowMs + HOLD_MS)
