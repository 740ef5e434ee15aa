import { expect, it } from 'vitest'
import { typedDurationMs } from './typed-duration.policy.ts'

it.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  [' 1 H ', 3_600_000],
  ['0h', null],
  ['24', null],
  ['h', null],
  ['-1h', null],
  ['1.5h', null],
  ['1h30m', null],
  ['', null],
])('%j is %j ms', (text, ms) => expect(typedDurationMs(text)).toBe(ms))
