/** Where a key moves to in a list. */

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
