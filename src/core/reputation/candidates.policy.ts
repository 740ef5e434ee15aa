/** With whom a transfer goes best: by tier, then by reliability, then by round trip (spec §8). Pure. */
import { Tier } from '../../contract/link-views.ts'

export interface Candidate {
  readonly peerId: string
  readonly tier: Tier
  readonly reliability: number | null
  /** `null` while it is not known. */
  readonly rttMs: number | null
}

/** Who did nothing yet stands between those who mostly kept their word and those who mostly did not. */
const UNTRIED = 0.5
/** Told apart by whole percents: a thousandth of reliability must not send a transfer around the world. */
const PERCENT = 100

const byTier = new Map(Tier.options.map((tier, index) => [tier, index]))

const compare = (a: Candidate, b: Candidate): number =>
  (byTier.get(a.tier) ?? 0) - (byTier.get(b.tier) ?? 0) ||
  percentOf(b) - percentOf(a) ||
  compareRtt(a.rttMs, b.rttMs) ||
  (a.peerId < b.peerId ? -1 : 1)

const percentOf = ({ reliability }: Candidate): number => Math.round((reliability ?? UNTRIED) * PERCENT)

function compareRtt(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a - b
}

/** The best first; what decides nothing is decided by the peer ID, so that the order does not flicker. */
export const rankCandidates = (candidates: readonly Candidate[], limit: number): readonly string[] =>
  [...candidates]
    .sort(compare)
    .slice(0, limit)
    .map(({ peerId }) => peerId)
