import { expect, it } from 'vitest'
import { typedTimeMs } from './typed-time.policy.ts'

const now = Date.UTC(2026, 0, 5, 12)

it.each<[string, number | null]>([
  ['2h', now - 2 * 3_600_000],
  [' 3D ', now - 3 * 86_400_000],
  ['2026-01-04T10:00:00.000Z', Date.UTC(2026, 0, 4, 10)],
  ['2026-01-04T10:00+01:00', Date.UTC(2026, 0, 4, 9)],
  ['2026-01-04', new Date(2026, 0, 4).getTime()],
  ['2026-01-04 10:30', new Date(2026, 0, 4, 10, 30).getTime()],
  ['2026-13-04', null],
  ['2026-01-04Tnoon', null],
  ['yesterday', null],
  ['12', null],
  ['', null],
])('reads %j', (text, expected) => {
  expect(typedTimeMs(text, now, 'start')).toBe(expected)
})

it('takes the end of a day where an end is meant', () => {
  expect(typedTimeMs('2026-01-04', now, 'end')).toBe(new Date(2026, 0, 5).getTime() - 1)
  expect(typedTimeMs('2h', now, 'end')).toBe(now - 2 * 3_600_000)
})
