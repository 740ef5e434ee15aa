import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScheduleRule } from '../../../contract/settings.ts'
import {
  areaOf,
  cellsOf,
  DAYS,
  moveMark,
  NORMAL,
  oddTimes,
  paint,
  presets,
  renamed,
  rulesOf,
  SLOTS,
  timeOf,
  type Week,
  weekdays,
  weekOf,
} from './week-grid.policy.ts'

const empty = weekOf([])
const profile = fc.constantFrom('normal', 'quiet', 'paused', 'holiday')
const time = (stepMinutes: number) =>
  fc.integer({ min: 0, max: 1_440 / stepMinutes - 1 }).map((n) => timeOf(n * stepMinutes))
const rules = (stepMinutes: number) =>
  fc.array(
    fc.record({
      days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
      from: time(stepMinutes),
      to: time(stepMinutes),
      profile,
    }),
    { maxLength: 12 },
  )
const area = fc.record({
  fromDay: fc.integer({ min: 0, max: DAYS - 1 }),
  toDay: fc.integer({ min: 0, max: DAYS - 1 }),
  fromSlot: fc.integer({ min: 0, max: SLOTS - 1 }),
  toSlot: fc.integer({ min: 0, max: SLOTS - 1 }),
})

test('rules, cells and rules again: the same cells, and rules that the contract takes', () => {
  fc.assert(
    fc.property(rules(30), (made) => {
      const week = weekOf(made)
      const compact = rulesOf(week)
      expect(cellsOf(weekOf(compact))).toEqual(cellsOf(week))
      for (const rule of compact) expect(ScheduleRule.safeParse(rule).success).toBe(true)
      expect(compact.some((rule) => rule.profile === NORMAL)).toBe(false)
      expect(cellsOf(week).flat()).not.toContain(null)
    }),
    { numRuns: 60 },
  )
})

test('rules at odd minutes keep their effect to the minute, whatever is painted elsewhere', () => {
  fc.assert(
    fc.property(rules(1), area, profile, (made, where, brush) => {
      const week = weekOf(made)
      const painted = paint(week, where, brush)
      expect(weekOf(rulesOf(painted))).toEqual(painted)
      const before = cellsOf(week)
      cellsOf(painted).forEach((row, day) =>
        row.forEach((cell, slot) => {
          const inside =
            day >= Math.min(where.fromDay, where.toDay) &&
            day <= Math.max(where.fromDay, where.toDay) &&
            slot >= Math.min(where.fromSlot, where.toSlot) &&
            slot <= Math.max(where.fromSlot, where.toSlot)
          expect(cell).toBe(inside ? brush : before[day]?.[slot])
        }),
      )
    }),
    { numRuns: 60 },
  )
})

test('rules that were compact stay as they were written', () => {
  const written: ScheduleRule[] = [
    { days: ['sat', 'sun'], from: '00:00', to: '00:00', profile: 'paused' },
    { days: ['mon', 'tue', 'wed', 'thu'], from: '22:15', to: '07:00', profile: 'quiet' },
  ]
  expect(rulesOf(weekOf(written))).toEqual(written)
  expect(oddTimes(weekOf(written)).map(({ day, time: at }) => `${day} ${at}`)).toEqual([
    'mon 22:15',
    'tue 22:15',
    'wed 22:15',
    'thu 22:15',
  ])
})

test.each<[string, Week, readonly string[]]>([
  ['nothing', empty, []],
  [
    'every night, over midnight and from Sunday to Monday',
    presets.nights(empty),
    ['mon tue wed thu fri sat sun 22:00-07:00 quiet'],
  ],
  ['weekday evenings', presets.evenings(empty), ['mon tue wed thu fri 18:00-23:00 quiet']],
  ['working hours', presets.work(empty), ['mon tue wed thu fri 09:00-17:00 paused']],
  [
    'the whole week',
    paint(empty, { fromDay: 0, toDay: 6, fromSlot: 0, toSlot: SLOTS - 1 }, 'quiet'),
    ['mon tue wed thu fri sat sun 00:00-00:00 quiet'],
  ],
  [
    'a long weekend',
    paint(
      paint(empty, { fromDay: 4, toDay: 4, fromSlot: 36, toSlot: 47 }, 'quiet'),
      { fromDay: 5, toDay: 6, fromSlot: 0, toSlot: 47 },
      'quiet',
    ),
    ['sat sun 00:00-00:00 quiet', 'fri 18:00-00:00 quiet'],
  ],
  ['cleared', presets.clear(presets.work(empty)), []],
])('%s needs these rules', (_, week, wanted) =>
  expect(rulesOf(week).map(({ days, from, to, profile: name }) => `${days.join(' ')} ${from}-${to} ${name}`)).toEqual(
    wanted,
  ),
)

test('a profile that is renamed or deleted leaves no rule behind that names it', () => {
  const made: ScheduleRule[] = [
    { days: ['mon'], from: '10:00', to: '14:00', profile: 'quiet' },
    { days: ['mon'], from: '11:00', to: '12:00', profile: 'guests' },
  ]
  expect(renamed(made, 'guests', 'visit')[1]?.profile).toBe('visit')
  // Where it held there is nothing special now, also where another rule was underneath.
  expect(renamed(made, 'guests', NORMAL)).toEqual([
    { days: ['mon'], from: '10:00', to: '11:00', profile: 'quiet' },
    { days: ['mon'], from: '12:00', to: '14:00', profile: 'quiet' },
  ])
})

test('the keys move, extend with Shift, and stop at the edges', () => {
  const at = (day: number, slot: number) => ({ day, slot, anchorDay: day, anchorSlot: slot })
  expect(moveMark(at(0, 0), 'ArrowUp', false)).toEqual(at(0, 0))
  expect(moveMark(at(2, 5), 'ArrowRight', false)).toEqual(at(2, 6))
  expect(moveMark(at(2, 5), 'End', false)).toEqual(at(2, 47))
  const marked = moveMark(moveMark(at(2, 5), 'ArrowDown', true) ?? at(0, 0), 'ArrowLeft', true) ?? at(0, 0)
  expect(areaOf(marked)).toEqual({ fromDay: 2, toDay: 3, fromSlot: 4, toSlot: 5 })
  expect(moveMark(at(0, 0), 'x', false)).toBeNull()
})
