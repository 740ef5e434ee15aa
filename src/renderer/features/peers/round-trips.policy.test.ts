import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceTop, roundTrips } from './round-trips.policy.ts'

const at = (s: number): string => new Date(Date.UTC(2026, 5, 1) + s * 1_000).toISOString()

test('nothing measured, nothing claimed', () => {
  expect(roundTrips([])).toEqual({
    values: [],
    slots: 30,
    topMs: 1,
    lastMs: null,
    middleMs: null,
    p95Ms: null,
    missed: 0,
    answered: 0,
  })
})

test('a miss and a time without a link are gaps, and only misses are counted', () => {
  const rtts = [
    { at: at(0), rttMs: 10 },
    { at: at(5), rttMs: null },
    { at: at(10), rttMs: 30 },
    { at: at(900), rttMs: 20 },
  ]
  expect(roundTrips(rtts)).toMatchObject({
    values: [10, null, 30, null, 20],
    topMs: 50,
    lastMs: 20,
    middleMs: 20,
    p95Ms: 30,
    missed: 1,
    answered: 3,
  })
})

test.each([
  [0, 1],
  [0.3, 1],
  [1, 1],
  [1.1, 2],
  [9.9, 10],
  [10, 10],
  [11, 20],
  [430, 500],
  [999, 1_000],
])('up to %d ms: a plot to %d', (most, top) => expect(niceTop(most)).toBe(top))

test('no sample lies above the plot or beyond its places', () => {
  const sample = fc.option(fc.double({ min: 0, max: 60_000, noNaN: true }), { nil: null })
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 120 }), (values) => {
      const read = roundTrips(values.map((rttMs, index) => ({ at: at(index * 5), rttMs })))
      expect(read.values.length).toBeLessThanOrEqual(read.slots)
      for (const value of read.values) expect(value ?? 0).toBeLessThanOrEqual(read.topMs)
      expect(read.answered + read.missed).toBe(values.length)
    }),
  )
})
