import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deed } from '../../contract/link-views.ts'
import { Settings } from '../../contract/settings.ts'
import { DAY_MS, HOUR_MS } from '../../kit/units.ts'
import {
  decayedScore,
  isAtBottom,
  msUntilScore,
  reliabilityOf,
  rollingLatencyMs,
  START_SCORE,
  scoreAfter,
  shownScore,
  tierOf,
} from './score.policy.ts'

const { weights, hourlyFactor } = Settings.parse({}).reputation

const score = fc.double({ min: 0, max: 100, noNaN: true })
const span = fc.double({ min: 0, max: 365 * DAY_MS, noNaN: true })
const factor = fc.double({ min: 0, max: 1, noNaN: true })
const deed = fc.constantFrom(...Deed.options)
const anyWeights = fc.record({
  transferSucceeded: fc.double({ min: -100, max: 100, noNaN: true }),
  transferFailed: fc.double({ min: -100, max: 100, noNaN: true }),
  message: fc.double({ min: -100, max: 100, noNaN: true }),
  badMessage: fc.double({ min: -100, max: 100, noNaN: true }),
  protocolViolation: fc.double({ min: -100, max: 100, noNaN: true }),
  ignoredRateLimit: fc.double({ min: -100, max: 100, noNaN: true }),
})

describe('a deed', () => {
  it.each([
    ['transfer-succeeded', 52],
    ['transfer-failed', 45],
    ['message', 50.5],
    ['bad-message', 49],
    ['protocol-violation', 40],
    ['ignored-rate-limit', 45],
  ] as const)('%s makes 50 to %d', (what, after) => {
    expect(scoreAfter(START_SCORE, what, weights)).toBe(after)
  })

  it('never leaves the scale, whatever the weights', () => {
    fc.assert(
      fc.property(score, fc.array(deed, { maxLength: 50 }), anyWeights, (start, deeds, chosen) => {
        const end = deeds.reduce((now, what) => scoreAfter(now, what, chosen), start)
        expect(end).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('never raises a score when it is bad, and never lowers one when it is good', () => {
    fc.assert(
      fc.property(score, (before) => {
        for (const good of ['transfer-succeeded', 'message'] as const)
          expect(scoreAfter(before, good, weights)).toBeGreaterThanOrEqual(before)
        for (const bad of ['transfer-failed', 'bad-message', 'protocol-violation', 'ignored-rate-limit'] as const)
          expect(scoreAfter(before, bad, weights)).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('counts the same in any order, as long as the scale does not end between', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['message', 'bad-message', 'transfer-failed', 'transfer-succeeded']), (deeds) => {
        const all = (list: readonly string[]): number =>
          list.reduce((now, what) => scoreAfter(now, what as Deed, weights), START_SCORE)
        expect(all(deeds)).toBeCloseTo(all([...deeds].sort()), 9)
      }),
    )
  })

  it('never makes a worse past a better present', () => {
    fc.assert(
      fc.property(score, score, fc.array(deed, { maxLength: 30 }), (a, b, deeds) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const after = (start: number): number => deeds.reduce((now, what) => scoreAfter(now, what, weights), start)
        // What is shown as 0 is 0: that much the order may give way.
        expect(after(low)).toBeLessThanOrEqual(after(high) + 0.05)
      }),
    )
  })

  it('ends at nothing when nothing would be shown', () => {
    const five = Array.from({ length: 5 }).reduce<number>(
      (now) => scoreAfter(decayedScore(now, 5_000, hourlyFactor), 'protocol-violation', weights),
      START_SCORE,
    )
    expect([five, isAtBottom(five)]).toEqual([0, true])
  })
})

describe('time', () => {
  it.each([
    [0, 1, 5],
    [100, 1, 95],
    [0, 24, 46.0],
    [50, 1_000, 50],
    [20, 0, 20],
    [20, -5, 20],
  ])('makes %d after %d hours to %d', (before, hours, after) => {
    expect(shownScore(decayedScore(before, hours * HOUR_MS, hourlyFactor))).toBeCloseTo(after, 1)
  })

  it('brings every score nearer to the middle, and never past it', () => {
    fc.assert(
      fc.property(score, span, span, factor, (start, one, more, f) => {
        const early = decayedScore(start, one, f)
        const late = decayedScore(start, one + more, f)
        expect(Math.abs(late - START_SCORE)).toBeLessThanOrEqual(Math.abs(early - START_SCORE) + 1e-9)
        expect((late - START_SCORE) * (start - START_SCORE)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('does the same in one go and in many', () => {
    fc.assert(
      fc.property(score, fc.array(span, { maxLength: 10 }), factor, (start, spans, f) => {
        const sum = spans.reduce((total, ms) => total + ms, 0)
        const steps = spans.reduce((now, ms) => decayedScore(now, ms, f), start)
        expect(steps).toBeCloseTo(decayedScore(start, sum, f), 6)
      }),
    )
  })

  it('does nothing backwards', () => {
    fc.assert(
      fc.property(score, span, factor, (start, back, f) => {
        expect(decayedScore(start, -back, f)).toBeCloseTo(start, 9)
      }),
    )
  })

  it('is known before it has passed: a score is back exactly when it was said to be', () => {
    expect(msUntilScore(0, 25, hourlyFactor) / HOUR_MS).toBeCloseTo(6.58, 2)
    expect([msUntilScore(30, 25, 0.9), msUntilScore(0, 50, 0.9), msUntilScore(0, 25, 1)]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ])
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 49, noNaN: true }),
        fc.double({ min: 1, max: 49, noNaN: true }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (start, target, f) => {
          const ms = msUntilScore(start, target, f)
          expect(decayedScore(start, ms, f)).toBeCloseTo(Math.max(start, target), 6)
        },
      ),
    )
  })
})

it.each([
  [100, 'excellent'],
  [80, 'excellent'],
  [79.96, 'excellent'],
  [79.9, 'good'],
  [60, 'good'],
  [59.9, 'neutral'],
  [50, 'neutral'],
  [40, 'neutral'],
  [39.9, 'poor'],
  [20, 'poor'],
  [19.9, 'bad'],
  [0, 'bad'],
])('%d is %s', (value, tier) => {
  expect(tierOf(value)).toBe(tier)
})

it('reliability is the share of what went well, and nothing before the first', () => {
  const none = { successfulTransfers: 0, failedTransfers: 0, successfulMessages: 0, failedMessages: 0 }
  expect(reliabilityOf(none)).toBeNull()
  expect(reliabilityOf({ ...none, successfulTransfers: 2, failedMessages: 1, successfulMessages: 1 })).toBe(0.75)
})

it('a round trip that is out of the ordinary moves the mean a little', () => {
  expect(rollingLatencyMs(null, 20)).toBe(20)
  expect(rollingLatencyMs(20, 120)).toBe(30)
})
