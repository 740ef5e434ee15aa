/** Whether a network charges by volume, from what NetworkManager says of it. Pure. */

/** NMMetered; 0 is unknown. What NetworkManager guesses (from a phone's hotspot, for instance) is as good as said. */
const MEANINGS = new Map([
  [1, true],
  [2, false],
  [3, true],
  [4, false],
])

/** @returns `null` when it does not know, or says something that was not there when this was written */
export const meansMetered = (said: number): boolean | null => MEANINGS.get(said) ?? null
