/** Reads the spells of a link for a person: what belongs together as one stretch, and where each lies in a day. Pure. */
import type { SpellView } from '../../../contract/link-views.ts'

/** Trying to connect is no state of its own here: it belongs to the failure, or the rest, around it. */
export type StretchKind = 'connected' | 'suspect' | 'failed' | 'disconnected' | 'offline'

export interface Stretch {
  readonly kind: StretchKind
  readonly reason: SpellView['reason']
  readonly fromMs: number
  /** `null`: it goes on. */
  readonly untilMs: number | null
}

/** @returns oldest first; neighbours that say the same are one */
export function readSpells(spells: readonly SpellView[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { from, until, state, reason } of spells) {
    const before = stretches.at(-1)
    const goesOn = state === 'dialing' && (before?.kind === 'failed' || before?.kind === 'disconnected')
    const kind = goesOn ? before.kind : kindOf(state, reason)
    const untilMs = until === null ? null : Date.parse(until)
    if (before !== undefined && before.kind === kind && (goesOn || before.reason === reason)) {
      stretches[stretches.length - 1] = { ...before, untilMs }
    } else {
      stretches.push({ kind, reason, fromMs: Date.parse(from), untilMs })
    }
  }
  return stretches
}

/** Who is kept out by a decision has not failed, even if a dial ended that way. */
function kindOf(state: SpellView['state'], reason: SpellView['reason']): StretchKind {
  if (state === 'dialing' || reason === 'banned' || reason === 'blocked') return 'disconnected'
  return state
}

/** @returns how long it lasted, or has lasted so far */
export const lengthMs = ({ fromMs, untilMs }: Stretch, nowMs: number): number =>
  Math.max(0, (untilMs ?? nowMs) - fromMs)

export interface Segment {
  readonly kind: StretchKind
  /** Shares of the window, 0 to 1. */
  readonly from: number
  readonly to: number
}

/** Where the stretches lie in the time before now. What is older is cut; what nobody knows is left out. */
export function segmentsOf(stretches: readonly Stretch[], nowMs: number, windowMs: number): Segment[] {
  const place = (atMs: number): number => Math.min(1, Math.max(0, 1 - (nowMs - atMs) / windowMs))
  return stretches.flatMap(({ kind, fromMs, untilMs }) => {
    const [from, to] = [place(fromMs), place(untilMs ?? nowMs)]
    return to > from ? [{ kind, from, to }] : []
  })
}
