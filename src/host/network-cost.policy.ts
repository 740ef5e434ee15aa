/** Whether a network charges by volume, from what NetworkManager says of it. Pure. */
import { z } from 'zod'

/** What `busctl --json=short get-property` prints of a number. */
const Property = z.object({ type: z.literal('u'), data: z.number() })

/** NMMetered: 0 is unknown. What NetworkManager guesses (from a phone's hotspot, for instance) is as good as said. */
const MEANINGS = new Map([
  [1, true],
  [2, false],
  [3, true],
  [4, false],
])

/** @returns `null` when it does not know, or when this is no answer */
export function meteredFrom(output: string): boolean | null {
  try {
    const property = Property.safeParse(JSON.parse(output))
    return (property.success ? MEANINGS.get(property.data.data) : undefined) ?? null
  } catch {
    return null
  }
}
