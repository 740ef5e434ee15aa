/** What picking rows of a list selects: one, a range, everybody. Pure. */

/** From the row where a range began to the row where it ends now. */
export interface Span {
  readonly anchor: string
  readonly head: string
}

export interface Selected {
  readonly has: (id: string) => boolean
  /** `null`: nothing was picked yet. */
  readonly span: Span | null
}

/** The list as it is shown. */
export interface Listed {
  readonly ids: readonly string[]
  /** -1: not listed. */
  readonly indexOf: (id: string) => number
}

export type Picking =
  /** A box, Space, or Ctrl-click. */
  | { readonly kind: 'toggle'; readonly id: string }
  /** Shift-click or Shift-arrow: from where the last picking began, else from `from`. */
  | { readonly kind: 'extend'; readonly id: string; readonly from: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'clear' }

export interface SelectionPlan {
  /** Everything that was selected goes first. */
  readonly fresh: boolean
  readonly off: readonly string[]
  readonly on: readonly string[]
  readonly span: Span | null
}

/** The rows between two, both included, in their order. Empty when one of them is not listed. */
function between({ ids, indexOf }: Listed, one: string, other: string): readonly string[] {
  const a = indexOf(one)
  const b = indexOf(other)
  return a === -1 || b === -1 ? [] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** A range that is drawn shorter lets go of what it had taken; what was picked apart from it stays. */
export function planSelection(picking: Picking, { has, span }: Selected, listed: Listed): SelectionPlan {
  switch (picking.kind) {
    case 'clear':
      return { fresh: true, off: [], on: [], span: null }
    case 'all':
      return { fresh: true, off: [], on: listed.ids, span: null }
    case 'toggle': {
      const { id } = picking
      const one = { fresh: false, span: { anchor: id, head: id } }
      return has(id) ? { ...one, off: [id], on: [] } : { ...one, off: [], on: [id] }
    }
    case 'extend': {
      const { id, from } = picking
      // The anchor may have left the list since; a range needs both of its ends in sight.
      const before = span !== null && listed.indexOf(span.anchor) !== -1 ? span : null
      const anchor = before?.anchor ?? (listed.indexOf(from) === -1 ? id : from)
      const on = between(listed, anchor, id)
      const kept = new Set(on)
      const off = before === null ? [] : between(listed, anchor, before.head).filter((one) => !kept.has(one))
      return { fresh: false, off, on, span: { anchor, head: id } }
    }
  }
}
