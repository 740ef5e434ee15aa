import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { banLengthMs, correctedEndMs, deservesBan, fullBanMs, pardonedScore } from './ban.policy.ts'
import { decayedScore, msUntilScore } from './score.policy.ts'

const options = Settings.parse({}).reputation
/** As bans last while scores do not come back. */
const forGood = { ...options, hourlyFactor: 1 }

it.each([
  [-10, 0, false, true],
  [-10, 0.04, false, true],
  [-10, 0.1, false, false],
  // A person set the weight of a message to nothing, and the peer stands at 0 because bans were held.
  [0, 0, false, false],
  [0.5, 0.5, false, false],
  [-10, 0, true, false],
])('a deed of %d that leaves %d, banned already: %s, is a reason for a ban: %s', (weight, score, banned, is) => {
  expect(deservesBan(weight, score, banned)).toBe(is)
})

describe('a ban', () => {
  it('is twice as long as the one before, up to a day', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 5_000].map((bans) => fullBanMs(bans, options) / HOUR_MS)).toEqual([
      1, 2, 4, 8, 16, 24, 24, 24,
    ])
    expect(fullBanMs(0, { ...options, banMs: DAY_MS, maxBanMs: HOUR_MS })).toBe(HOUR_MS)
  })

  it('is over at the latest when the score has come back', () => {
    expect([0, 1, 2].map((bans) => banLengthMs(0, bans, options) / HOUR_MS)).toEqual([1, 2, 4])
    expect(banLengthMs(0, 3, options)).toBe(Math.ceil(msUntilScore(0, 25, 0.9)))
    expect(banLengthMs(0, 9, forGood)).toBe(DAY_MS)
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0.1, max: 0.99, noNaN: true }), (bans, hourlyFactor) => {
        const chosen = { ...options, hourlyFactor }
        const ms = banLengthMs(0, bans, chosen)
        expect(ms).toBeLessThanOrEqual(fullBanMs(bans, chosen))
        expect(decayedScore(0, ms, hourlyFactor)).toBeLessThanOrEqual(options.liftAtScore + 0.01)
      }),
    )
  })

  it('that runs as it was given is left alone at every moment', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.double({ min: 0, max: 1, noNaN: true }), (bansBefore, share) => {
        const lengthMs = banLengthMs(0, bansBefore, options)
        const nowMs = share * lengthMs
        const score = decayedScore(0, nowMs, options.hourlyFactor)
        expect(correctedEndMs({ untilMs: lengthMs, score, bans: bansBefore + 1 }, nowMs, options)).toBeNull()
      }),
    )
  })

  it('does not last for years because a clock was set back, nor longer than new settings say', () => {
    const tenYears = 3_650 * DAY_MS
    expect(correctedEndMs({ untilMs: tenYears, score: 0, bans: 1 }, 0, options)).toBe(HOUR_MS)
    expect(correctedEndMs({ untilMs: HOUR_MS, score: 30, bans: 1 }, 0, options)).toBe(0)
    const shorter = { ...options, banMs: 5 * MINUTE_MS }
    expect(correctedEndMs({ untilMs: HOUR_MS, score: 0, bans: 1 }, 0, shorter)).toBe(5 * MINUTE_MS)
    expect(correctedEndMs({ untilMs: HOUR_MS, score: 0, bans: 0 }, 0, options)).toBeNull()
  })
})

it('who is pardoned does not stand at nothing, and loses nothing', () => {
  expect([0, 10, 25, 60].map((score) => pardonedScore(score, options))).toEqual([25, 25, 25, 60])
})
