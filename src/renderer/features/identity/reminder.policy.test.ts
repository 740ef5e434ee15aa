import { expect, test } from 'vitest'
import { reminderFor } from './reminder.policy.ts'

const nowMs = Date.parse('2026-11-21T12:00:00.000Z')

test.each([
  [null, 0, null],
  [null, 3, 'none'],
  ['2026-11-20T12:00:00.000Z', 3, null],
  ['2026-08-20T12:00:00.000Z', 3, 'old'],
  ['2026-08-20T12:00:00.000Z', 0, null],
] as const)('a backup of %s, %i peers: %s', (backup, peers, reminder) =>
  expect(reminderFor({ backup, nowMs, peers })).toBe(reminder),
)
