/** Whether the wall clock of this machine can be believed. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { degraded, healthy, spanWords } from './finding.policy.ts'

/** Kith is younger than that, and nobody runs this version so long. */
const EARLIEST_MS = Date.UTC(2025, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)
/** What time synchronisation corrects at a start is below this. */
const GREAT_MS = MINUTE_MS
/** So long a great jump is worth a look. */
const LATELY_MS = 10 * MINUTE_MS

export interface ClockFacts {
  readonly wallMs: number
  /** When it was set last in this run. */
  readonly set: { readonly byMs: number; readonly agoMs: number; readonly at: string } | null
}

export function clockFinding({ wallMs, set }: ClockFacts): HealthFinding {
  const details = set === null ? {} : { setAt: set.at, setByMs: set.byMs }
  if (wallMs < EARLIEST_MS || wallMs >= LATEST_MS)
    return degraded(
      `The clock of this machine says it is the year ${new Date(wallMs).getUTCFullYear()}.`,
      'Set its date and time. Bans, invites and the times in the log go by it.',
      details,
    )
  if (set !== null && set.agoMs < LATELY_MS && Math.abs(set.byMs) >= GREAT_MS)
    return degraded(
      `The clock of this machine was just set ${set.byMs > 0 ? 'forward' : 'back'} by ${spanWords(Math.abs(set.byMs))}.`,
      'Nothing needs doing if it is right now. If not, set it: bans, invites and the times in the log go by it.',
      details,
    )
  return healthy('The clock of this machine looks right.', details)
}
