import { expect, it } from 'vitest'
import { peerView } from '../../tests/harness/fake-bridge.ts'
import { PeerReason, PeerState, type PeerView } from '../contract/views.ts'
import { spellWords, stateWords } from './words.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const at = (ms: number): string => new Date(NOW + ms).toISOString()
const temporary = { state: 'failed', failure: 'temporary' } as const

it.each<[Partial<PeerView>, string]>([
  [{ state: 'connected' }, 'connected'],
  [{ state: 'suspect', silentSince: at(-7_400) }, 'not answering, silent for 7 s'],
  [{ state: 'suspect' }, 'not answering'],
  [{ state: 'dialing' }, 'connecting'],
  [{ state: 'dialing', reason: 'unreachable' }, 'connecting, after: not reachable'],
  [{ ...temporary, reason: 'unreachable', nextTryAt: at(11_400) }, 'not reachable, next try in 12 s'],
  [{ ...temporary, reason: 'timeout', nextTryAt: at(-5) }, 'no answer in time, next try now'],
  [{ state: 'failed', failure: 'permanent', reason: 'refused' }, 'refused by the peer'],
  [{ state: 'failed', failure: 'permanent', reason: 'not-approved' }, 'waiting for approval there'],
  [
    { ...temporary, reason: 'unreachable', dormant: true, failures: 12, nextTryAt: at(480_000) },
    'resting after 12 failures (not reachable), next try in 8 min',
  ],
  [{ ...temporary, failures: 5, breakerRetryAt: at(20_000) }, 'left alone for 20 s after 5 failures'],
  [{ ...temporary, failures: 1, breakerRetryAt: at(-1) }, 'left alone, next try now, after 1 failure'],
  [{ state: 'disconnected' }, 'not connected'],
  [{ state: 'disconnected', reason: 'disconnected-here' }, 'not connected (by you)'],
  [{ bannedUntil: at(43 * 60_000), bannedBy: 'node' }, 'kept out for 43 min more, for its conduct'],
  [{ bannedUntil: at(3_599_001), bannedBy: 'person' }, 'kept out for 1 h more, by you'],
  [{ trust: 'blocked' }, 'blocked'],
])('%o', (over, words) => expect(stateWords(peerView(1, over), NOW)).toBe(words))

it('every state and reason has words', () => {
  for (const state of PeerState.options)
    for (const reason of [null, ...PeerReason.options]) {
      expect(stateWords(peerView(1, { state, reason }), NOW)).toMatch(/\w/)
      expect(spellWords({ state, reason })).toMatch(/\w/)
    }
  expect(spellWords({ state: 'offline', reason: null })).toBe('this node was off')
})
