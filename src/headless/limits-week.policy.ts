/** A week of the schedule as a picture in text: a line for each day, a letter for each half-hour. Pure. */
import { PAUSED, type ScheduleRule, Weekday } from '../contract/settings.ts'

const DAY_MINUTES = 1_440
const SLOT_MINUTES = 30
/** Where no rule says anything. */
const NORMAL = 'normal'
const NOTHING = '·'

/** Which profile a time of the week has: the last of the rules that hold. */
export function profileAt(rules: readonly ScheduleRule[], day: number, minute: number): string {
  return rules.findLast((rule) => holds(rule, day, minute))?.profile ?? NORMAL
}

function holds({ days, from, to }: ScheduleRule, day: number, minute: number): boolean {
  const isOn = (index: number): boolean => {
    const name = Weekday.options[(index + 7) % 7]
    return name !== undefined && days.includes(name)
  }
  const [start, end] = [minuteOf(from), minuteOf(to)]
  if (end > start) return isOn(day) && minute >= start && minute < end
  return (isOn(day) && minute >= start) || (isOn(day - 1) && minute < end)
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** One letter for each profile, its own where that is free. */
export function lettersFor(profiles: readonly string[]): ReadonlyMap<string, string> {
  const letters = new Map<string, string>()
  const taken = new Set<string>()
  // Those that are always there keep their letters, whatever else is added.
  const order = [...new Set(['quiet', PAUSED, ...profiles])].filter((name) => profiles.includes(name))
  for (const name of order) {
    if (name === NORMAL) {
      letters.set(name, NOTHING)
      continue
    }
    const wanted = `${name.replaceAll('-', '')}${name.toUpperCase().replaceAll('-', '')}abcdefghijklmnopqrstuvwxyz`
    const letter = Array.from(wanted).find((one) => !taken.has(one)) ?? '?'
    taken.add(letter)
    letters.set(name, letter)
  }
  return letters
}

/** The hours, seven days, and what the letters mean. A half-hour shows what holds in its middle. */
export function weekPicture(rules: readonly ScheduleRule[]): {
  readonly hours: string
  readonly days: string[]
  readonly key: string
} {
  const slots = DAY_MINUTES / SLOT_MINUTES
  const week = Weekday.options.map((_, day) =>
    Array.from({ length: slots }, (_slot, slot) => profileAt(rules, day, (slot + 0.5) * SLOT_MINUTES)),
  )
  const used = [...new Set(week.flat())].sort()
  const letters = lettersFor(used)
  const hours = Array.from({ length: 8 }, (_, index) => String(index * 3).padEnd(6))
    .join('')
    .trimEnd()
  return {
    hours: `     ${hours}`,
    days: week.map(
      (day, index) => `${Weekday.options[index] ?? ''}  ${day.map((name) => letters.get(name) ?? '?').join('')}`,
    ),
    key: [...letters].map(([name, letter]) => `${letter} ${name}`).join('   '),
  }
}
