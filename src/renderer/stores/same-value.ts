/** Whether two values that came as JSON say the same. Pure. */

/** Plain values, arrays and objects; a key whose value is `undefined` counts as one that is missing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, n) => sameValue(one, b[n]))
  }
  const [left, right] = [Object.entries(a).filter(isThere), Object.entries(b).filter(isThere)]
  return (
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && sameValue(value, (b as Record<string, unknown>)[key]))
  )
}

const isThere = ([, value]: [string, unknown]): boolean => value !== undefined
