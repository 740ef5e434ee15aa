/** Which stretches of a peer's past are worth remembering, and how much of it the peer was connected (spec §6). */
import { MAX_SPELLS } from '../../contract/link-views.ts'
import { DAY_MS, SECOND_MS } from '../../kit/units.ts'
import type { Spell } from './link-history.types.ts'

/** A dial, a doubt or a pause this short is the way from one state to the next, no state of its own. */
export const BRIEF_MS = 2 * SECOND_MS
/** The uptime looks back this far. */
const UPTIME_WINDOW_MS = DAY_MS

/**
 * The spells after the peer became `next`. Brief ones that only lead somewhere are swallowed by what was before; tries between two equal
 * failures are part of one long failure. Bounded: the oldest go. The same list when nothing changed.
 */
export function spellsAfter(spells: readonly Spell[], next: Spell): readonly Spell[] {
  const last = spells.at(-1)
  // A wall clock that was put back must not make spells overlap.
  const now = { ...next, fromMs: Math.max(next.fromMs, last?.fromMs ?? 0) }
  if (!last) return [now]
  if (isSame(last, now)) return spells
  const beforeLast = spells.at(-2)
  const swallowed =
    (isPassing(last) && now.fromMs - last.fromMs < BRIEF_MS) ||
    (last.state === 'dialing' && beforeLast !== undefined && isSame(beforeLast, now))
  if (swallowed) {
    const before = spells.slice(0, -1)
    return beforeLast && isSame(beforeLast, now) ? before : [...before, now]
  }
  return [...spells, now].slice(-MAX_SPELLS)
}

/** On a start: this node did not run from `stoppedMs` to `nowMs`. A crash left no goodbye; what was known last ends then. */
export function spellsAfterStart(spells: readonly Spell[], stoppedMs: number | null, nowMs: number): readonly Spell[] {
  const last = spells.at(-1)
  if (!last) return spells
  const offlineMs = Math.max(last.fromMs, stoppedMs ?? last.fromMs)
  const closed =
    last.state === 'offline' ? spells : [...spells, { fromMs: offlineMs, state: 'offline' as const, reason: null }]
  return spellsAfter(closed.slice(-MAX_SPELLS), { fromMs: nowMs, state: 'disconnected', reason: null })
}

/** Share of the window, of the part of it in which this node ran and knew the peer, in which it was connected; `null` before there was any. */
export function uptimeOf(spells: readonly Spell[], nowMs: number): number | null {
  const sinceMs = nowMs - UPTIME_WINDOW_MS
  let ranMs = 0
  let upMs = 0
  for (const [index, { fromMs, state }] of spells.entries()) {
    const untilMs = Math.min(nowMs, spells[index + 1]?.fromMs ?? nowMs)
    const lastedMs = Math.max(0, untilMs - Math.max(fromMs, sinceMs))
    if (state === 'offline') continue
    ranMs += lastedMs
    if (state === 'connected' || state === 'suspect') upMs += lastedMs
  }
  return ranMs === 0 ? null : upMs / ranMs
}

/** The value below which 95 of 100 samples lie (nearest rank); `null` without any. */
export function p95(samples: readonly number[]): number | null {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null
}

const isSame = (a: Spell, b: Spell): boolean => a.state === b.state && a.reason === b.reason

/** On the way to something else; whether a link broke or came up is worth a line however short it was. */
const isPassing = ({ state, reason }: Spell): boolean =>
  state === 'dialing' || state === 'suspect' || (state === 'disconnected' && reason === null)
