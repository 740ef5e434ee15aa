import { expect, test } from 'vitest'
import type { HealthView } from '../contract/link-views.ts'
import { healthLines } from './health-lines.ts'
import { paint } from './paint.ts'

const at = '2026-01-01T10:00:00.000Z'
const nowMs = Date.parse(at) + 180_000
const check = (over: Partial<HealthView['checks'][number]>): HealthView['checks'][number] => ({
  name: 'clock',
  status: 'healthy',
  message: 'Fine.',
  advice: null,
  details: { free: 1 },
  checkedAt: at,
  tookMs: 1,
  since: at,
  ...over,
})

test('what is well takes one line, what is not says what to do and for how long', () => {
  const checks = [
    check({ name: 'clock' }),
    check({
      name: 'kept-peers',
      status: 'degraded',
      message: 'Bob\u{202e} is not connected.',
      advice:
        'Nothing needs doing if it is switched off: Kith keeps trying. If it is on, see that it is running and online.',
      details: { kept: 1, lastSeen: '2026-01-01T08:03:00.000Z', why: 'unreachable' },
    }),
  ]
  const view: HealthView = { status: 'degraded', checks, uptimeMs: 7_200_000, checkedAt: at }
  expect(healthLines(view, nowMs, paint(false))).toEqual([
    'This node works, but something needs a look. It has run for 2 h.',
    '',
    'CHECK       STATUS    FOUND',
    'clock       healthy   Fine.',
    'kept peers  degraded  Bob\u{fffd} is not connected.',
    '                      Nothing needs doing if it is switched off: Kith keeps trying. If it is on, see that',
    '                      it is running and online.',
    '                      degraded for 3 min, last seen 2 h ago, unreachable',
  ])
})
