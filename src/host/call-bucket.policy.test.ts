import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Bucket, fullBucket, takeCall, type Verdict } from './call-bucket.policy.ts'

const limits = { perSecond: 100, burst: 400 }

function take(bucket: Bucket, times: number, now: number): readonly [Bucket, Verdict] {
  let last: readonly [Bucket, Verdict] = [bucket, { is: 'pass' }]
  for (let taken = 0; taken < times; taken += 1) last = takeCall(last[0], now, limits)
  return last
}

it.each([
  { times: 400, is: 'pass', why: 'a burst passes' },
  { times: 401, is: 'refuse', why: 'one more is refused' },
  { times: 800, is: 'refuse', why: 'refused calls go into debt' },
  { times: 801, is: 'drop', why: 'a debt as large as the burst ends it' },
])('$why', ({ times, is }) => {
  expect(take(fullBucket(limits, 0), times, 0)[1].is).toBe(is)
})

it('lets in again whoever waits as long as it said', () => {
  // All of them: two in four hundred once failed by a rounding step.
  for (let times = 401; times <= 800; times++) {
    const [bucket, verdict] = take(fullBucket(limits, 0), times, 0)
    if (verdict.is !== 'refuse') throw new Error(verdict.is)
    expect(takeCall(bucket, verdict.retryAfterMs, limits)[1], `${times} calls`).toEqual({ is: 'pass' })
    expect(takeCall(bucket, verdict.retryAfterMs - 20, limits)[1].is, `${times} calls`).not.toBe('pass')
  }
})

it('never passes more than the burst and the rate together, and no clock can refill beyond the burst', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 200 }), { maxLength: 2_000 }), (waits) => {
      let now = 0
      let latest = 0
      let bucket = fullBucket(limits, 0)
      let passed = 0
      for (const wait of waits) {
        now += wait
        latest = Math.max(latest, now)
        const [next, verdict] = takeCall(bucket, now, limits)
        bucket = next
        if (verdict.is === 'pass') passed += 1
        expect(bucket.tokens).toBeLessThan(limits.burst)
      }
      // A clock that goes back and forth (none should) may refill once more per step back.
      const backMs = waits.filter((wait) => wait < 0).reduce((sum, wait) => sum - wait, 0)
      expect(passed).toBeLessThanOrEqual(limits.burst + ((latest + backMs) / 1_000) * limits.perSecond + 1)
    }),
  )
})
