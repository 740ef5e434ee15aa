import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KIB, MIB } from '../../kit/units.ts'
import { capacity } from './bucket.policy.ts'
import { FREE_WINDOW_BYTES, windowFor } from './window.policy.ts'

it('covers two round trips and a tenth of a second, and is never large enough to be a burst of its own', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 * MIB }), fc.integer({ min: 0, max: 2_000 }), (rate, rttMs) => {
      const bytes = windowFor(rate, rttMs)
      expect(Number.isInteger(bytes)).toBe(true)
      expect(bytes).toBeLessThanOrEqual(Math.max(4 * KIB, rate * ((2 * rttMs) / 1_000) + 256 * KIB))
      expect(bytes).toBeGreaterThanOrEqual(Math.floor(Math.min(2 * MIB, rate * ((2 * rttMs) / 1_000))))
      // What is on its way without a reason and what the bucket holds: spec §9's burst.
      const atRest = windowFor(rate, 0) + capacity(rate, false)
      expect(atRest).toBeLessThanOrEqual(Math.max(128 * KIB, Math.min(rate, 512 * KIB)))
    }),
  )
})

it('is small at first, and one size where nothing holds', () => {
  expect(windowFor(0, 10)).toBe(4 * KIB)
  expect(windowFor(Number.POSITIVE_INFINITY, null)).toBe(FREE_WINDOW_BYTES)
  expect(windowFor(MIB, null)).toBe(Math.floor(MIB * 0.2))
})
