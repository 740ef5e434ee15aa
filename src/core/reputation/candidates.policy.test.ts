import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tier } from '../../contract/link-views.ts'
import { type Candidate, rankCandidates } from './candidates.policy.ts'

const one = (peerId: string, wish: Partial<Candidate> = {}): Candidate => ({
  peerId,
  tier: 'neutral',
  reliability: 0.9,
  rttMs: 20,
  ...wish,
})

describe('candidates for a transfer', () => {
  it('are ranked by tier, then by reliability, then by round trip', () => {
    const all = [
      one('far', { rttMs: 200 }),
      one('unmeasured', { rttMs: null }),
      one('near'),
      one('untried', { reliability: null }),
      one('unreliable', { reliability: 0.2, rttMs: 1 }),
      one('reliable', { reliability: 0.99, rttMs: 300 }),
      one('bad', { tier: 'bad', reliability: 1, rttMs: 1 }),
      one('excellent', { tier: 'excellent', reliability: 0, rttMs: null }),
    ]
    const order = ['excellent', 'reliable', 'near', 'far', 'unmeasured', 'untried', 'unreliable', 'bad']
    expect(rankCandidates(all, 10)).toEqual(order)
    expect(rankCandidates(all, 2)).toEqual(order.slice(0, 2))
  })

  it('are not told apart by a thousandth of reliability', () => {
    expect(rankCandidates([one('far', { reliability: 0.901, rttMs: 300 }), one('near')], 2)).toEqual(['near', 'far'])
  })

  it('come in the same order however they are listed, nobody twice, nobody lost', () => {
    const candidate = fc.record({
      peerId: fc.string({ minLength: 1, maxLength: 4 }),
      tier: fc.constantFrom(...Tier.options),
      reliability: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      rttMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true })),
    })
    fc.assert(
      fc.property(fc.uniqueArray(candidate, { selector: ({ peerId }) => peerId }), fc.nat(20), (all, limit) => {
        const order = rankCandidates(all, all.length)
        expect([...order].sort()).toEqual(all.map(({ peerId }) => peerId).sort())
        expect(rankCandidates([...all].reverse(), limit)).toEqual(order.slice(0, limit))
      }),
    )
  })
})
