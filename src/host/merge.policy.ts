/** Lays one tree of settings over another. Pure. */
export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What `over` says wins, key by key down the tree; lists are replaced whole, because half of one person's list and half of
 * another's is nobody's. `undefined` and an empty section say nothing.
 */
export function merged(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || key === '__proto__') continue
    const below = Object.hasOwn(base, key) ? base[key] : undefined
    result[key] = isPlainObject(value) ? merged(isPlainObject(below) ? below : {}, value) : value
  }
  return result
}

/** YAML's `network:` with nothing after it is `null`; a person means "nothing to say", and no setting is ever null. */
export function withoutNulls(tree: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(tree).filter(([, value]) => value !== null)
  return Object.fromEntries(entries.map(([key, value]) => [key, isPlainObject(value) ? withoutNulls(value) : value]))
}
