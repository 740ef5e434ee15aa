import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../kit/units.ts'
import { planPrune } from './prune.policy.ts'

const now = 1_000 * DAY_MS
const entry = (ageDays: number, bytes = 100) => ({ atMs: now - ageDays * DAY_MS, bytes })
const caps = { maxAgeDays: 90, maxBytes: 1_000 }

describe('what is dropped', () => {
  it.each<{ what: string; oldest: Parameters<typeof planPrune>[0]; bytes: number; drop: number }>([
    { what: 'nothing of nothing', oldest: [], bytes: 0, drop: 0 },
    { what: 'nothing that is young and fits', oldest: [entry(90), entry(1)], bytes: 1_000, drop: 0 },
    { what: 'what is too old', oldest: [entry(92), entry(91), entry(90)], bytes: 300, drop: 2 },
    { what: 'what is too much, and a little more', oldest: [entry(5), entry(4), entry(3)], bytes: 1_001, drop: 1 },
    { what: 'both', oldest: [entry(91), entry(4), entry(3)], bytes: 1_101, drop: 2 },
    { what: 'nothing behind one that is young', oldest: [entry(1), entry(99)], bytes: 200, drop: 0 },
    { what: 'what cannot be read, with what follows', oldest: [null, entry(91), null], bytes: 200, drop: 2 },
    { what: 'nothing when nothing can be read', oldest: [null, null], bytes: 200, drop: 0 },
  ])('$what', ({ oldest, bytes, drop }) => {
    expect(planPrune(oldest, bytes, caps, now)).toBe(drop)
  })

  it('is never more than the caps ask for', () => {
    const entries = fc.array(fc.record({ atMs: fc.nat(now), bytes: fc.integer({ min: 50, max: 4_000 }) }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 1_000 }), fc.nat(100_000), (oldest, maxAgeDays, maxBytes) => {
        const bytes = oldest.reduce((sum, one) => sum + one.bytes, 0)
        const drop = planPrune(oldest, bytes, { maxAgeDays, maxBytes }, now)
        const left = oldest.slice(drop)
        const leftBytes = left.reduce((sum, one) => sum + one.bytes, 0)
        expect(leftBytes).toBeLessThanOrEqual(maxBytes)
        const last = oldest[drop - 1]
        const wasOld = last && last.atMs < now - maxAgeDays * DAY_MS
        // The last one that went was too old, or without it the log was still too big.
        if (last && !wasOld) expect(leftBytes + last.bytes).toBeGreaterThan(maxBytes * 0.99)
        expect((left[0]?.atMs ?? now) >= now - maxAgeDays * DAY_MS).toBe(true)
      }),
    )
  })
})
