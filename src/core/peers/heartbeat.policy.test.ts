import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HeartbeatOptions, nextBeatMs, smoothRttMs, vitality } from './heartbeat.policy.ts'

const defaults: HeartbeatOptions = { intervalMs: 5_000, jitter: 0.2, timeoutMs: 5_000, misses: 3, silenceMs: 15_000 }
const options = fc.record({
  intervalMs: fc.integer({ min: 1, max: 1e6 }),
  jitter: fc.double({ min: 0, max: 0.9, noNaN: true }),
  timeoutMs: fc.integer({ min: 1, max: 1e6 }),
  misses: fc.integer({ min: 1, max: 100 }),
  silenceMs: fc.integer({ min: 1, max: 1e6 }),
})

describe('the heartbeat', () => {
  it.each([
    [0, 4_000],
    [0.5, 5_000],
    [0.999_999, 6_000],
  ])('at %d of chance comes after %d ms', (unit, ms) => expect(nextBeatMs(unit, defaults)).toBe(ms))

  it('stays within its share of the interval', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), options, (unit, o) => {
        const beat = nextBeatMs(unit, o)
        expect(beat).toBeGreaterThanOrEqual(Math.floor(o.intervalMs * (1 - o.jitter)))
        expect(beat).toBeLessThanOrEqual(Math.ceil(o.intervalMs * (1 + o.jitter)))
      }),
    )
  })

  it.each([
    [0, 0, 'alive'],
    [0, 1e9, 'alive'],
    [1, 0, 'suspect'],
    [2, 60_000, 'suspect'],
    [3, 14_999, 'suspect'],
    [3, 15_000, 'unresponsive'],
    [99, 14_999, 'suspect'],
    [99, 15_001, 'unresponsive'],
  ] as const)('%d misses and %d ms of silence: %s', (misses, silenceMs, expected) =>
    expect(vitality(misses, silenceMs, defaults)).toBe(expected),
  )

  it('never gives up a peer that was just heard, however many beats were missed', () => {
    fc.assert(fc.property(fc.nat(), options, (misses, o) => vitality(misses, o.silenceMs - 1, o) !== 'unresponsive'))
  })
})

describe('the smoothed round trip', () => {
  it('begins with the first sample and follows by an eighth', () => {
    expect(smoothRttMs(null, 80)).toBe(80)
    expect(smoothRttMs(80, 160)).toBe(90)
    expect(smoothRttMs(80, 0)).toBe(70)
  })

  it('stays between what it was and what it sees', () => {
    const ms = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(ms, ms, (smoothed, sample) => {
        const next = smoothRttMs(smoothed, sample)
        expect(next).toBeGreaterThanOrEqual(Math.min(smoothed, sample) - 1e-6)
        expect(next).toBeLessThanOrEqual(Math.max(smoothed, sample) + 1e-6)
      }),
    )
  })
})
