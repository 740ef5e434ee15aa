/** Holds what peers cause until it is written: the first of each at once, repeats as one entry at the end of their minute. */
import { isoTime } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { AuditDraft, AuditEvent } from './audit.types.ts'
import { freshLane, GATHER_MS, type Lane, MAX_LANES, placeEvent, refilled } from './gathering.policy.ts'

/** A first entry waits no longer than this, so that a flood is one write a second. */
const WRITE_MS = SECOND_MS
/** Peers told apart within one crowd; beyond it the entry says “at least”. */
const MAX_CROWD = 20_000

interface Group {
  readonly endsAtMs: number
  /** The latest of them. */
  draft: AuditDraft
  firstAtMs: number
  /** Not yet written; 0 when the first has not repeated. */
  count: number
  /** Of a crowd: its peers, as numbers so that ten thousand are some hundred KiB. */
  readonly peers: Set<number> | null
}

export interface Gatherer {
  /** @param nowMs monotonic; the draft carries the wall clock's time */
  add(draft: AuditDraft, nowMs: number): void
  /** When the next is to be written; `null` when nothing waits. */
  dueAtMs(): number | null
  /** What is to be written by now, in the order in which it came; with `everything` also what is still being gathered. */
  take(nowMs: number, everything?: boolean): AuditDraft[]
  /** The same, with all of this peer: what a person decides about it comes after it in the log. */
  takeBefore(peerId: string | null): AuditDraft[]
}

export function createGatherer(): Gatherer {
  // In the order in which they end: every group lasts equally long.
  const groups = new Map<string, Group>()
  const lanes = new Map<string, Lane>()
  const firsts: AuditDraft[] = []
  let firstsDueMs = 0
  let singles = 0

  function laneOf({ kind, reason }: Pick<AuditEvent, 'kind' | 'reason'>): string {
    const lane = `${kind}\n${reason}`
    return lanes.has(lane) || lanes.size < MAX_LANES ? lane : `${kind}\n`
  }

  function end(key: string, group: Group, to: AuditDraft[]): void {
    groups.delete(key)
    if (!group.peers) singles -= 1
    if (group.count === 0) return
    const { peers, draft, count, firstAtMs } = group
    const span = { firstAt: isoTime(firstAtMs), lastAt: isoTime(draft.atMs) }
    const crowd = peers && { peers: peers.size, ...(peers.size >= MAX_CROWD ? { atLeast: true } : {}) }
    to.push({ ...draft, count, details: { ...draft.details, ...crowd, ...span } })
  }

  const inOrder = (taken: AuditDraft[]): AuditDraft[] => taken.sort((a, b) => a.atMs - b.atMs)

  return {
    add(draft, nowMs) {
      const lane = laneOf(draft)
      const places = refilled(lanes.get(lane) ?? freshLane(nowMs), draft.kind, nowMs)
      const key = `${lane}\n${draft.peerId ?? ''}`
      const known = groups.get(key)
      const placing = placeEvent(known !== undefined, singles, places.places)
      lanes.set(lane, placing === 'first' ? { ...places, places: places.places - 1 } : places)
      const group = { endsAtMs: nowMs + GATHER_MS, draft, firstAtMs: draft.atMs, count: 0 }
      if (placing === 'first') {
        singles += 1
        groups.set(key, { ...group, peers: null })
        if (firsts.length === 0) firstsDueMs = nowMs + WRITE_MS
        firsts.push(draft)
        return
      }
      const crowdKey = `${lane}\n*`
      const into = known ?? groups.get(crowdKey) ?? { ...group, peers: new Set<number>() }
      if (!known) {
        groups.set(crowdKey, into)
        if (draft.peerId !== null && into.peers && into.peers.size < MAX_CROWD) into.peers.add(numberOf(draft.peerId))
      }
      if (into.count === 0) into.firstAtMs = draft.atMs
      into.count += 1
      into.draft = known ? draft : { ...draft, peerId: null, name: null }
    },

    dueAtMs() {
      const [next] = groups.values()
      if (firsts.length > 0) return Math.min(firstsDueMs, next?.endsAtMs ?? Number.POSITIVE_INFINITY)
      return next?.endsAtMs ?? null
    },

    take(nowMs, everything = false) {
      const taken = firsts.splice(0)
      for (const [key, group] of groups) {
        if (!everything && group.endsAtMs > nowMs) break
        end(key, group, taken)
      }
      return inOrder(taken)
    },

    takeBefore(peerId) {
      const taken = firsts.splice(0)
      if (peerId !== null) for (const [key, group] of groups) if (group.draft.peerId === peerId) end(key, group, taken)
      return inOrder(taken)
    },
  }
}

/** FNV-1a, 32 bits: among ten thousand peers about one in a hundred runs counts one too few. */
function numberOf(text: string): number {
  let number = 0x81_1c_9d_c5
  for (let at = 0; at < text.length; at += 1) number = Math.imul(number ^ text.charCodeAt(at), 0x01_00_01_93)
  return number >>> 0
}
