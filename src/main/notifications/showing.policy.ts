/** Whether a notification is shown now, later or not at all. Pure. */

export interface ShowingFacts {
  /** The system shows notifications. */
  readonly supported: boolean
  /** The setting `desktop.notifications`. */
  readonly wanted: boolean
  readonly locked: boolean
  /** Somebody looks at the screens, which show it themselves. */
  readonly lookedAt: boolean
}

/**
 * Nothing on the lock screen: a name there tells a passer-by who knows whom, and a button would let them decide. Behind a lock
 * nobody looks at a window either, whichever has the focus.
 */
export function whenToShow({ supported, wanted, locked, lookedAt }: ShowingFacts): 'now' | 'unlocked' | 'never' {
  if (!supported || !wanted) return 'never'
  if (locked) return 'unlocked'
  return lookedAt ? 'never' : 'now'
}
