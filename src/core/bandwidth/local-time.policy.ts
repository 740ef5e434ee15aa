/** Local time as arithmetic on UTC offsets: minutes of the week, and stretches in which no clock is changed. Pure. */
import { HOUR_MS, MINUTE_MS } from '../../kit/units.ts'

/** How far local time is ahead of UTC at that moment (epoch milliseconds), in minutes. */
export type UtcOffsetMinutes = (wallMs: number) => number

export const MINUTES_PER_DAY = 24 * 60
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY

/** 1 January 1970 was a Thursday; weeks here begin on Monday. */
const EPOCH_DAY_OF_WEEK = 3
/** No time zone changes its clocks twice within this. */
const STEP_MS = 3 * HOUR_MS

/** @returns the minute of the week that a clock on the wall shows: 0 is Monday 00:00 */
export function minuteOfWeek(wallMs: number, offsetMinutes: number): number {
  const minute = Math.floor(wallMs / MINUTE_MS + offsetMinutes) + EPOCH_DAY_OF_WEEK * MINUTES_PER_DAY
  return ((minute % MINUTES_PER_WEEK) + MINUTES_PER_WEEK) % MINUTES_PER_WEEK
}

/** A time in which local time runs on evenly: from (inclusive) and to (exclusive) in epoch milliseconds. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly offsetMinutes: number
}

/** Cuts a time wherever the clocks are changed (summer time, or a country that moves). Both ends are whole milliseconds. */
export function* stretches(fromMs: number, toMs: number, utcOffsetMinutes: UtcOffsetMinutes): Generator<Stretch> {
  let beginMs = fromMs
  let offsetMinutes = utcOffsetMinutes(beginMs)
  for (let atMs = fromMs; atMs < toMs; ) {
    const aheadMs = Math.min(atMs + STEP_MS, toMs)
    if (utcOffsetMinutes(aheadMs) === offsetMinutes) {
      atMs = aheadMs
      continue
    }
    const changeMs = whenOther(atMs, aheadMs, utcOffsetMinutes)
    yield { fromMs: beginMs, toMs: changeMs, offsetMinutes }
    beginMs = changeMs
    offsetMinutes = utcOffsetMinutes(changeMs)
    atMs = changeMs
  }
  if (beginMs < toMs) yield { fromMs: beginMs, toMs, offsetMinutes }
}

/** The first millisecond after `sameMs` with another offset than there; `otherMs` has another one. */
function whenOther(sameMs: number, otherMs: number, utcOffsetMinutes: UtcOffsetMinutes): number {
  const before = utcOffsetMinutes(sameMs)
  let [low, high] = [sameMs, otherMs]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (utcOffsetMinutes(middle) === before) low = middle
    else high = middle
  }
  return high
}
