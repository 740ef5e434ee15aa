/**
 * Between the rules of a schedule and what a person paints. A week is kept to the minute, so that rules made by hand at
 * odd minutes stay what they are until somebody paints over them. Pure.
 */
import type { ScheduleRule, Weekday } from '../../../contract/settings.ts'

/** Monday first, as in the contract. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[]
export const NORMAL = 'normal'
export const SLOTS = 48
export const SLOT_MINUTES = 30
export const DAYS = weekdays.length
const DAY = 1_440
const WEEK = DAYS * DAY
/** As the contract has it. */
export const MAX_RULES = 128

/** The profile of each minute, from Monday 00:00. */
export type Week = readonly string[]

/** A half hour: its profile, or `null` where it changes within. */
export type Cell = string | null

/** Cells from one corner to the other, both included. */
export interface Area {
  readonly fromDay: number
  readonly toDay: number
  readonly fromSlot: number
  readonly toSlot: number
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
export const timeOf = (minutes: number): string => {
  const within = minutes % DAY
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

/** Where rules overlap the later one holds; where none is, the normal profile. */
export function weekOf(rules: readonly ScheduleRule[]): Week {
  const week = new Array<string>(WEEK).fill(NORMAL)
  for (const { days, from, to, profile } of rules) {
    const start = minutesOf(from)
    const end = minutesOf(to)
    const length = end > start ? end - start : end + DAY - start
    for (const day of days) {
      const first = weekdays.indexOf(day) * DAY + start
      for (let minute = first; minute < first + length; minute++) week[minute % WEEK] = profile
    }
  }
  return week
}

const cellAt = (week: Week, day: number, slot: number): Cell => {
  const first = day * DAY + slot * SLOT_MINUTES
  const profile = week[first] ?? NORMAL
  for (let minute = first + 1; minute < first + SLOT_MINUTES; minute++) if (week[minute] !== profile) return null
  return profile
}

/** Seven days of forty-eight half hours. */
export const cellsOf = (week: Week): readonly (readonly Cell[])[] =>
  weekdays.map((_, day) => Array.from({ length: SLOTS }, (__, slot) => cellAt(week, day, slot)))

/** Every minute of the area becomes this profile. */
export function paint(week: Week, { fromDay, toDay, fromSlot, toSlot }: Area, profile: string): Week {
  const painted = [...week]
  for (let day = Math.min(fromDay, toDay); day <= Math.max(fromDay, toDay); day++) {
    const start = day * DAY + Math.min(fromSlot, toSlot) * SLOT_MINUTES
    const end = day * DAY + (Math.max(fromSlot, toSlot) + 1) * SLOT_MINUTES
    painted.fill(profile, start, end)
  }
  return painted
}

interface Run {
  /** Minutes since Monday 00:00. */
  readonly start: number
  readonly length: number
  readonly profile: string
}

/** As long as possible, across midnight and from Sunday to Monday. What is normal needs no rule. */
function runsOf(week: Week): Run[] {
  const changes: number[] = []
  for (let minute = 0; minute < WEEK; minute++)
    if (week[minute] !== week[(minute + WEEK - 1) % WEEK]) changes.push(minute)
  if (changes.length === 0) changes.push(0)
  return changes
    .map((start, index) => {
      const next = changes[index + 1] ?? (changes[0] ?? 0) + WEEK
      return { start, length: next - start, profile: week[start] ?? NORMAL }
    })
    .filter(({ profile }) => profile !== NORMAL)
}

/** A rule lasts a day at most: what is longer is cut at its midnights, so that its whole days can go together. */
function pieces(run: Run): Run[] {
  if (run.length <= DAY) return [run]
  const cut: Run[] = []
  let { start } = run
  const end = run.start + run.length
  while (start < end) {
    const stop = Math.min(end, (Math.floor(start / DAY) + 1) * DAY)
    cut.push({ start: start % WEEK, length: stop - start, profile: run.profile })
    start = stop
  }
  return cut
}

/** As few as say it: the days with the same times go together. None of them overlap, so their order means nothing. */
export function rulesOf(week: Week): ScheduleRule[] {
  const rules = new Map<string, { days: Set<number>; from: string; to: string; profile: string }>()
  for (const { start, length, profile } of runsOf(week).flatMap((run) => pieces(run))) {
    const from = timeOf(start)
    const to = timeOf(start + length)
    const key = `${from} ${to} ${profile}`
    const rule = rules.get(key) ?? { days: new Set<number>(), from, to, profile }
    rule.days.add(Math.floor(start / DAY))
    rules.set(key, rule)
  }
  return [...rules.values()]
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)) || Math.min(...a.days) - Math.min(...b.days))
    .map(({ days, ...rest }) => ({ days: weekdays.filter((_, day) => days.has(day)), ...rest }))
}

/** Times at which a rule begins or ends within a half hour, for the sentence that says so. */
export function oddTimes(week: Week): readonly { readonly day: Weekday; readonly time: string }[] {
  const odd: { day: Weekday; time: string }[] = []
  for (let minute = 0; minute < WEEK; minute++) {
    if (minute % SLOT_MINUTES === 0 || week[minute] === week[minute - 1]) continue
    odd.push({ day: weekdays[Math.floor(minute / DAY)] ?? 'mon', time: timeOf(minute) })
  }
  return odd
}

/** Another name for a profile, wherever it is used; `normal` takes it out. */
export const renamed = (rules: readonly ScheduleRule[], from: string, to: string): ScheduleRule[] =>
  to === NORMAL
    ? rulesOf(weekOf(rules.map((rule) => (rule.profile === from ? { ...rule, profile: NORMAL } : rule))))
    : rules.map((rule) => (rule.profile === from ? { ...rule, profile: to } : rule))

const slotOf = (time: string): number => minutesOf(time) / SLOT_MINUTES
const WORKDAYS = { fromDay: 0, toDay: 4 }

/** What is painted at one press, over what is there. */
export const presets = {
  evenings: (week: Week): Week =>
    paint(week, { ...WORKDAYS, fromSlot: slotOf('18:00'), toSlot: slotOf('22:30') }, 'quiet'),
  nights: (week: Week): Week => {
    const late = paint(week, { fromDay: 0, toDay: 6, fromSlot: slotOf('22:00'), toSlot: SLOTS - 1 }, 'quiet')
    return paint(late, { fromDay: 0, toDay: 6, fromSlot: 0, toSlot: slotOf('06:30') }, 'quiet')
  },
  work: (week: Week): Week =>
    paint(week, { ...WORKDAYS, fromSlot: slotOf('09:00'), toSlot: slotOf('16:30') }, 'paused'),
  clear: (week: Week): Week => week.map(() => NORMAL),
} as const satisfies Record<string, (week: Week) => Week>
export type Preset = keyof typeof presets

/** Where the keyboard stands, and where what it has marked began. */
export interface Marked {
  readonly day: number
  readonly slot: number
  readonly anchorDay: number
  readonly anchorSlot: number
}

export const areaOf = ({ day, slot, anchorDay, anchorSlot }: Marked): Area => ({
  fromDay: Math.min(day, anchorDay),
  toDay: Math.max(day, anchorDay),
  fromSlot: Math.min(slot, anchorSlot),
  toSlot: Math.max(slot, anchorSlot),
})

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -SLOTS],
  End: [0, SLOTS],
  PageUp: [-DAYS, 0],
  PageDown: [DAYS, 0],
}

/** @returns where a key leads; `null`: it is no key of the grid. Held down, Shift extends what is marked. */
export function moveMark(mark: Marked, key: string, shift: boolean): Marked | null {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  if (step === undefined) return null
  const day = Math.min(DAYS - 1, Math.max(0, mark.day + step[0]))
  const slot = Math.min(SLOTS - 1, Math.max(0, mark.slot + step[1]))
  return shift ? { ...mark, day, slot } : { day, slot, anchorDay: day, anchorSlot: slot }
}
