/** How much of the oldest end is dropped, by age and by size (spec §4: 90 days, 50 MB). */
import { DAY_MS } from '../../kit/units.ts'

export interface AuditCaps {
  readonly maxAgeDays: number
  readonly maxBytes: number
}

/** A full log is brought this far below its cap, so that not every further entry drops one. */
const ROOM_SHARE = 0.01

/**
 * Only the oldest end is ever dropped: what is kept stays one chain. A wrong clock in between stops it, and the size goes on.
 *
 * @param oldest the oldest entries, oldest first; what cannot be read has no time and goes with what comes after it
 * @param bytes what all entries take
 * @returns how many of them to drop; the last of those can be read
 */
export function planPrune(
  oldest: readonly ({ readonly atMs: number; readonly bytes: number } | null)[],
  bytes: number,
  caps: AuditCaps,
  nowMs: number,
): number {
  const bornBeforeMs = nowMs - caps.maxAgeDays * DAY_MS
  let left = bytes > caps.maxBytes ? bytes - caps.maxBytes * (1 - ROOM_SHARE) : 0
  let drop = 0
  for (const [index, entry] of oldest.entries()) {
    if (!entry) continue
    if (entry.atMs >= bornBeforeMs && left <= 0) break
    left -= entry.bytes
    drop = index + 1
  }
  return drop
}
