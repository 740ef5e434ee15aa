/** Trees of plain objects, as settings are: laid over one another, walked, read by path. */
type Tree = Readonly<Record<string, unknown>>

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What `over` says wins, key by key down the tree; lists are replaced whole, because half of one person's list and half of
 * another's is nobody's. `undefined` and an empty section say nothing.
 */
export function merged(base: Tree, over: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || key === '__proto__') continue
    const below = Object.hasOwn(base, key) ? base[key] : undefined
    result[key] = isPlainObject(value) ? merged(isPlainObject(below) ? below : {}, value) : value
  }
  return result
}

/** Without every key that is `null`. */
export function withoutNulls(tree: Tree): Record<string, unknown> {
  const entries = Object.entries(tree).filter(([, value]) => value !== null)
  return Object.fromEntries(entries.map(([key, value]) => [key, isPlainObject(value) ? withoutNulls(value) : value]))
}

/** Everything that is no section, each with the way to it; an empty section has none. */
export function* leaves(
  tree: Tree,
  way: readonly string[] = [],
): Generator<readonly [way: readonly string[], value: unknown]> {
  for (const [key, value] of Object.entries(tree)) {
    if (isPlainObject(value)) yield* leaves(value, [...way, key])
    else yield [[...way, key], value]
  }
}

/** What stands at `limits.perPeer`; `undefined` when nothing does. */
export function atPath(tree: Tree, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (isPlainObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), tree)
}

/** The tree that has `value` at `path` and nothing else. */
export function treeWith(path: string, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.')
  return { [key]: rest.length === 0 ? value : treeWith(rest.join('.'), value) }
}
