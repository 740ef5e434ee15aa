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
const NORMAL = 'normal'

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
  const week = weekOf(rules)
  const fromMs = Math.floor(wallMs)
  const chosen = week(minuteOfWeek(fromMs, utcOffsetMinutes(fromMs)))
  const profile = chosen ?? NORMAL
  return { profile, byRule: chosen !== undefined, next: nextOther(week, profile, fromMs, utcOffsetMinutes) }
}

/** Which profile a rule wants at a minute of the week; `undefined` where none says anything. */
type Week = (minute: number) => string | undefined

/** Every rule is painted over those before it, minute by minute: a hundred of them take less than a millisecond. */
function weekOf(rules: readonly ScheduleRule[]): Week {
  /** The number of the rule, from 1; 0 where there is none. */
  const painted = new Uint16Array(MINUTES_PER_WEEK)
  for (const [index, { days, from, to }] of rules.entries()) {
    const fromMinute = minuteOfDay(from)
    const toMinute = minuteOfDay(to) + (minuteOfDay(to) <= fromMinute ? MINUTES_PER_DAY : 0)
    for (const day of days) {
      const dayBegins = Weekday.options.indexOf(day) * MINUTES_PER_DAY
      painted.fill(index + 1, dayBegins + fromMinute, dayBegins + toMinute)
      // Sunday's night is over on Monday. `fill` itself stops at the end of the week.
      painted.fill(index + 1, 0, Math.max(0, dayBegins + toMinute - MINUTES_PER_WEEK))
    }
  }
  return (minute) => rules[(painted[minute] ?? 0) - 1]?.profile
}

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

function nextOther(
  week: Week,
  profile: string,
  wallMs: number,
  utcOffsetMinutes: UtcOffsetMinutes,
): ScheduleState['next'] {
  for (const { fromMs, toMs, offsetMinutes } of stretches(wallMs, wallMs + SCHEDULE_HORIZON_MS, utcOffsetMinutes)) {
    // Where the clocks were just changed the profile may be another at once; after that only at whole minutes of theirs.
    for (let atMs = fromMs; atMs < toMs; atMs = nextMinute(atMs, offsetMinutes)) {
      const then = week(minuteOfWeek(atMs, offsetMinutes)) ?? NORMAL
      if (then !== profile) return { atMs, profile: then }
    }
  }
  return null
}

const nextMinute = (atMs: number, offsetMinutes: number): number =>
  (Math.floor(atMs / MINUTE_MS + offsetMinutes) + 1 - offsetMinutes) * MINUTE_MS
