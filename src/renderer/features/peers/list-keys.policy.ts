/** What a key does in a list whose rows can be selected, and where it moves to. */

export interface ListKey {
  readonly key: string
  readonly shift: boolean
  /** Control, or Command on a Mac. */
  readonly control: boolean
  readonly alt: boolean
}

export type ListAction = 'open' | 'toggle' | 'all' | 'escape' | 'remove' | 'move' | 'extend'

const moving = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'])

/** @returns `null` when the key is not the list's */
export function listAction({ key, shift, control, alt }: ListKey): ListAction | null {
  if (alt) return null
  if (control) return key.toLowerCase() === 'a' && !shift ? 'all' : null
  if (moving.has(key)) return shift ? 'extend' : 'move'
  switch (key) {
    case 'Enter':
      return 'open'
    case ' ':
      return 'toggle'
    case 'Escape':
      return 'escape'
    case 'Delete':
      return 'remove'
    default:
      return null
  }
}

/**
 * @param at the index that is active, or -1
 * @param page how many rows one page moves
 * @returns the index to go to, or `null` when the key does not move
 */
export function moveInList(key: string, at: number, length: number, page: number): number | null {
  if (length === 0) return null
  const last = length - 1
  const clamp = (index: number): number => Math.min(last, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1)
    case 'ArrowUp':
      return clamp(at - 1)
    case 'PageDown':
      return clamp(at + page)
    case 'PageUp':
      return clamp(at - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
