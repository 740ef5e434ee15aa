import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KIB, MIB } from '../../kit/units.ts'
import { type Bucket, capacity, filled, fullBucket, rerated, spent, turnBytes, waitMs } from './bucket.policy.ts'

const rates = fc.oneof(
  fc.constantFrom(16 * KIB, 64 * KIB, 256 * KIB, MIB, 10 * MIB, 50 * MIB),
  fc.integer({ min: 1, max: 200 * MIB }),
)
const WAITS = true
const steps = fc.array(
  fc.record({
    afterMs: fc.double({ min: 0, max: 400, noNaN: true }),
    want: fc.nat({ max: 4 * MIB }),
  }),
  { minLength: 1, maxLength: 60 },
)

describe('a bucket', () => {
  it('lets no more pass in any stretch of time than its cap allows and its burst', () => {
    fc.assert(
      fc.property(rates, steps, (rate, moves) => {
        let bucket: Bucket = fullBucket(rate, 0)
        let nowMs = 0
        const passed: { atMs: number; bytes: number }[] = []
        for (const { afterMs, want } of moves) {
          nowMs += afterMs
          bucket = filled(bucket, rate, nowMs, WAITS)
          const bytes = Math.max(0, Math.min(want, bucket.tokens))
          bucket = spent(bucket, bytes, rate)
          passed.push({ atMs: nowMs, bytes })
        }
        for (const [from, { atMs: fromMs }] of passed.entries()) {
          let sum = 0
          for (const { atMs, bytes } of passed.slice(from)) {
            sum += bytes
            expect(sum).toBeLessThanOrEqual(((atMs - fromMs) / 1_000) * rate + capacity(rate, true) + 1e-3)
          }
        }
      }),
    )
  })

  it('holds a burst of at most half of what may be one, and a refill while somebody waits', () => {
    fc.assert(
      fc.property(rates, (rate) => {
        expect(capacity(rate, false)).toBeLessThanOrEqual(Math.max(turnBytes(rate), Math.min(rate / 2, 256 * KIB)))
        expect(capacity(rate, true)).toBeLessThanOrEqual(Math.max(capacity(rate, false), rate / 10 + 1))
        expect(turnBytes(rate)).toBeLessThanOrEqual(capacity(rate, false))
        expect(Number.isInteger(turnBytes(rate))).toBe(true)
      }),
    )
  })

  it('loses nothing of the cap when it is looked at at least every 100 ms', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.double({ min: 0.5, max: 100, noNaN: true }), { minLength: 20, maxLength: 200 }),
        (rate, pauses) => {
          let bucket = spent(fullBucket(rate, 0), capacity(rate, false), rate)
          let nowMs = 0
          let passed = 0
          for (const pauseMs of pauses) {
            nowMs += pauseMs
            bucket = filled(bucket, rate, nowMs, WAITS)
            const bytes = Math.max(0, bucket.tokens)
            passed += bytes
            bucket = spent(bucket, bytes, rate)
          }
          expect(passed).toBeCloseTo((nowMs / 1_000) * rate, 3)
        },
      ),
    )
  })

  it('is never so deep in debt that others are silenced for more than a second, or 64 KiB', () => {
    fc.assert(
      fc.property(rates, fc.nat({ max: 1_000 * MIB }), (rate, bytes) => {
        const owed = -spent(fullBucket(rate, 0), bytes, rate).tokens
        expect(owed).toBeLessThanOrEqual(Math.max(rate, 64 * KIB))
      }),
    )
  })

  it('carries neither a burst nor a debt over to another cap, beyond what that allows', () => {
    fc.assert(
      fc.property(rates, rates, fc.integer({ min: -100 * MIB, max: 100 * MIB }), (before, after, tokens) => {
        const changed = rerated(spent({ tokens, atMs: 0 }, 0, before), after)
        expect(changed.tokens).toBeLessThanOrEqual(capacity(after, false))
        expect(changed.tokens).toBeGreaterThanOrEqual(-Math.max(after, 64 * KIB))
      }),
    )
  })

  it('says when it will hold enough, and does not when nothing may pass', () => {
    expect(waitMs({ tokens: 500, atMs: 0 }, 1_000, 1_500)).toBe(1_000)
    expect(waitMs({ tokens: 500, atMs: 0 }, 1_000, 500)).toBe(0)
    expect(waitMs({ tokens: 500, atMs: 0 }, 0, 501)).toBe(Number.POSITIVE_INFINITY)
  })

  it('takes a clock that seems to run backwards for one that stands still', () => {
    expect(filled({ tokens: 5, atMs: 100 }, 1_000, 50, true)).toEqual({ tokens: 5, atMs: 50 })
  })
})
