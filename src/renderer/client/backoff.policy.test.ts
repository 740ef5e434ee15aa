import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryDelayMs } from './backoff.policy.ts'

test('doubles from half a second to eight', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelayMs(failures, 1))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ])
})

test('draws between half of the step and all of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, draw) => {
      const full = retryDelayMs(failures, 1)
      const delay = retryDelayMs(failures, draw)
      expect(delay).toBeGreaterThanOrEqual(full / 2)
      expect(delay).toBeLessThanOrEqual(full)
    }),
  )
})
