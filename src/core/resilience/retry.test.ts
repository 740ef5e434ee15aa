import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { type RetryHow, retry } from './retry.ts'

const usual = { attempts: 3, baseMs: 1_000, factor: 2, capMs: 60_000 }
const timeout = () => new KithError('Timeout', 'The peer did not answer in time.')

/** Begins, and says when each attempt was made and how it ended. */
async function begin(work: (attempt: number) => Promise<string>, how: Partial<RetryHow> = {}) {
  const clock = new ManualClock()
  const tries: number[] = []
  const outcome = { value: undefined as unknown }
  const done = retry({ clock, random: () => 0.5 }, { ...usual, ...how }, (attempt) => {
    tries.push(clock.now())
    return work(attempt)
  }).then(
    (value) => void (outcome.value = value),
    (error: unknown) => void (outcome.value = error),
  )
  await settled()
  return { clock, tries, outcome, done }
}

describe('a retry', () => {
  it('tries three times, 0–1 s and 0–2 s apart, and then says how often and why', async () => {
    const last = timeout()
    const { clock, tries, outcome } = await begin((attempt) => Promise.reject(attempt === 3 ? last : timeout()))
    await clock.advance(10_000)
    expect(tries).toEqual([0, 500, 1_500])
    expect(outcome.value).toMatchObject({ name: 'RetriesExhausted', code: 4001, retryable: false, cause: last })
    expect((outcome.value as KithError).toJSON()).toMatchObject({
      message: 'It was tried 3 times and failed each time. The peer did not answer in time.',
      details: { attempts: 3 },
    })
    expect(clock.pending).toBe(0)
  })

  it('answers with the first success', async () => {
    const { clock, tries, outcome } = await begin((attempt) =>
      attempt === 1 ? Promise.reject(timeout()) : Promise.resolve('here'),
    )
    await clock.advance(10_000)
    expect([tries.length, outcome.value]).toEqual([2, 'here'])
  })

  it('hands on at once what a later try does not mend', async () => {
    const refused = new KithError('Refused', 'no')
    const bug = new Error('a bug')
    for (const error of [refused, bug]) {
      const { tries, outcome, done } = await begin(() => Promise.reject(error))
      await done
      expect([tries.length, outcome.value]).toEqual([1, error])
    }
    const asked = await begin(() => Promise.reject(bug), { isRetryable: (error) => error === bug })
    await asked.clock.advance(10_000)
    expect(asked.tries).toHaveLength(3)
  })

  it('is woken from its wait by an abort', async () => {
    const controller = new AbortController()
    const { clock, tries, outcome } = await begin(() => Promise.reject(timeout()), { signal: controller.signal })
    expect(clock.pending).toBe(1)
    const reason = new Error('the node stops')
    controller.abort(reason)
    await settled()
    expect(outcome.value).toMatchObject({ name: 'Aborted', code: 4002, cause: reason })
    expect([tries.length, clock.pending]).toEqual([1, 0])
  })

  it('does not begin once it was called off, and calls what fails meanwhile off too', async () => {
    const before = await begin(() => Promise.resolve('never'), { signal: AbortSignal.abort() })
    await before.done
    expect([before.tries, before.outcome.value]).toMatchObject([[], { name: 'Aborted' }])
    const controller = new AbortController()
    const during = await begin(
      () => {
        controller.abort()
        return Promise.reject(new Error('broken off'))
      },
      { signal: controller.signal },
    )
    await during.done
    expect(during.outcome.value).toMatchObject({ name: 'Aborted' })
  })

  it('comes back to an open breaker when that lets a probe through', async () => {
    const open = new KithError('BreakerOpen', 'left alone', { details: { retryInMs: 12_000 } })
    const { clock, tries } = await begin(() => Promise.reject(open))
    await clock.advance(60_000)
    expect(tries).toEqual([0, 12_000, 24_000])
  })

  it('tries as often as it may, no more, and leaves no timer, whatever the settings and whenever it is called off', async () => {
    const settings = fc.record({
      attempts: fc.integer({ min: 1, max: 8 }),
      baseMs: fc.integer({ min: 1, max: 5_000 }),
      factor: fc.integer({ min: 1, max: 10 }),
      capMs: fc.integer({ min: 1, max: 20_000 }),
    })
    await fc.assert(
      fc.asyncProperty(settings, fc.nat(10), fc.option(fc.nat(20_000)), async (how, succeedsAt, abortMs) => {
        const controller = new AbortController()
        const { clock, tries, outcome } = await begin(
          (attempt) => (attempt > succeedsAt ? Promise.resolve('here') : Promise.reject(timeout())),
          { ...how, signal: controller.signal },
        )
        if (abortMs !== null) {
          await clock.advance(abortMs)
          controller.abort()
          await settled()
        }
        await clock.advance(8 * 20_000)
        expect(tries.length).toBeLessThanOrEqual(Math.min(how.attempts, succeedsAt + 1))
        expect(clock.pending).toBe(0)
        if (abortMs === null) {
          expect(tries).toHaveLength(Math.min(how.attempts, succeedsAt + 1))
          if (succeedsAt < how.attempts) expect(outcome.value).toBe('here')
          else expect(outcome.value).toMatchObject({ name: 'RetriesExhausted', details: { attempts: how.attempts } })
        }
      }),
      { numRuns: 60 },
    )
  })
})
