import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../kit/units.ts'
import { type Knock, planKnock, type RequestLimits } from './requests.policy.ts'
import type { RequestRecord } from './trust-store.types.ts'

const limits: RequestLimits = { maxKept: 3, newPerMinute: 2 }
const NOW_MS = 1_000_000
const knock: Knock = { peerId: 'p', name: 'Pat', addresses: ['/a'], transport: 'tcp', agent: 'kith/1' }
const request = (peerId: string, change: Partial<RequestRecord> = {}): RequestRecord => ({
  peerId,
  name: null,
  addresses: [],
  transport: 'relay',
  agent: null,
  firstSeenAtMs: 1,
  lastSeenAtMs: 1,
  count: 1,
  ignored: false,
  suggestedBy: null,
  ...change,
})
const of = (...list: RequestRecord[]) => new Map(list.map((one) => [one.peerId, one]))
const fresh = { ...knock, suggestedBy: null, firstSeenAtMs: NOW_MS, lastSeenAtMs: NOW_MS, count: 1, ignored: false }

describe('a knock', () => {
  it('of somebody new becomes a request', () =>
    expect(planKnock(knock, of(), [], NOW_MS, limits)).toEqual({ keep: fresh, drop: [], reason: 'new' }))

  it('of somebody known is counted, whether ignored or not, and whatever the limits', () => {
    for (const ignored of [false, true]) {
      const known = request('p', { ignored, count: 7 })
      expect(planKnock(knock, of(known, request('q'), request('r')), [NOW_MS, NOW_MS], NOW_MS, limits)).toEqual({
        keep: { ...known, ...knock, lastSeenAtMs: NOW_MS, count: 8 },
        drop: [],
        reason: 'again',
      })
    }
  })

  it('without an introduction does not wipe what an earlier one said', () => {
    const known = request('p', { name: 'Pat', agent: 'kith/1', addresses: ['/a'] })
    const silent: Knock = { peerId: 'p', name: null, addresses: [], transport: 'webrtc', agent: null }
    expect(planKnock(silent, of(known), [], NOW_MS, limits).keep).toEqual({
      ...known,
      transport: 'webrtc',
      lastSeenAtMs: NOW_MS,
      count: 2,
    })
  })

  it.each([
    [[NOW_MS, NOW_MS - MINUTE_MS + 1], 'too-many-new'],
    [[NOW_MS, NOW_MS - MINUTE_MS], 'new'],
    [[], 'new'],
  ])('after new ones at %j: %s', (recent, reason) =>
    expect(planKnock(knock, of(), recent, NOW_MS, limits).reason).toBe(reason),
  )

  it('when all places are taken: the oldest ignored one makes room, what waits for a decision never does', () => {
    const waiting = [request('a'), request('b'), request('c')]
    expect(planKnock(knock, of(...waiting), [], NOW_MS, limits)).toEqual({ keep: null, drop: [], reason: 'full' })
    const some = [
      request('a'),
      request('b', { ignored: true, lastSeenAtMs: 9 }),
      request('c', { ignored: true, lastSeenAtMs: 5 }),
    ]
    expect(planKnock(knock, of(...some), [], NOW_MS, limits)).toEqual({ keep: fresh, drop: ['c'], reason: 'new' })
  })

  it('when fewer are kept than before: as many ignored ones go as must', () => {
    const some = ['a', 'b', 'c', 'd'].map((peerId, at) => request(peerId, { ignored: at > 0, lastSeenAtMs: at }))
    expect(planKnock(knock, of(...some), [], NOW_MS, limits)).toMatchObject({ drop: ['b', 'c'], reason: 'new' })
    expect(planKnock(knock, of(...some), [], NOW_MS, { ...limits, maxKept: 1 }).reason).toBe('full')
  })

  describe('that is a suggestion', () => {
    const suggestion: Knock = { ...knock, name: 'Mallory', addresses: ['/evil'], transport: 'other', suggestedBy: 'q' }

    it('of somebody new becomes a request that says who suggested it', () =>
      expect(planKnock(suggestion, of(), [], NOW_MS, limits).keep).toMatchObject({ suggestedBy: 'q', name: 'Mallory' }))

    it('takes nothing from what the peer said itself', () => {
      const known = request('p', { name: 'Pat', addresses: ['/a'], transport: 'tcp', count: 3 })
      expect(planKnock(suggestion, of(known), [], NOW_MS, limits).keep).toEqual({ ...known, suggestedBy: 'q' })
      const suggested = { ...known, suggestedBy: 'first' }
      expect(planKnock(suggestion, of(suggested), [], NOW_MS, limits).keep).toEqual(suggested)
    })

    it('becomes the peer’s own words when it comes by itself, and keeps who suggested it', () => {
      const suggested = request('p', { name: 'Mallory', addresses: ['/evil'], transport: 'other', suggestedBy: 'q' })
      expect(planKnock(knock, of(suggested), [], NOW_MS, limits).keep).toEqual({
        ...suggested,
        ...knock,
        suggestedBy: 'q',
        lastSeenAtMs: NOW_MS,
        count: 2,
      })
    })
  })

  it('never makes more requests than are kept, never two of one peer, and never pushes out who waits', () => {
    const peerId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const steps = fc.array(fc.record({ peerId, ignore: fc.boolean(), passedMs: fc.nat(MINUTE_MS) }), { maxLength: 40 })
    fc.assert(
      fc.property(steps, (list) => {
        let kept: RequestRecord[] = []
        let nowMs = NOW_MS
        const newAt: number[] = []
        for (const { peerId: who, ignore, passedMs } of list) {
          nowMs += passedMs
          const plan = planKnock({ ...knock, peerId: who }, of(...kept), newAt, nowMs, limits)
          if (plan.drop.some((gone) => !kept.some((one) => one.peerId === gone && one.ignored))) return false
          if (plan.reason === 'new') newAt.push(nowMs)
          const { keep } = plan
          if (keep)
            kept = [
              ...kept.filter((one) => !plan.drop.includes(one.peerId) && one.peerId !== who),
              { ...keep, ignored: ignore },
            ]
          const ids = kept.map((one) => one.peerId)
          if (ids.length > limits.maxKept || new Set(ids).size !== ids.length) return false
          if (newAt.filter((at) => nowMs - at < MINUTE_MS).length > limits.newPerMinute) return false
        }
        return true
      }),
    )
  })
})
