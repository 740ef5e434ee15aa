/** Which day and month it is here, and how much of a month's quota is used. Pure: the time zone comes in as a function. */
import type { QuotaState } from '../../contract/bandwidth-views.ts'
import { DAY_MS, MINUTE_MS } from '../../kit/units.ts'

/** How far local time is ahead of UTC at that moment (epoch milliseconds), in minutes. */
type UtcOffsetMinutes = (wallMs: number) => number

/** The date that a calendar on the wall shows: `2026-11-21`. Dates compare as texts. */
export const localDay = (wallMs: number, utcOffsetMinutes: UtcOffsetMinutes): string =>
  dateOf(wallMs + utcOffsetMinutes(wallMs) * MINUTE_MS)

const dateOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)
const utcMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)

export const dayAfter = (day: string, days = 1): string => dateOf(utcMs(day) + days * DAY_MS)

/**
 * When a day begins here: its first moment, which is not always midnight, because in some countries the clocks go forward at
 * midnight. A day that a country skipped begins with the next.
 */
export function startOfDay(day: string, utcOffsetMinutes: UtcOffsetMinutes): number {
  // No place on Earth is further from UTC than a day.
  let [before, reached] = [utcMs(day) - DAY_MS, utcMs(day) + 2 * DAY_MS]
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    if (localDay(middle, utcOffsetMinutes) < day) before = middle
    else reached = middle
  }
  return reached
}

export interface Month {
  readonly fromDay: string
  /** The first day that does not belong to it. */
  readonly untilDay: string
}

/** @param startDay of the month, 1 to 28: the day on which counting begins anew */
export function monthOf(day: string, startDay: number): Month {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number)
  const first = dayOfMonth >= startDay ? month : month - 1
  const begins = (monthNumber: number): string => dateOf(Date.UTC(year, monthNumber - 1, startDay))
  return { fromDay: begins(first), untilDay: begins(first + 1) }
}

export interface QuotaFacts {
  /** 0 is none. */
  readonly limitBytes: number
  readonly usedBytes: number
  readonly warnPercent: number
}

export function quotaState({ limitBytes, usedBytes, warnPercent }: QuotaFacts): QuotaState {
  if (limitBytes === 0) return 'none'
  if (usedBytes >= limitBytes) return 'reached'
  // Not limit × percent / 100: a petabyte times a hundred is no exact number any more.
  return usedBytes / limitBytes >= warnPercent / 100 ? 'warned' : 'within'
}
