import { expect, test } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import type { HealthFinding, HealthView } from '../../contract/link-views.ts'
import { HealthView as HealthSchema } from '../../contract/link-views.ts'
import { silentLog } from '../../kit/log.ts'
import { createHealth } from './health.ts'
import type { HealthCheck } from './health.types.ts'

const fine: HealthFinding = { status: 'healthy', message: 'Fine.', advice: null, details: {} }
const slow: HealthFinding = { status: 'degraded', message: 'Slow.', advice: 'Wait.', details: {} }

function setUp(checks: readonly HealthCheck[]) {
  const clock = new ManualClock()
  const errors: unknown[] = []
  const health = createHealth(
    { clock, log: { ...silentLog, error: (message) => errors.push(message) }, uptimeMs: () => clock.now() },
    checks,
    () => ({ intervalMs: 30_000, deadlineMs: 5_000 }),
  )
  const told: HealthView[] = []
  health.changed.on((view) => told.push(view))
  return { clock, health, told, errors }
}

test('adds up to the worst, and each finding has its time', async () => {
  const { clock, health } = setUp([
    { name: 'identity', check: () => fine },
    { name: 'storage', check: () => Promise.resolve(slow) },
  ])
  await clock.advance(1_000)
  const view = await health.run()
  const at = '2026-01-01T00:00:01.000Z'
  expect(view).toEqual({
    status: 'degraded',
    checks: [
      { ...fine, name: 'identity', checkedAt: at, tookMs: 0, since: at },
      { ...slow, name: 'storage', checkedAt: at, tookMs: 0, since: at },
    ],
    uptimeMs: 1_000,
    checkedAt: at,
  })
  expect(HealthSchema.parse(view)).toEqual(view)
})

test('a check that throws is unhealthy, the others go on; what is ours to mend is logged once', async () => {
  const { health, errors } = setUp([
    { name: 'clock', check: () => fine },
    {
      name: 'storage',
      check: () => {
        throw new Error('secret path')
      },
    },
    { name: 'keychain', check: () => Promise.reject(new KithError('KeychainUnavailable', 'It is locked.')) },
  ])
  const view = await health.run()
  await health.run()
  expect(view.status).toBe('unhealthy')
  expect(view.checks.map(({ status, message }) => [status, message])).toEqual([
    ['healthy', 'Fine.'],
    ['unhealthy', 'This could not be checked because of a fault in Kith.'],
    ['unhealthy', 'It is locked.'],
  ])
  expect(errors).toEqual(['a health check failed', 'a health check failed'])
})

test('a check that hangs is unhealthy after its deadline, and is not begun again while it hangs', async () => {
  let begun = 0
  let finish: (found: HealthFinding) => void = () => {}
  const { clock, health } = setUp([
    {
      name: 'storage',
      check: () => {
        begun += 1
        return new Promise((resolve) => (finish = resolve))
      },
    },
  ])
  const first = health.run()
  expect(health.run()).toBe(first)
  await clock.advance(5_000)
  expect(await first).toMatchObject({ status: 'unhealthy', checks: [{ tookMs: 5_000 }] })
  const second = health.run()
  await clock.advance(0)
  expect(await second).toMatchObject({ status: 'unhealthy' })
  expect(begun).toBe(1)
  finish(fine)
  await settled()
  const third = health.run()
  expect(begun).toBe(2)
  finish(fine)
  expect(await third).toMatchObject({ status: 'healthy' })
  expect(clock.pending).toBe(0)
})

test('checks again and again, and tells only what is news', async () => {
  let found = fine
  let runs = 0
  const { clock, health, told } = setUp([
    {
      name: 'bandwidth',
      check: () => {
        runs += 1
        return { ...found, details: { runs } }
      },
    },
  ])
  health.start()
  health.start()
  await settled()
  expect([runs, told.length]).toEqual([1, 1])
  await clock.advance(65_000)
  expect([runs, told.length]).toEqual([3, 1])
  found = slow
  await clock.advance(30_000)
  expect(told.at(-1)).toMatchObject({ status: 'degraded', checks: [{ since: '2026-01-01T00:01:30.000Z' }] })
  await clock.advance(30_000)
  expect([runs, told.length]).toEqual([5, 2])
})

test('disposed twice it is silent and leaves no timer; who waits is answered; it can start again', async () => {
  let hang = true
  const { clock, health, told } = setUp([
    { name: 'clock', check: () => (hang ? new Promise<never>(() => {}) : fine) },
    { name: 'identity', check: () => fine },
  ])
  health.start()
  await settled()
  const asked = health.run()
  health[Symbol.dispose]()
  health[Symbol.dispose]()
  expect(await asked).toMatchObject({ status: 'unhealthy' })
  await settled()
  expect([clock.pending, told]).toEqual([0, []])
  hang = false
  health.start()
  await clock.advance(60_000)
  expect(told.length).toBe(1)
  health[Symbol.dispose]()
})
