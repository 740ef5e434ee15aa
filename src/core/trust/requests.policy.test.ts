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
  ...change,
})
const fresh = { ...knock, firstSeenAtMs: NOW_MS, lastSeenAtMs: NOW_MS, count: 1, ignored: false }

describe('a knock', () => {
  it('of somebody new becomes a request', () =>
    expect(planKnock(knock, [], [], NOW_MS, limits)).toEqual({ keep: fresh, drop: null, reason: 'new' }))

  it('of somebody known is counted, whether ignored or not, and whatever the limits', () => {
    for (const ignored of [false, true]) {
      const known = request('p', { ignored, count: 7 })
      expect(planKnock(knock, [known, request('q'), request('r')], [NOW_MS, NOW_MS], NOW_MS, limits)).toEqual({
        keep: { ...known, ...knock, lastSeenAtMs: NOW_MS, count: 8 },
        drop: null,
        reason: 'again',
      })
    }
  })

  it('without an introduction does not wipe what an earlier one said', () => {
    const known = request('p', { name: 'Pat', agent: 'kith/1', addresses: ['/a'] })
    const silent: Knock = { peerId: 'p', name: null, addresses: [], transport: 'webrtc', agent: null }
    expect(planKnock(silent, [known], [], NOW_MS, limits).keep).toEqual({
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
    expect(planKnock(knock, [], recent, NOW_MS, limits).reason).toBe(reason),
  )

  it('when all places are taken: the oldest ignored one makes room, what waits for a decision never does', () => {
    const waiting = [request('a'), request('b'), request('c')]
    expect(planKnock(knock, waiting, [], NOW_MS, limits)).toEqual({ keep: null, drop: null, reason: 'full' })
    const some = [
      request('a'),
      request('b', { ignored: true, lastSeenAtMs: 9 }),
      request('c', { ignored: true, lastSeenAtMs: 5 }),
    ]
    expect(planKnock(knock, some, [], NOW_MS, limits)).toEqual({ keep: fresh, drop: 'c', reason: 'new' })
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
          const plan = planKnock({ ...knock, peerId: who }, kept, newAt, nowMs, limits)
          if (plan.drop && !kept.some((one) => one.peerId === plan.drop && one.ignored)) return false
          if (plan.reason === 'new') newAt.push(nowMs)
          const { keep } = plan
          if (keep)
            kept = [
              ...kept.filter((one) => one.peerId !== plan.drop && one.peerId !== who),
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
