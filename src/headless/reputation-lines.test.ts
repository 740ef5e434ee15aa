import { expect, it } from 'vitest'
import { testPeerId } from '../../tests/harness/test-peers.ts'
import type { ReputationSummary, ReputationView } from '../contract/link-views.ts'
import { HOUR_MS, MINUTE_MS } from '../kit/units.ts'
import { heldLines, moveTable, reputationFacts, reputationTable, summaryLine } from './reputation-lines.ts'

const now = Date.UTC(2026, 0, 1)
const at = (ms: number): string => new Date(now + ms).toISOString()
const peerId = testPeerId(1)
const short = `…${peerId.slice(-8)}`

const view: ReputationView = {
  peerId,
  score: 0,
  tier: 'bad',
  moves: [
    { at: at(-5_000), why: 'protocol-violation', by: -10, detail: 'link: a frame is too long' },
    { at: at(-HOUR_MS), why: 'message', by: 12.5, detail: null },
  ],
  successfulTransfers: 0,
  failedTransfers: 0,
  successfulMessages: 25,
  failedMessages: 1,
  reliability: 25 / 26,
  latencyMs: 12.3,
  receivedBytes: 0,
  sentBytes: 0,
  bans: 2,
  bannedUntil: at(2 * HOUR_MS),
  firstSeen: at(-3 * HOUR_MS),
  lastSeen: at(-4_000),
}
const summary: ReputationSummary = {
  peers: 12,
  banned: 1,
  meanScore: 51.26,
  meanReliability: 0.981,
  bansHeldUntil: null,
  bansHeldBack: 0,
}

it('a table of all', () => {
  const calm = { ...view, score: 63.2, tier: 'good', bans: 0, bannedUntil: null, reliability: null } as const
  expect(reputationTable([calm, view], new Map([[peerId, 'Ben\u{1b}!']]), now)).toEqual([
    'NAME   PEER       SCORE  TIER  RELIABLE  BANS                 SEEN',
    `Ben\u{fffd}!  ${short}  63.2   good  –         –                    4 s ago`,
    `Ben\u{fffd}!  ${short}  0.0    bad   96 %      2, out, ends in 2 h  4 s ago`,
  ])
  expect(reputationTable([view], new Map(), now)[1]).toContain('2, out, ends in 2 h  4 s ago')
})

it('a line about all', () => {
  expect(summaryLine(summary)).toBe('12 peers, mean score 51.3, 98 % reliable, 1 kept out.')
  expect(summaryLine({ ...summary, peers: 1, banned: 0, meanScore: 50, meanReliability: null })).toBe(
    '1 peer, mean score 50.0, none kept out.',
  )
})

it('says what to do while bans are held, and nothing otherwise', () => {
  expect(heldLines(summary, now)).toEqual([])
  const lines = heldLines({ ...summary, bansHeldUntil: at(41 * MINUTE_MS), bansHeldBack: 1 }, now)
  expect(lines[0]).toContain('another 41 min')
  expect(lines.join(' ')).toContain('1 peer would have been banned')
  expect(lines.at(-1)).toContain('kith reputation release')
})

it('everything about one, and what moved it', () => {
  expect(reputationFacts(view, 'Ben', now)).toEqual([
    'Name        Ben',
    `Peer ID     ${peerId}`,
    'Score       0.0 of 100 (bad)',
    'Kept out    ends in 2 h',
    'Bans        2 so far; each lasts twice as long as the one before',
    'Transfers   0 went well, 0 failed by its fault',
    'Messages    25 good, 1 bad',
    'Reliable    96 %',
    'Round trip  12 ms',
    'First seen  3 h ago',
    'Last seen   4 s ago',
  ])
  expect(moveTable(view.moves, now)).toEqual([
    'WHEN     BY     WHY',
    '5 s ago  -10    it broke a protocol (link: a frame is too long)',
    '1 h ago  +12.5  messages came as they should',
  ])
})
