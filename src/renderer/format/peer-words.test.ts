import { expect, test } from 'vitest'
import { peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { PeerReason, PeerState, type PeerView, TrustLevel } from '../../contract/views.ts'
import { peerIdGroups, shortPeerId } from './peer-id.ts'
import { peerStanding } from './peer-standing.ts'
import { callPeer, peerDetail } from './peer-words.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const at = (ms: number): string => new Date(NOW + ms).toISOString()

const temporary = { state: 'failed', failure: 'temporary' } as const

test.each<[Partial<PeerView>, string, string]>([
  [{ state: 'connected', connectedSince: at(-180_000) }, 'connected', 'for 3 min'],
  [{ state: 'connected', connectedSince: null }, 'connected', ''],
  [{ state: 'suspect' }, 'suspect', 'Missed a heartbeat'],
  [{ state: 'suspect', silentSince: at(-7_900) }, 'suspect', 'Silent for 7 s'],
  [{ state: 'dialing' }, 'dialing', ''],
  [{ state: 'dialing', lastSeen: at(-3_600_000) }, 'dialing', 'Seen 1 h ago'],
  [{ state: 'failed', failure: 'permanent', reason: 'not-approved' }, 'waiting', 'for their approval'],
  [{ state: 'failed', reason: 'refused' }, 'failed', 'Refused by them'],
  [{ state: 'failed', reason: 'unreachable', nextTryAt: at(12_000) }, 'failed', 'Unreachable, next try in 12 s'],
  [{ state: 'failed', reason: 'timeout', nextTryAt: at(-1) }, 'failed', 'No answer, next try now'],
  [
    { ...temporary, reason: 'unreachable', failures: 5, breakerRetryAt: at(19_500), nextTryAt: at(19_500) },
    'paused',
    'for 20 s, after 5 failures',
  ],
  [{ ...temporary, failures: 1, breakerRetryAt: at(-1) }, 'paused', 'after 1 failure, next try now'],
  [
    { ...temporary, reason: 'unreachable', failures: 12, dormant: true, breakerRetryAt: at(1), nextTryAt: at(480_000) },
    'resting',
    'Unreachable, next try in 8 min',
  ],
  [{ state: 'disconnected', bannedUntil: at(2_580_000), bannedBy: 'person' }, 'banned', 'for 43 min more, by you'],
  [
    { state: 'disconnected', bannedUntil: at(2_580_000), bannedBy: 'node' },
    'banned',
    'for 43 min more, for its conduct',
  ],
  [{ state: 'disconnected', bannedUntil: at(0), bannedBy: 'node' }, 'banned', 'The ban is about to end'],
  [{ state: 'disconnected', reason: 'disconnected-here' }, 'disconnected', 'You disconnected'],
  [{ state: 'disconnected', lastSeen: at(-7_200_000) }, 'disconnected', 'Seen 2 h ago'],
  [{ state: 'disconnected' }, 'disconnected', 'Never connected yet'],
  [{ state: 'disconnected', trust: 'blocked' }, 'blocked', 'Refused in both directions'],
])('%o', (over, standing, detail) => {
  const peer = peerView(1, over)
  expect([peerStanding(peer), peerDetail(peer, NOW)]).toEqual([standing, detail])
})

test('every state, trust level and reason has words', () => {
  for (const state of PeerState.options) {
    for (const trust of TrustLevel.options) {
      for (const reason of [null, ...PeerReason.options]) {
        expect(typeof peerDetail(peerView(1, { state, trust, reason }), NOW)).toBe('string')
        expect(peerDetail(peerView(1, { state: 'failed', reason }), NOW)).not.toBe('')
      }
    }
  }
})

test('a peer is called by its name, else by the telling part of its ID', () => {
  expect(callPeer({ peerId: peerIdOf(7), name: 'anna' })).toBe('anna')
  expect(callPeer({ peerId: peerIdOf(7), name: null })).toBe('11111…11118')
})

test('peer IDs are shortened and grouped without losing a character', () => {
  expect(peerIdGroups(peerIdOf(7)).join('')).toBe(peerIdOf(7))
  expect(peerIdGroups('')).toEqual([])
  expect(shortPeerId('short')).toBe('short')
})
