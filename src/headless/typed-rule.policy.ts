/** A rule of the schedule as a person types it, `mon-fri 22:00-07:00 quiet`, and as it is printed back. Pure. */
import { ScheduleRule, Weekday } from '../contract/settings.ts'
import { err, ok, type Result } from '../kit/result.ts'

const DAYS = Weekday.options
const EXAMPLE = 'Write it as “mon-fri 22:00-07:00 quiet”.'
const groups: Readonly<Record<string, readonly Weekday[]>> = {
  daily: DAYS,
  everyday: DAYS,
  all: DAYS,
  weekdays: DAYS.slice(0, 5),
  weekday: DAYS.slice(0, 5),
  weekends: DAYS.slice(5),
  weekend: DAYS.slice(5),
}
const TIME = String.raw`\d{1,2}(?:[:.]\d{2})?`
const RULE = new RegExp(String.raw`^(?:(.*?)\s+)?(?:(${TIME})\s*(?:-|to)\s*(${TIME})|all[ -]?day)\s+(\S+)$`)

/** @returns or what is wrong with it, in words for a person. Whether there is such a profile is not looked at. */
export function typedRule(text: string): Result<ScheduleRule, string> {
  const typed = text.trim().toLowerCase().replace(/[–—−]/g, '-').replace(/\s+/g, ' ')
  const match = RULE.exec(typed)
  if (!match) return err(`A rule has days, a time and a profile. ${EXAMPLE}`)
  const [, dayWords = 'daily', fromWord = '00:00', toWord = '24:00', profile = ''] = match
  const days = typedDays(dayWords)
  if (!days.ok) return days
  const [from, to] = [typedTime(fromWord), typedTime(toWord)]
  if (from === null || from === '24:00') return err(`${fromWord} is no time of day: they go from 00:00 to 23:59.`)
  if (to === null) return err(`${toWord} is no time of day: they go from 00:00 to 24:00.`)
  const rule = ScheduleRule.safeParse({ days: days.value, from, to: to === '24:00' ? '00:00' : to, profile })
  if (rule.success) return ok(rule.data)
  return err(`“${profile}” cannot be a profile: its name has small letters, digits and hyphens. ${EXAMPLE}`)
}

/** `mon-fri`, `sat,sun`, `fri-mon` (over the week’s end), `weekends`, `monday`; in the order of the week. */
function typedDays(text: string): Result<Weekday[], string> {
  const chosen = new Set<Weekday>()
  for (const part of text
    .replace(/\s*([,-])\s*/g, '$1')
    .split(/[, ]|\band\b/)
    .filter((word) => word !== '')) {
    const days = Object.hasOwn(groups, part) ? groups[part] : daysBetween(part)
    if (!days) return err(`“${part}” is no day: write mon, tue, wed, thu, fri, sat or sun, mon-fri, sat,sun, or daily.`)
    for (const day of days) chosen.add(day)
  }
  if (chosen.size === 0) return err(`It needs a day. ${EXAMPLE}`)
  return ok(DAYS.filter((day) => chosen.has(day)))
}

function daysBetween(text: string): readonly Weekday[] | undefined {
  const ends = text.split('-').map(typedDay)
  const [first, last] = [ends[0], ends.at(-1)]
  if (ends.length > 2 || first === undefined || last === undefined) return undefined
  const from = DAYS.indexOf(first)
  const count = ((DAYS.indexOf(last) - from + 7) % 7) + 1
  return Array.from({ length: count }, (_, index) => DAYS[(from + index) % 7] ?? first)
}

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Two letters are enough to tell days apart, and any more of the name is fine. */
function typedDay(text: string): Weekday | undefined {
  const singular = text.length > 6 ? text.replace(/s$/, '') : text
  return singular.length < 2 ? undefined : DAYS[names.findIndex((name) => name.startsWith(singular))]
}

/** `7`, `7:30`, `07.30`, `24:00`; `null` for what no clock shows. */
function typedTime(text: string): string | null {
  const [hour = '', minute = '00'] = text.split(/[:.]/)
  if (Number(minute) > 59 || Number(hour) > 24 || (Number(hour) === 24 && Number(minute) > 0)) return null
  return `${hour.padStart(2, '0')}:${minute}`
}

/** The way it can be typed again. */
export function ruleText({ days, from, to, profile }: ScheduleRule): string {
  return `${daysText(days)} ${timesText({ from, to })} ${profile}`
}

export const timesText = ({ from, to }: Pick<ScheduleRule, 'from' | 'to'>): string =>
  `${from}-${to === '00:00' ? '24:00' : to}`

/** Runs of three and more days as a range, over the week’s end too. */
export function daysText(days: readonly Weekday[]): string {
  const has = DAYS.map((day) => days.includes(day))
  if (!has.includes(false)) return 'daily'
  // Begins after a gap, so that a run over the week’s end stays whole.
  const start = has[0] && has[6] ? has.lastIndexOf(false) + 1 : 0
  const runs: Weekday[][] = []
  let isOpen = false
  for (let step = 0; step < 7; step += 1) {
    const at = (start + step) % 7
    const day = DAYS[at]
    if (day !== undefined && has[at]) {
      if (isOpen) runs.at(-1)?.push(day)
      else runs.push([day])
    }
    isOpen = has[at] === true
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0] ?? ''}-${run.at(-1) ?? ''}`] : run)).join(',')
}
