import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, MAX_PIXELS } from './picture-size.policy.ts'

test('a photograph becomes smaller, a small picture stays as it is, and a giant is not drawn', () => {
  expect(fitted({ width: 4_000, height: 3_000 }, 1_000)).toEqual({ width: 1_000, height: 750 })
  expect(fitted({ width: 200, height: 300 }, 1_000)).toEqual({ width: 200, height: 300 })
  expect(fitted({ width: 100_000, height: 10_000 }, 1_000)).toBeNull()
  expect(fitted({ width: 0, height: 10 }, 1_000)).toBeNull()
  expect(fitted({ width: Number.NaN, height: 10 }, 1_000)).toBeNull()
})

test('whatever its shape, never beyond the bound and never nothing', () => {
  const side = fc.integer({ min: 1, max: 70_000 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const size = fitted({ width, height }, 1_000)
      if (size === null) expect(width * height).toBeGreaterThan(MAX_PIXELS)
      else expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(1_000)
      if (size !== null) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1)
    }),
  )
})
