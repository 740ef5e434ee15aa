/** Whose conduct is forgotten when there is no room for more. Pure. */
import { tierOf } from './score.policy.ts'

export interface Remembered {
  readonly peerId: string
  /** As it is now. */
  readonly score: number
  readonly banned: boolean
  /** Automatic bans so far. */
  readonly bans: number
  readonly lastSeenAtMs: number | null
}

/**
 * Those of whom nothing is lost go first, the longest unseen before the others: strangers who come and go must not wash away what
 * stands against somebody.
 *
 * @param excess how many have to go
 */
export function whomToForget(records: readonly Remembered[], excess: number): readonly string[] {
  if (excess <= 0) return []
  return records
    .map((record) => ({ record, weight: weightOf(record) }))
    .sort((a, b) => a.weight - b.weight || (a.record.lastSeenAtMs ?? 0) - (b.record.lastSeenAtMs ?? 0))
    .slice(0, excess)
    .map(({ record }) => record.peerId)
}

function weightOf({ banned, bans, score }: Remembered): number {
  if (banned) return 2
  return bans > 0 || tierOf(score) !== 'neutral' ? 1 : 0
}
