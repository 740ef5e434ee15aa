/** What becomes of a knock: a new request, a count on an old one, or nothing (spec §4). */
import { MINUTE_MS } from '../../kit/units.ts'
import type { RequestRecord } from './trust-store.types.ts'

export interface RequestLimits {
  readonly maxKept: number
  readonly newPerMinute: number
}

export interface Knock {
  readonly peerId: string
  readonly name: string | null
  readonly addresses: readonly string[]
  readonly transport: RequestRecord['transport']
  readonly agent: string | null
  /** The introducer, when it did not come by itself. */
  readonly suggestedBy?: string | null
}

export interface KnockPlan {
  /** What is kept of this knock; `null` when it is dropped. */
  readonly keep: RequestRecord | null
  /** The request that makes room for it. */
  readonly drop: string | null
  readonly reason: 'new' | 'again' | 'too-many-new' | 'full'
}

/**
 * @param recentNewMs when the last new requests came, epoch milliseconds
 */
export function planKnock(
  knock: Knock,
  kept: readonly RequestRecord[],
  recentNewMs: readonly number[],
  nowMs: number,
  limits: RequestLimits,
): KnockPlan {
  const known = kept.find(({ peerId }) => peerId === knock.peerId)
  if (known) {
    const keep = { ...known, ...present(knock), lastSeenAtMs: nowMs, count: known.count + 1 }
    return { keep, drop: null, reason: 'again' }
  }
  if (recentNewMs.filter((at) => nowMs - at < MINUTE_MS).length >= limits.newPerMinute)
    return { keep: null, drop: null, reason: 'too-many-new' }
  const fresh: RequestRecord = {
    ...knock,
    suggestedBy: knock.suggestedBy ?? null,
    firstSeenAtMs: nowMs,
    lastSeenAtMs: nowMs,
    count: 1,
    ignored: false,
  }
  if (kept.length < limits.maxKept) return { keep: fresh, drop: null, reason: 'new' }
  // The oldest that a person chose to ignore makes room; what still waits for a decision is never pushed out by strangers.
  const oldest = kept.filter(({ ignored }) => ignored).sort((a, b) => a.lastSeenAtMs - b.lastSeenAtMs)[0]
  return oldest ? { keep: fresh, drop: oldest.peerId, reason: 'new' } : { keep: null, drop: null, reason: 'full' }
}

/** A knock without an introduction does not wipe what an earlier one said. */
function present(knock: Knock): Partial<RequestRecord> {
  return {
    transport: knock.transport,
    ...(knock.name === null ? {} : { name: knock.name }),
    ...(knock.agent === null ? {} : { agent: knock.agent }),
    ...(knock.addresses.length === 0 ? {} : { addresses: knock.addresses }),
  }
}
