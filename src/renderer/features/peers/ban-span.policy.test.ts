import { expect, test } from 'vitest'
import { typedSpanMs } from './ban-span.policy.ts'

test.each([
  ['30m', 1_800_000],
  [' 12 H ', 43_200_000],
  ['366d', 31_622_400_000],
  ['367d', null],
  ['0h', null],
  ['12', null],
  ['-1d', null],
  ['1w', null],
  ['', null],
])('%j is %s ms', (text, ms) => expect(typedSpanMs(text)).toBe(ms))
