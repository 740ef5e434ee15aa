import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime } from '../../kit/clock.ts'
import { DAY_MS, HOUR_MS } from '../../kit/units.ts'
import { dayAfter, localDay, monthOf, quotaState, startOfDay } from './quota.policy.ts'

/** The rules of a real time zone. */
function zone(name: string): (wallMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  return (wallMs) => {
    const [, sign = '+', hours = '0', minutes = '0'] =
      /GMT([+-])?(\d\d)?:?(\d\d)?/.exec(format.format(wallMs).split(', ')[1] ?? '') ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  }
}
const berlin = zone('Europe/Berlin')

describe('a day begins', () => {
  it.each([
    ['on a usual day, at midnight', 'Europe/Berlin', '2026-11-21', '2026-11-20T23:00:00.000Z'],
    ['on the day when the clocks go forward', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['on the day after it, an hour earlier', 'Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['at one o’clock where they go forward at midnight', 'Asia/Beirut', '2024-03-31', '2024-03-30T22:00:00.000Z'],
    ['once where they go back at midnight', 'America/Asuncion', '2024-03-24', '2024-03-24T04:00:00.000Z'],
    ['with the next where a country skipped it', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
    ['far in the east', 'Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
    ['far in the west', 'Pacific/Pago_Pago', '2026-01-01', '2026-01-01T11:00:00.000Z'],
  ])('%s', (_, name, day, begins) => expect(isoTime(startOfDay(day, zone(name)))).toBe(begins))

  it('before each of its moments, and the next one after them, in any zone', () => {
    const names = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Beirut', 'America/Asuncion', 'Australia/Lord_Howe']
    fc.assert(
      fc.property(
        fc.constantFrom(...names).map(zone),
        fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) }),
        (offset, wallMs) => {
          const day = localDay(wallMs, offset)
          expect(startOfDay(day, offset)).toBeLessThanOrEqual(wallMs)
          expect(startOfDay(dayAfter(day), offset)).toBeGreaterThan(wallMs)
        },
      ),
      { numRuns: 60 },
    )
  })
})

it('days follow each other over the ends of months and years', () => {
  expect([
    dayAfter('2026-12-31'),
    dayAfter('2028-02-28'),
    dayAfter('2026-03-01', -1),
    dayAfter('2026-01-01', -400),
  ]).toEqual(['2027-01-01', '2028-02-29', '2026-02-28', '2024-11-27'])
})

describe('a month', () => {
  it.each([
    ['2026-11-21', 1, '2026-11-01', '2026-12-01'],
    ['2026-11-21', 21, '2026-11-21', '2026-12-21'],
    ['2026-11-21', 22, '2026-10-22', '2026-11-22'],
    ['2026-01-05', 28, '2025-12-28', '2026-01-28'],
    ['2026-12-31', 15, '2026-12-15', '2027-01-15'],
    ['2028-02-29', 28, '2028-02-28', '2028-03-28'],
  ])('of %s that begins on day %i', (day, startDay, fromDay, untilDay) =>
    expect(monthOf(day, startDay)).toEqual({ fromDay, untilDay }),
  )

  it('holds every one of its days, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 4_000 }), (startDay, days) => {
        const day = dayAfter('2024-01-01', days)
        const { fromDay, untilDay } = monthOf(day, startDay)
        expect(fromDay <= day && day < untilDay).toBe(true)
        expect(monthOf(untilDay, startDay).fromDay).toBe(untilDay)
        expect(monthOf(dayAfter(untilDay, -1), startDay).fromDay).toBe(fromDay)
      }),
    )
  })

  it('has an hour less or more when the clocks are changed in it', () => {
    const hours = (day: string) => {
      const { fromDay, untilDay } = monthOf(day, 1)
      return (startOfDay(untilDay, berlin) - startOfDay(fromDay, berlin)) / HOUR_MS
    }
    expect([hours('2026-03-15'), hours('2026-10-15'), hours('2026-05-15')]).toEqual([743, 745, (31 * DAY_MS) / HOUR_MS])
  })
})

describe('a quota', () => {
  it.each([
    [0, 0, 80, 'none'],
    [0, 1e9, 80, 'none'],
    [100, 0, 80, 'within'],
    [100, 79, 80, 'within'],
    [100, 80, 80, 'warned'],
    [100, 99, 80, 'warned'],
    [100, 100, 80, 'reached'],
    [100, 1e12, 80, 'reached'],
    [100, 99, 100, 'within'],
    [100, 100, 100, 'reached'],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 100, 'within'],
  ] as const)('of %i with %i used, warning at %i %%, is %s', (limitBytes, usedBytes, warnPercent, state) =>
    expect(quotaState({ limitBytes, usedBytes, warnPercent })).toBe(state),
  )
})
