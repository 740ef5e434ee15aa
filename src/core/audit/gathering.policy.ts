/**
 * Which events are gathered, and into what: a flood must neither fill the log, nor wear the disk, nor push out what a person
 * decided (spec §4).
 */
import { MINUTE_MS } from '../../kit/units.ts'
import type { AuditEvent } from './audit.types.ts'

/** The same of one peer within this time is one entry. */
export const GATHER_MS = MINUTE_MS
/** Peers of which something is being gathered at a time: more than may connect at once (spec §5: 300). */
export const MAX_GROUPS = 500
/** Reasons are words of the code, so there are a few dozen; a mistake that makes them of peer data must not fill the memory. */
export const MAX_LANES = 100
/** Peers that get an entry of their own after a quiet time, for each kind and reason: a full node that starts anew. */
const LANE_BURST = 300
/**
 * And so many new ones a minute after that. Friends come and go; strangers are at ten a minute, as requests are, which leaves
 * a person's decisions in 50 MB for more than a week of an attack.
 */
const ADMITS_PER_MINUTE = 60
const OTHERS_PER_MINUTE = 10

/** Peers can cause it as often as they like. */
export const isGathered = ({ kind, actor }: Pick<AuditEvent, 'kind' | 'actor'>): boolean =>
  actor === 'peer' || kind === 'admit' || kind === 'refuse' || kind === 'deny'

/** What one kind and reason may still write of single peers. */
export interface Lane {
  readonly places: number
  readonly atMs: number
}

export const freshLane = (nowMs: number): Lane => ({ places: LANE_BURST, atMs: nowMs })

export function refilled(lane: Lane, kind: AuditEvent['kind'], nowMs: number): Lane {
  const perMinute = kind === 'admit' ? ADMITS_PER_MINUTE : OTHERS_PER_MINUTE
  const gained = ((nowMs - lane.atMs) / MINUTE_MS) * perMinute
  return { places: Math.min(LANE_BURST, lane.places + Math.max(0, gained)), atMs: nowMs }
}

/**
 * - `repeat`: counted in the group that is open
 * - `first`: an entry of its own at once, and a group for what follows
 * - `crowd`: counted among the many, without a peer ID
 */
export type Placing = 'repeat' | 'first' | 'crowd'

/**
 * @param known a group of the same kind, peer and reason is open
 * @param groups how many are open
 * @param places what is left in the lane
 */
export function placeEvent(known: boolean, groups: number, places: number): Placing {
  if (known) return 'repeat'
  return groups < MAX_GROUPS && places >= 1 ? 'first' : 'crowd'
}
