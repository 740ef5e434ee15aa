/** What is remembered of one peer, and what each happening makes of it. Pure. */
import { type Deed, MAX_MOVES, type ReputationListView, type ReputationView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { HOUR_MS } from '../../kit/units.ts'
import { pardonedScore, resetScore } from './ban.policy.ts'
import type { ReputationRecord } from './reputation.types.ts'
import {
  decayedScore,
  reliabilityOf,
  rollingLatencyMs,
  START_SCORE,
  scoreAfter,
  shownScore,
  tierOf,
  weightOf,
} from './score.policy.ts'

type Options = Settings['reputation']
type Move = ReputationRecord['moves'][number]

/** Good deeds come by the hundred: those of an hour are one move, so that they do not push out what a person wants to see. */
const TOGETHER_MS = HOUR_MS
/** Half a point is the smallest step of a default weight. */
const MOVE_DECIMALS = 100

/** Of whom nothing is known. */
export const newRecord = (peerId: string, nowMs: number): ReputationRecord => ({
  peerId,
  score: START_SCORE,
  scoredAtMs: nowMs,
  bans: 0,
  moves: [],
  successfulTransfers: 0,
  failedTransfers: 0,
  successfulMessages: 0,
  failedMessages: 0,
  latencyMs: null,
  receivedBytes: 0,
  sentBytes: 0,
  firstSeenAtMs: null,
  lastSeenAtMs: null,
})

export const scoreNow = ({ score, scoredAtMs }: ReputationRecord, nowMs: number, options: Options): number =>
  decayedScore(score, nowMs - scoredAtMs, options.hourlyFactor)

/** The same peer with its score as it is now. */
export const settled = (record: ReputationRecord, nowMs: number, options: Options): ReputationRecord => ({
  ...record,
  score: scoreNow(record, nowMs, options),
  scoredAtMs: nowMs,
})

/** A record from the future would not decay until then: the clock was set back, and its time begins now. */
export const anchored = (record: ReputationRecord, nowMs: number): ReputationRecord =>
  record.scoredAtMs > nowMs ? { ...record, scoredAtMs: nowMs } : record

/** @param record settled */
export function afterDeed(
  record: ReputationRecord,
  deed: Deed,
  detail: string | null,
  options: Options,
): ReputationRecord {
  const score = scoreAfter(record.score, deed, options.weights)
  // What is shown as 0 is made 0; that hundredth is none of the deed's.
  const most = Math.abs(weightOf(deed, options.weights))
  const by = Math.min(most, Math.max(-most, movedBy(record.score, score)))
  const move = { atMs: record.scoredAtMs, why: deed, by, detail }
  return {
    ...afterSight(record, record.scoredAtMs),
    ...counted(record, deed),
    score,
    moves: withMove(record.moves, move),
  }
}

/** A person put it back to the start. @param record settled */
export const afterReset = (record: ReputationRecord): ReputationRecord => ({
  ...movedByPerson(record, 'reset', resetScore),
  bans: 0,
})

/** A person lifted its ban. @param record settled */
export const afterPardon = (record: ReputationRecord, options: Options): ReputationRecord =>
  movedByPerson(record, 'unbanned', pardonedScore(record.score, options))

function movedByPerson(record: ReputationRecord, why: 'reset' | 'unbanned', score: number): ReputationRecord {
  // As it is shown: nobody wants to read that a reset gave 49.97.
  const by = shownScore(score) - shownScore(record.score)
  if (by === 0) return { ...record, score }
  const move = { atMs: record.scoredAtMs, why, by: rounded(by), detail: null }
  return { ...record, score, moves: withMove(record.moves, move) }
}

export const afterSight = (record: ReputationRecord, nowMs: number): ReputationRecord => ({
  ...record,
  firstSeenAtMs: record.firstSeenAtMs ?? nowMs,
  lastSeenAtMs: nowMs,
})

export const afterRtt = (record: ReputationRecord, rttMs: number, nowMs: number): ReputationRecord => ({
  ...afterSight(record, nowMs),
  latencyMs: rollingLatencyMs(record.latencyMs, rttMs),
})

/** What a screen shows of it. @param record settled */
export const viewOf = (...shown: Parameters<typeof listViewOf>): ReputationView => {
  const [{ moves }, , isoTime] = shown
  return { ...listViewOf(...shown), moves: moves.map(({ atMs, ...move }) => ({ at: isoTime(atMs), ...move })) }
}

/** What a list shows of it. @param record settled */
export const listViewOf = (
  record: ReputationRecord,
  bannedUntilMs: number | null,
  isoTime: (epochMs: number) => string,
): ReputationListView => ({
  peerId: record.peerId,
  score: shownScore(record.score),
  tier: tierOf(record.score),
  successfulTransfers: record.successfulTransfers,
  failedTransfers: record.failedTransfers,
  successfulMessages: record.successfulMessages,
  failedMessages: record.failedMessages,
  reliability: reliabilityOf(record),
  latencyMs: record.latencyMs,
  receivedBytes: record.receivedBytes,
  sentBytes: record.sentBytes,
  bans: record.bans,
  bannedUntil: bannedUntilMs === null ? null : isoTime(bannedUntilMs),
  firstSeen: record.firstSeenAtMs === null ? null : isoTime(record.firstSeenAtMs),
  lastSeen: record.lastSeenAtMs === null ? null : isoTime(record.lastSeenAtMs),
})

const movedBy = (before: number, after: number): number => rounded(after - before)
const rounded = (by: number): number => Math.round(by * MOVE_DECIMALS) / MOVE_DECIMALS

function withMove(moves: readonly Move[], move: Move): readonly Move[] {
  const [latest, ...others] = moves
  const isGood = move.why === 'message' || move.why === 'transfer-succeeded'
  if (latest && isGood && latest.why === move.why && move.atMs - latest.atMs < TOGETHER_MS)
    // It keeps the time of the first: otherwise a peer that never rests would have one move for ever.
    return [{ ...latest, by: rounded(latest.by + move.by) }, ...others]
  return [move, ...moves].slice(0, MAX_MOVES)
}

function counted(record: ReputationRecord, deed: Deed): Partial<ReputationRecord> {
  switch (deed) {
    case 'transfer-succeeded':
      return { successfulTransfers: record.successfulTransfers + 1 }
    case 'transfer-failed':
      return { failedTransfers: record.failedTransfers + 1 }
    case 'message':
      return { successfulMessages: record.successfulMessages + 1 }
    case 'bad-message':
      return { failedMessages: record.failedMessages + 1 }
    case 'protocol-violation':
    case 'ignored-rate-limit':
      return {}
  }
}
