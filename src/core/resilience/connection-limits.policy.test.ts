import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import {
  type Arrival,
  type Census,
  decideArrival,
  decideProven,
  isPrunable,
  type Prunable,
  planPruning,
} from './connection-limits.policy.ts'
import { originOf } from './connection-origin.policy.ts'

const limits = Settings.parse({}).limits
const census = (values: Partial<Census> = {}): Census => ({ trusted: 0, others: 0, pending: 0, prunable: 0, ...values })
const arrival = (address: string, values: Partial<Arrival> = {}): Arrival => ({
  origin: originOf(address),
  fromOrigin: 0,
  lastSecond: 0,
  ...values,
})
const V4 = '/ip4/192.0.2.7/tcp/1'
const V6 = '/ip6/2001:db8::1/tcp/1'
const RELAYED = '/p2p/relay/p2p-circuit'

describe('somebody who has not said who it is', () => {
  it.each([
    ['the first', census(), arrival(V4), null],
    ['the fifth within a second', census(), arrival(V4, { lastSecond: 4 }), null],
    ['the sixth within a second', census(), arrival(V4, { lastSecond: 5 }), 'limit-rate'],
    ['the 32nd handshake', census({ pending: 31 }), arrival(V4), null],
    ['the 33rd handshake', census({ pending: 32 }), arrival(V4), 'limit-pending'],
    ['the tenth from an address', census(), arrival(V4, { fromOrigin: 9 }), null],
    ['the eleventh from an IPv4 address', census(), arrival(V4, { fromOrigin: 10 }), 'limit-address'],
    ['the eleventh from an IPv6 /64', census(), arrival(V6, { fromOrigin: 10 }), 'limit-address'],
    ['the eleventh through a relay', census(), arrival(RELAYED, { fromOrigin: 10 }), 'limit-relay'],
    ['nobody knows from where', census(), arrival('/webrtc', { fromOrigin: 99, lastSecond: 99 }), null],
    ['a full house in which somebody could go', census({ others: 300, prunable: 1 }), arrival(V4), null],
    ['a full house of friends', census({ trusted: 300 }), arrival(V4), 'limit-total'],
  ] as const)('%s', (_what, there, coming, expected) => {
    expect(decideArrival(there, coming, limits)).toBe(expected)
  })
})

describe('somebody whose ID is proven', () => {
  const others = { trusted: false, ofPeer: 0 }
  const trusted = { trusted: true, ofPeer: 0 }
  it.each([
    ['the 250th of all', census({ others: 249 }), others, { prune: 0 }],
    ['the 251st: the rest is for trusted peers', census({ others: 250 }), others, 'limit-total'],
    ['with trusted peers in their own places', census({ others: 249, trusted: 50 }), others, { prune: 0 }],
    ['with more trusted peers than reserved places', census({ others: 240, trusted: 60 }), others, 'limit-total'],
    ['a trusted one in a reserved place', census({ others: 250 }), trusted, { prune: 0 }],
    ['a trusted one when it is full', census({ others: 240, trusted: 60, prunable: 240 }), trusted, { prune: 1 }],
    ['a trusted one after the limit was lowered', census({ others: 305, prunable: 305 }), trusted, { prune: 6 }],
    ['a trusted one when nobody can go', census({ others: 240, trusted: 60 }), trusted, 'limit-total'],
    ['the eighth of a peer', census(), { trusted: false, ofPeer: 7 }, { prune: 0 }],
    ['the ninth of a peer, trusted or not', census(), { trusted: true, ofPeer: 8 }, 'limit-peer'],
  ] as const)('%s', (_what, there, proven, expected) => {
    expect(decideProven(there, proven, limits)).toEqual(expected)
  })

  it('never lets others into the reserve, and never more in all than there may be', () => {
    const number = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(number, number, fc.boolean(), (trustedCount, otherCount, isTrusted) => {
        const there = census({ trusted: trustedCount, others: otherCount, prunable: otherCount })
        const verdict = decideProven(there, { trusted: isTrusted, ofPeer: 0 }, limits)
        if (typeof verdict === 'string') return
        expect(trustedCount + otherCount + 1 - verdict.prune).toBeLessThanOrEqual(limits.connections)
        if (!isTrusted) expect(otherCount + 1).toBeLessThanOrEqual(limits.connections - limits.reservedForTrusted)
      }),
    )
  })
})

describe('who goes to make room', () => {
  const one = (id: number, values: Partial<Prunable> = {}): Prunable => ({
    id,
    trusted: false,
    busy: false,
    stranger: false,
    kept: false,
    sinceMs: 0,
    ...values,
  })

  it('strangers first, then who is not kept, then who is; the oldest of each; never a trusted or a busy one', () => {
    const connections = [
      one(1, { trusted: true }),
      one(2, { busy: true, stranger: true }),
      one(3, { kept: true }),
      one(4, { sinceMs: 9 }),
      one(5, { sinceMs: 3 }),
      one(6, { stranger: true, sinceMs: 50 }),
      one(7, { stranger: true, sinceMs: 40 }),
    ]
    expect(planPruning(connections, 10)).toEqual([7, 6, 5, 4, 3])
    expect(planPruning(connections, 3)).toEqual([7, 6, 5])
    expect(planPruning(connections, 0)).toEqual([])
  })

  it('whatever there is: as many as asked for, as far as there are any who may go', () => {
    const some = fc.array(
      fc.record({
        trusted: fc.boolean(),
        busy: fc.boolean(),
        stranger: fc.boolean(),
        kept: fc.boolean(),
        sinceMs: fc.nat(),
      }),
    )
    fc.assert(
      fc.property(some, fc.nat(50), (values, count) => {
        const connections = values.map((value, id) => one(id, value))
        const plan = planPruning(connections, count)
        expect(plan).toHaveLength(Math.min(count, connections.filter(isPrunable).length))
        expect(new Set(plan).size).toBe(plan.length)
        for (const id of plan) expect(connections[id]).toMatchObject({ trusted: false, busy: false })
      }),
    )
  })
})
