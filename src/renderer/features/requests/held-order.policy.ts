/** Keeps cards where they are while somebody reads or aims at them. */

/**
 * @param shown the IDs as they stand on the screen
 * @param ids as they should stand
 * @returns those of `shown` that are still there, in their order, and what came meanwhile after them
 */
export function heldOrder(shown: readonly string[], ids: readonly string[]): readonly string[] {
  const there = new Set(ids)
  const before = new Set(shown)
  return [...shown.filter((id) => there.has(id)), ...ids.filter((id) => !before.has(id))]
}
