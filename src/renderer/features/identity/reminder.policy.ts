/** When a person is gently reminded of a backup. */
import { DAY_MS } from '../../../kit/units.ts'

/** A list grows slowly; three months of it are worth a minute. */
const OLD_MS = 90 * DAY_MS

export interface BackupFacts {
  /** ISO 8601; `null` when none is known. */
  readonly backup: string | null
  readonly nowMs: number
  /** How many peers are known. */
  readonly peers: number
}

/** Whose list is empty has nothing to lose that cannot be made anew. */
export function reminderFor({ backup, nowMs, peers }: BackupFacts): 'none' | 'old' | null {
  if (peers === 0) return null
  if (backup === null) return 'none'
  return nowMs - Date.parse(backup) > OLD_MS ? 'old' : null
}
