/** Which profile the schedule wants at a moment, and when that changes next (spec §9). Pure. */
import { type ScheduleRule, type Settings, Weekday } from '../../contract/settings.ts'
import { DAY_MS, MINUTE_MS } from '../../kit/units.ts'
import {
  MINUTES_PER_DAY,
  MINUTES_PER_WEEK,
  minuteOfWeek,
  stretches,
  type UtcOffsetMinutes,
} from './local-time.policy.ts'

/** What holds where no rule says anything. */
export const NORMAL = 'normal'

/** A week holds every boundary there is; the day more is for the weeks in which the clocks are changed. */
export const SCHEDULE_HORIZON_MS = 8 * DAY_MS

export interface ScheduleState {
  readonly profile: string
  /** A rule chose it; otherwise none says anything about now. */
  readonly byRule: boolean
  /** When another profile begins, epoch milliseconds; `null` when none does within 8 days. */
  readonly next: { readonly atMs: number; readonly profile: string } | null
}

/**
 * The schedule goes by what the clock on the wall shows, and by nothing else. So where the clocks go forward, a rule from
 * 02:30 begins when they jump past it; one that lies wholly in the hour that is left out is left out too. Where they go
 * back, the hour that is shown twice is treated alike both times. And after a person sets the clock, what it shows now counts.
 */
export function scheduleAt(
  { enabled, rules }: Settings['bandwidth']['schedule'],
  wallMs: number,
  utcOffsetMinutes: UtcOffsetMinutes,
): ScheduleState {
  if (!enabled || rules.length === 0) return { profile: NORMAL, byRule: false, next: null }
  const week = profilesByMinute(rules)
  const fromMs = Math.floor(wallMs)
  const chosen = week[minuteOfWeek(fromMs, utcOffsetMinutes(fromMs))]
  const profile = chosen ?? NORMAL
  return { profile, byRule: chosen !== undefined, next: nextOther(week, profile, fromMs, utcOffsetMinutes) }
}

/** The profile of every minute of the week, Monday 00:00 first; `undefined` where no rule says anything. */
function profilesByMinute(rules: readonly ScheduleRule[]): readonly (string | undefined)[] {
  const week = Array<string | undefined>(MINUTES_PER_WEEK).fill(undefined)
  for (const { days, from, to, profile } of rules) {
    const fromMinute = minuteOfDay(from)
    const toMinute = minuteOfDay(to) + (minuteOfDay(to) <= fromMinute ? MINUTES_PER_DAY : 0)
    for (const day of days) {
      const dayBegins = Weekday.options.indexOf(day) * MINUTES_PER_DAY
      week.fill(profile, dayBegins + fromMinute, dayBegins + toMinute)
      // Sunday's night is over on Monday. `fill` itself stops at the end of the week.
      week.fill(profile, 0, Math.max(0, dayBegins + toMinute - MINUTES_PER_WEEK))
    }
  }
  return week
}

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

function nextOther(
  week: readonly (string | undefined)[],
  profile: string,
  wallMs: number,
  utcOffsetMinutes: UtcOffsetMinutes,
): ScheduleState['next'] {
  for (const { fromMs, toMs, offsetMinutes } of stretches(wallMs, wallMs + SCHEDULE_HORIZON_MS, utcOffsetMinutes)) {
    // Where the clocks were just changed the profile may be another at once; after that only at whole minutes of theirs.
    for (let atMs = fromMs; atMs < toMs; atMs = nextMinute(atMs, offsetMinutes)) {
      const then = week[minuteOfWeek(atMs, offsetMinutes)] ?? NORMAL
      if (then !== profile) return { atMs, profile: then }
    }
  }
  return null
}

const nextMinute = (atMs: number, offsetMinutes: number): number =>
  (Math.floor(atMs / MINUTE_MS + offsetMinutes) + 1 - offsetMinutes) * MINUTE_MS
