/** Which row of the page draws which peer, so that a list that scrolls or is sorted anew builds no row that it has already. Pure. */

/**
 * Who is still shown keeps the row; who comes gets one that became free, so the page reuses it; the rest is new.
 *
 * @param before rows by peer ID, as this answered last
 * @param shown peer IDs, each once
 */
export function assignSlots(
  before: ReadonlyMap<string, number>,
  shown: readonly string[],
): ReadonlyMap<string, number> {
  const taken = new Set<number>()
  for (const peerId of shown) {
    const slot = before.get(peerId)
    if (slot !== undefined) taken.add(slot)
  }
  let free = 0
  const slots = new Map<string, number>()
  for (const peerId of shown) {
    let slot = before.get(peerId)
    if (slot === undefined) {
      while (taken.has(free)) free += 1
      slot = free++
    }
    slots.set(peerId, slot)
  }
  return slots
}

/**
 * In which order the rows stand in the page: as in the list, for whoever reads it in order. While it is scrolled they stay where they
 * are, because every row that is put elsewhere in the page is laid out anew; it then gets in order when the list comes to rest.
 *
 * @param before rows, as this answered last
 * @param listed rows in the order of the list
 */
export function orderSlots(
  before: readonly number[],
  listed: readonly number[],
  scrolling: boolean,
): readonly number[] {
  if (!scrolling) return listed
  const there = new Set(listed)
  const stay = before.filter((slot) => there.has(slot))
  const known = new Set(stay)
  return [...stay, ...listed.filter((slot) => !known.has(slot))]
}
