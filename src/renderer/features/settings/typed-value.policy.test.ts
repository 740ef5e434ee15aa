import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf, numberOf, textOf } from './typed-value.policy.ts'

test.each<[string, number, number | string]>([
  ['10', 1, 10],
  [' 1 000 ', 1, 1000],
  ['2,5', 1_000, 2_500],
  // As the screens themselves write it.
  ['10,000', 1, 10_000],
  ['0.1', 3_600_000, 360_000],
  ['0.3', 1, 0.3],
  ['-4', 1, -4],
  ['ten', 1, 'ten'],
  ['', 1, ''],
  ['1e3', 1, '1e3'],
])('%j in units of %s is %j', (text, factor, value) => expect(numberOf(text, factor, '.')).toBe(value))

test.each<[string, number]>([
  ['1.000', 1_000],
  ['1.5', 1.5],
  ['1,5', 1.5],
  ['1,125', 1.125],
  ['-2.500,5', -2_500.5],
])('%j, where decimals have a comma, is %j', (text, value) => expect(numberOf(text, 1, ',')).toBe(value))

test('what is shown is read back as the same value', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.constantFrom(1, 1_000, 3_600_000),
      fc.constantFrom('.', ','),
      (value, factor, decimal) => {
        expect(numberOf(textOf(value * 1.5, factor, decimal), factor, decimal)).toBeCloseTo(value * 1.5, -1)
        expect(numberOf(textOf(value * factor, factor, decimal), factor, decimal)).toBe(value * factor)
      },
    ),
  )
})

test('lines are trimmed, empty ones do not count', () => {
  expect(linesOf(' /ip4/0.0.0.0/tcp/4711 \n\n /ip6/::/tcp/4711')).toEqual(['/ip4/0.0.0.0/tcp/4711', '/ip6/::/tcp/4711'])
})
