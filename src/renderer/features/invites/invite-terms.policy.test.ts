import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kit/units.ts'
import { usualLifetime } from './invite-terms.policy.ts'

test.each([
  [undefined, 'day'],
  [MINUTE_MS, 'hour'],
  [HOUR_MS, 'hour'],
  [DAY_MS, 'day'],
  [2 * DAY_MS, 'day'],
  [30 * DAY_MS, 'week'],
])('%s ms is nearest to %s', (setting, choice) => expect(usualLifetime(setting)).toBe(choice))
