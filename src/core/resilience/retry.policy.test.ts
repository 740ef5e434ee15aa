import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRetry, type RetryOptions } from './retry.policy.ts'

const usual: RetryOptions = { attempts: 3, baseMs: 1_000, factor: 2, capMs: 60_000 }
const failed = (attempts: number, more: Partial<Parameters<typeof planRetry>[0]> = {}) => ({
  attempts,
  retryable: true,
  notBeforeMs: 0,
  unit: 0.5,
  ...more,
})

describe('a retry', () => {
  it.each([
    [1, { do: 'wait', waitMs: 500 }],
    [2, { do: 'wait', waitMs: 1_000 }],
    [3, { do: 'give-up' }],
    [4, { do: 'give-up' }],
  ] as const)('after %i failures: %o', (attempts, plan) => {
    expect(planRetry(failed(attempts), usual)).toEqual(plan)
  })

  it('waits no longer than the cap, and not at all when chance says so', () => {
    const many = { ...usual, attempts: 100 }
    expect(planRetry(failed(50), many)).toEqual({ do: 'wait', waitMs: 30_000 })
    expect(planRetry(failed(50, { unit: 0 }), many)).toEqual({ do: 'wait', waitMs: 0 })
  })

  it('waits until it was asked to come back, but not longer than the cap', () => {
    expect(planRetry(failed(1, { notBeforeMs: 12_000 }), usual)).toEqual({ do: 'wait', waitMs: 12_000 })
    expect(planRetry(failed(1, { notBeforeMs: 1e12 }), usual)).toEqual({ do: 'wait', waitMs: 60_000 })
  })

  it('hands on at once what no later try mends', () => {
    expect(planRetry(failed(1, { retryable: false }), usual)).toEqual({ do: 'fail' })
    expect(planRetry(failed(9, { retryable: false }), usual)).toEqual({ do: 'fail' })
  })

  it('has an end, whatever the settings, and every wait is within its bounds', () => {
    const options = fc.record({
      attempts: fc.integer({ min: 1, max: 100 }),
      baseMs: fc.integer({ min: 1, max: 3_600_000 }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      capMs: fc.integer({ min: 1, max: 86_400_000 }),
    })
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(
        options,
        fc.integer({ min: 1, max: 200 }),
        unit,
        fc.nat(1e9),
        (how, attempts, chance, notBeforeMs) => {
          const plan = planRetry(failed(attempts, { unit: chance, notBeforeMs }), how)
          if (attempts >= how.attempts) {
            expect(plan).toEqual({ do: 'give-up' })
            return
          }
          if (plan.do !== 'wait') expect.unreachable('it gave up too early')
          const longest = Math.min(how.capMs, how.baseMs * how.factor ** (attempts - 1))
          expect(plan.waitMs).toBeGreaterThanOrEqual(Math.min(notBeforeMs, how.capMs))
          expect(plan.waitMs).toBeLessThanOrEqual(Math.min(how.capMs, Math.max(longest, notBeforeMs)))
        },
      ),
    )
  })
})
