/** What can be chosen when an invite is made, and where its link will work. */
import { DAY_MS, HOUR_MS } from '../../../kit/units.ts'

export const lifetimes = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS } as const
export type Lifetime = keyof typeof lifetimes

/** The choice that comes nearest to what the settings say. */
export function usualLifetime(settingMs: number | undefined): Lifetime {
  if (settingMs === undefined) return 'day'
  if (settingMs <= 6 * HOUR_MS) return 'hour'
  return settingMs <= 3 * DAY_MS ? 'day' : 'week'
}
