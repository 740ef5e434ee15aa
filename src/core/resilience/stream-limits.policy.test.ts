import { expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { decideStream } from './stream-limits.policy.ts'

const limits = Settings.parse({}).limits

it.each([
  ['inbound', 31, 15, null],
  ['inbound', 32, 0, 'limit-streams'],
  ['inbound', 0, 16, 'limit-stream-rate'],
  ['outbound', 63, 99, null],
  ['outbound', 64, 0, 'limit-streams'],
] as const)('%s with %i open and %i within the last second', (direction, open, lastSecond, expected) => {
  expect(decideStream({ direction, open, lastSecond }, limits)).toBe(expected)
})
