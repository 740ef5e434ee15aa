import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BrakeView, decideBrake, HOLD_MS, heldUntil, mostOut } from './brake.policy.ts'

const options = { maxBansPerMinute: 5, maxBannedShare: 0.2 }
const calm: BrakeView = { held: false, recent: 0, present: 100, out: 0 }

it.each<[string, Partial<BrakeView>, Partial<typeof options>, string]>([
  ['the first of a hundred', {}, {}, 'ban'],
  ['the fifth within a minute', { recent: 4, out: 4 }, {}, 'ban'],
  ['the sixth within a minute', { recent: 5, out: 5 }, {}, 'hold'],
  ['the twentieth of a hundred', { out: 19 }, {}, 'ban'],
  ['the twenty-first of a hundred', { out: 20 }, {}, 'hold'],
  ['the only peer', { present: 1 }, {}, 'ban'],
  ['the first of three', { present: 3 }, {}, 'ban'],
  ['the second of three', { present: 3, out: 1 }, {}, 'hold'],
  ['the second of ten', { present: 10, out: 1 }, {}, 'ban'],
  ['the third of ten', { present: 10, out: 2 }, {}, 'hold'],
  ['anybody while bans are held', { held: true }, {}, 'held'],
  ['one, where no share is allowed', {}, { maxBannedShare: 0 }, 'ban'],
  ['another, where no share is allowed', { out: 1 }, { maxBannedShare: 0 }, 'hold'],
  ['anybody, where a person wants no automatic bans', {}, { maxBansPerMinute: 0 }, 'off'],
])('%s: %j', (_, view, chosen, decision) => {
  expect(decideBrake({ ...calm, ...view }, { ...options, ...chosen })).toBe(decision)
})

describe('the brake', () => {
  it('lets nobody pass beyond the minute or the share, whatever is asked', () => {
    const view = fc.record({
      held: fc.boolean(),
      recent: fc.nat(20),
      present: fc.nat(400),
      out: fc.nat(400),
    })
    const chosen = fc.record({
      maxBansPerMinute: fc.nat(20),
      maxBannedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(view, chosen, (seen, wanted) => {
        if (decideBrake(seen, wanted) !== 'ban') return
        expect(seen.held).toBe(false)
        expect(seen.recent + 1).toBeLessThanOrEqual(wanted.maxBansPerMinute)
        expect(seen.out + 1).toBeLessThanOrEqual(Math.max(1, seen.present * wanted.maxBannedShare))
      }),
    )
  })

  it('always leaves one to be banned', () => {
    expect([0, 1, 4, 5, 9, 10, 300].map((present) => mostOut(present, 0.2))).toEqual([1, 1, 1, 1, 1, 2, 60])
  })

  it('holds an hour at most, whatever the clock was when it began', () => {
    expect([heldUntil(10, 10), heldUntil(11, 10), heldUntil(10 ** 13, 10)]).toEqual([null, 11, 10 + HOLD_MS])
  })
})
