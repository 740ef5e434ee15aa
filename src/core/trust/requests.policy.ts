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
  /** The requests that make room for it. */
  readonly drop: readonly string[]
  readonly reason: 'new' | 'again' | 'too-many-new' | 'full'
}

/**
 * @param recentNewMs when the last new requests came, epoch milliseconds
 */
export function planKnock(
  knock: Knock,
  kept: ReadonlyMap<string, RequestRecord>,
  recentNewMs: readonly number[],
  nowMs: number,
  limits: RequestLimits,
): KnockPlan {
  const known = kept.get(knock.peerId)
  if (known) return { keep: knockedAgain(known, knock, nowMs), drop: [], reason: 'again' }
  if (recentNewMs.filter((at) => nowMs - at < MINUTE_MS).length >= limits.newPerMinute)
    return { keep: null, drop: [], reason: 'too-many-new' }
  const fresh: RequestRecord = {
    ...knock,
    suggestedBy: knock.suggestedBy ?? null,
    firstSeenAtMs: nowMs,
    lastSeenAtMs: nowMs,
    count: 1,
    ignored: false,
  }
  const excess = kept.size + 1 - limits.maxKept
  if (excess <= 0) return { keep: fresh, drop: [], reason: 'new' }
  // The oldest that a person chose to ignore make room; what still waits for a decision is never pushed out by strangers.
  const ignored = [...kept.values()]
    .filter((request) => request.ignored)
    .sort((a, b) => a.lastSeenAtMs - b.lastSeenAtMs)
  if (ignored.length < excess) return { keep: null, drop: [], reason: 'full' }
  return { keep: fresh, drop: ignored.slice(0, excess).map(({ peerId }) => peerId), reason: 'new' }
}

function knockedAgain(known: RequestRecord, knock: Knock, nowMs: number): RequestRecord {
  const suggested = knock.suggestedBy ?? null
  // What a peer said itself is not overwritten by what another says of it.
  if (suggested !== null && cameItself(known)) return { ...known, suggestedBy: known.suggestedBy ?? suggested }
  return { ...known, ...present(knock), lastSeenAtMs: nowMs, count: known.count + 1 }
}

/** A suggestion comes over no transport of the peer's own. */
const cameItself = ({ suggestedBy, transport }: RequestRecord): boolean => suggestedBy === null || transport !== 'other'

/** A knock without an introduction does not wipe what an earlier one said, nor who suggested it. */
function present(knock: Knock): Partial<RequestRecord> {
  return {
    transport: knock.transport,
    ...(knock.name === null ? {} : { name: knock.name }),
    ...(knock.agent === null ? {} : { agent: knock.agent }),
    ...(knock.addresses.length === 0 ? {} : { addresses: knock.addresses }),
  }
}
