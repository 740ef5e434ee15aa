import { expect, test } from 'vitest'
import { peerView } from '../../../tests/harness/fake-bridge.ts'
import { PeerReason, PeerState, type PeerView } from '../../contract/views.ts'
import { peerMeaning } from './peer-meaning.ts'

const meaning = (over: Partial<PeerView>): string => peerMeaning(peerView(1, over), 600_000)
const linked = { transport: 'tcp', direction: 'outbound', remoteAddress: '/ip4/10.0.0.1/tcp/4711' } as const

/** What fits into the two lines that are kept for it. */
const MOST = 96

test('a link that works is told in one line', () =>
  expect(meaning({ state: 'connected', ...linked })).toBe('TCP, outbound, 10.0.0.1:4711'))

test('whose ban runs is told until when', () =>
  expect(meaning({ bannedUntil: '2026-06-01T12:00:00.000Z', bannedBy: 'node' })).toMatch(
    /^In both directions, until .*\d\d/,
  ))

test('who rests is told to be tried as often as the settings say', () =>
  expect(meaning({ state: 'failed', failure: 'temporary', dormant: true, failures: 12 })).toBe(
    'After 12 failures in a row it is tried every 10 min, for as long as it takes.',
  ))

test('who is not kept connected and has no other reason is told so', () => {
  expect(meaning({ kept: false })).toBe('It is not kept connected, so nothing is tried by itself.')
  expect(meaning({ kept: true })).toBe('It is tried again by itself.')
})

test('every state and reason means something, and fits', () => {
  for (const state of PeerState.options)
    for (const reason of [null, ...PeerReason.options])
      for (const failure of ['temporary', 'permanent'] as const)
        for (const over of [{}, { dormant: true }, { breakerRetryAt: '2026-06-01T12:00:00.000Z' }]) {
          const text = meaning({ state, reason, failure, failures: 12, ...linked, ...over })
          expect(text, `${state} ${String(reason)}`).not.toBe('')
          expect(text.length, text).toBeLessThanOrEqual(MOST)
        }
})
