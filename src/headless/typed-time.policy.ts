/** A moment as a person types it: `2h` and `3d` ago, a day, or an ISO 8601 time. Pure. */
import { DAY_MS } from '../kit/units.ts'
import { typedDurationMs } from './typed-duration.policy.ts'

/**
 * @param edge which end of a day is meant when only the day is typed; days are those of this machine's time zone
 * @returns epoch milliseconds; `null` for whatever is no time
 */
export function typedTimeMs(text: string, nowMs: number, edge: 'start' | 'end'): number | null {
  const agoMs = typedDurationMs(text)
  if (agoMs !== null) return nowMs - agoMs
  const typed = text.trim().replace(' ', 'T')
  // Without a time, ECMAScript takes a day for one in UTC; a person means their own.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed)
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(typed)) return null
  const atMs = Date.parse(isDay ? `${typed}T00:00` : typed)
  if (Number.isNaN(atMs)) return null
  return isDay && edge === 'end' ? atMs + DAY_MS - 1 : atMs
}
