/** What is told of a peer's conduct: which tier a score is, why it is kept out, and moves gathered so that a flood stays readable. Pure. */
import type { Deed, ReputationView, Tier } from '../../../contract/link-views.ts'

type Moved = ReputationView['moves'][number]

/** Spec §8. */
const tiers: readonly (readonly [least: number, tier: Tier])[] = [
  [80, 'excellent'],
  [60, 'good'],
  [40, 'neutral'],
  [20, 'poor'],
]

export const tierOf = (score: number): Tier => tiers.find(([least]) => score >= least)?.[1] ?? 'bad'

/** The latest thing that cost it points: what an automatic ban came from. */
export function banCause(reputation: Pick<ReputationView, 'moves'> | null): Deed | null {
  for (const { why, by } of reputation?.moves ?? []) {
    if (why === 'reset') return null
    if (why !== 'unbanned' && by < 0) return why
  }
  return null
}

export interface Gathered {
  readonly why: Moved['why']
  readonly times: number
  readonly by: number
  /** Of the latest of them. */
  readonly at: string
  readonly detail: string | null
}

/** Newest first; what happened several times in a row is one. */
export function gatherMoves(moves: readonly Moved[]): Gathered[] {
  const gathered: Gathered[] = []
  for (const { why, by, at, detail } of moves) {
    const last = gathered.at(-1)
    if (last !== undefined && last.why === why && last.detail === detail)
      gathered[gathered.length - 1] = { ...last, times: last.times + 1, by: last.by + by }
    else gathered.push({ why, times: 1, by, at, detail })
  }
  return gathered
}

/** `+2`, `−10`, `+0.5`, `0`: with a real minus, one decimal at most. */
export function formatMove(by: number): string {
  const rounded = Math.round(by * 10) / 10
  if (rounded === 0) return '0'
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded)}`
}
