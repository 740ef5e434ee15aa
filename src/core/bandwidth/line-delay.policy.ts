/**
 * What the round trips to one peer say of the queues on the way (RFC 6817 §3.4.2 and §4.2): the shortest of ten minutes is the way itself,
 * what the latest take longer is waiting.
 */
import { MINUTE_MS } from '../../kit/units.ts'
import type { RoundTrip } from './dynamic.types.ts'

/** RFC 6817's BASE_HISTORY: long enough to hold a moment without a queue, short enough to learn of a way that became longer. */
const BASE_MINUTES = 10
/**
 * Of what was measured within this time the shortest counts (RFC 6817's CURRENT_FILTER): a radio or a busy processor makes single round
 * trips longer, a queue all of them.
 */
export const LATEST_MS = 600

export interface LineDelay {
  /** Another connection is another way: nothing that is known holds for it. */
  readonly connectionId: string
  /** The shortest of each minute in which anything was measured, oldest first. */
  readonly minima: readonly { readonly minute: number; readonly rttMs: number }[]
  /** What was measured last, oldest first. */
  readonly latest: readonly { readonly atMs: number; readonly rttMs: number }[]
}

/** @param before `null`: nothing is known of this peer yet */
export function measured(before: LineDelay | null, { connectionId, rttMs }: RoundTrip, nowMs: number): LineDelay {
  const minute = Math.floor(nowMs / MINUTE_MS)
  const known = before?.connectionId === connectionId ? before : { minima: [], latest: [] }
  const shortest = Math.min(rttMs, known.minima.find((one) => one.minute === minute)?.rttMs ?? Number.POSITIVE_INFINITY)
  return {
    connectionId,
    minima: [
      ...known.minima.filter((one) => one.minute > minute - BASE_MINUTES && one.minute < minute),
      { minute, rttMs: shortest },
    ],
    latest: [...known.latest.filter(({ atMs }) => atMs > nowMs - LATEST_MS), { atMs: nowMs, rttMs }],
  }
}

/** The way itself, without a queue. */
export const baseMs = ({ minima }: LineDelay): number => Math.min(...minima.map(({ rttMs }) => rttMs))

/**
 * What waiting in queues adds to the round trip now.
 *
 * @param askedMs since when a question is under way that is not answered: the wait is at least that long. `null`: none is
 * @returns `null` when nothing was measured lately
 */
export function queueingMs(line: LineDelay, nowMs: number, askedMs: number | null): number | null {
  const latest = line.latest.filter(({ atMs }) => atMs > nowMs - LATEST_MS).map(({ rttMs }) => rttMs)
  // One answer that is late may have been lost and sent again; none at all for so long is a queue.
  if (latest.length > 0) return Math.max(0, Math.min(...latest) - baseMs(line))
  const overdueMs = askedMs === null ? 0 : nowMs - askedMs - baseMs(line)
  return overdueMs > 0 ? overdueMs : null
}
