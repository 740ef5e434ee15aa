import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../kit/units.ts'
import { decideRedemption, inviteState, invitesToForget } from './invites.policy.ts'
import type { InviteRecord } from './trust-store.types.ts'

const NOW_MS = 100 * DAY_MS
const open: InviteRecord = {
  id: 'open',
  secretDigest: new Uint8Array(32),
  note: null,
  createdAtMs: NOW_MS - 1_000,
  expiresAtMs: NOW_MS + 1_000,
  revokedAtMs: null,
  usedBy: null,
  usedAtMs: null,
}
const used: InviteRecord = { ...open, id: 'used', usedBy: 'anna', usedAtMs: NOW_MS - 10 }
const revoked: InviteRecord = { ...open, id: 'revoked', revokedAtMs: NOW_MS - 10 }
const expired: InviteRecord = { ...open, id: 'expired', expiresAtMs: NOW_MS }

describe('an invite', () => {
  it.each([
    [open, 'open'],
    [used, 'used'],
    [revoked, 'revoked'],
    [expired, 'expired'],
    [{ ...used, expiresAtMs: 0 }, 'used'],
    [{ ...revoked, expiresAtMs: 0 }, 'revoked'],
  ] as const)('%o is %s', (invite, state) => expect(inviteState(invite, NOW_MS)).toBe(state))

  it('is remembered for 30 days after its end, and an open one for ever', () => {
    const old = { ...used, id: 'old', usedAtMs: NOW_MS - 30 * DAY_MS }
    const kept = { ...used, id: 'kept', usedAtMs: NOW_MS - 30 * DAY_MS + 1 }
    const longAgo = { ...open, id: 'long', createdAtMs: 0 }
    expect(invitesToForget([old, kept, longAgo, revoked, expired], NOW_MS)).toEqual(['old'])
  })

  it('is forgotten when 200 others ended after it', () => {
    const many = Array.from({ length: 205 }, (_, n) => ({ ...revoked, id: `r${n}`, revokedAtMs: NOW_MS - n }))
    expect(invitesToForget([open, ...many], NOW_MS)).toEqual(['r200', 'r201', 'r202', 'r203', 'r204'])
  })
})

describe('a secret that somebody presents', () => {
  const by = (
    peerId: string,
    invite: InviteRecord | null,
    level: 'unknown' | 'blocked' | 'verified' | 'trusted',
    banned = false,
  ) => decideRedemption({ invite, peerId, level, banned, nowMs: NOW_MS })

  it.each([
    ['a wrong one', by('anna', null, 'unknown'), { outcome: 'refuse', reason: 'wrong secret' }],
    ['an open one', by('anna', open, 'unknown'), { outcome: 'redeem', invite: open }],
    ['an open one by a peer on the list', by('anna', open, 'trusted'), { outcome: 'redeem', invite: open }],
    ['an open one by a blocked peer', by('anna', open, 'blocked'), { outcome: 'refuse', reason: 'blocked' }],
    ['an open one by a banned peer', by('anna', open, 'verified', true), { outcome: 'refuse', reason: 'banned' }],
    ['a revoked one', by('anna', revoked, 'unknown'), { outcome: 'refuse', reason: 'revoked' }],
    ['an expired one', by('anna', expired, 'unknown'), { outcome: 'refuse', reason: 'expired' }],
    ['a used one by another', by('eve', used, 'unknown'), { outcome: 'refuse', reason: 'used' }],
    ['a used one by another on the list', by('eve', used, 'verified'), { outcome: 'refuse', reason: 'used' }],
    ['a used one by who used it', by('anna', used, 'verified'), { outcome: 'again' }],
    ['a used one by who was removed since', by('anna', used, 'unknown'), { outcome: 'refuse', reason: 'used' }],
    ['a used one by who was blocked since', by('anna', used, 'blocked'), { outcome: 'refuse', reason: 'blocked' }],
  ])('%s', (_, redemption, expected) => expect(redemption).toEqual(expected))

  it('lets in at most one peer, whatever is presented by whom in which order', () => {
    const step = fc.record({ peerId: fc.constantFrom('a', 'b', 'c'), afterMs: fc.nat(400), right: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, revoke) => {
        let invite: InviteRecord = open
        let nowMs = NOW_MS
        const letIn = new Set<string>()
        for (const { peerId, afterMs, right } of steps) {
          nowMs += afterMs
          const presented = right ? invite : null
          const level = letIn.has(peerId) ? 'verified' : 'unknown'
          const { outcome } = decideRedemption({ invite: presented, peerId, level, banned: false, nowMs })
          if (outcome === 'redeem') {
            if (nowMs >= open.expiresAtMs || !right) return false
            invite = { ...invite, usedBy: peerId, usedAtMs: nowMs }
            letIn.add(peerId)
          }
          if (outcome === 'again' && invite.usedBy !== peerId) return false
          if (revoke && inviteState(invite, nowMs) === 'open' && steps.length % 2 === 0)
            invite = { ...invite, revokedAtMs: nowMs }
        }
        return letIn.size <= 1
      }),
    )
  })
})
