/** What a key means on the screens, given what is bound to which keys. */

export interface Binding {
  readonly id: string
  /** Pressed one after the other. `Mod+k` is Control and k, or Command and k on a Mac. */
  readonly keys: readonly string[]
  /** Works while somebody types. */
  readonly everywhere: boolean
}

export interface KeyPress {
  readonly key: string
  /** Control, Alt or Meta is down: the key is the system's or the browser's, unless something is bound to it. */
  readonly modified: boolean
  /** Control, or Command on a Mac, is down and nothing else. */
  readonly control?: boolean
  /** Somebody is typing text. */
  readonly busy: boolean
  /** A dialog, a menu or a popover has the floor: whatever is in it must not be swept away. */
  readonly covered?: boolean
  readonly nowMs: number
}

/** Keys that began something, while the next one is awaited. */
export type Prefix = { readonly keys: readonly string[]; readonly atMs: number } | null

/** How long the next key may take. */
const PREFIX_MS = 1_500

export interface Pressed {
  readonly prefix: Prefix
  /** The binding that is meant. */
  readonly id: string | null
  /** The key belongs to a shortcut that began before it. Nobody else may have it: `g i` on a request must not ignore it. */
  readonly taken: boolean
}

export function pressKey(prefix: Prefix, press: KeyPress, bindings: readonly Binding[]): Pressed {
  const nothing: Pressed = { prefix: null, id: null, taken: false }
  if (press.covered === true) return nothing
  const open = press.busy ? bindings.filter(({ everywhere }) => everywhere) : bindings
  if (press.control === true) return { ...nothing, id: meantBy([`Mod+${press.key.toLowerCase()}`], open) }
  if (press.busy || press.modified) return nothing
  // Shift alone is how `?` is typed; it must not end a prefix.
  if (press.key === 'Shift') return { ...nothing, prefix }
  const pending = prefix !== null && press.nowMs - prefix.atMs <= PREFIX_MS ? prefix.keys : []
  const keys = [...pending, press.key]
  const id = meantBy(keys, open)
  if (id !== null) return { ...nothing, id, taken: pending.length > 0 }
  if (begins(keys, open)) return { ...nothing, prefix: { keys, atMs: press.nowMs } }
  // Whoever presses `g g r` means `g r`.
  if (pending.length > 0 && begins([press.key], open))
    return { ...nothing, prefix: { keys: [press.key], atMs: press.nowMs } }
  return { ...nothing, taken: pending.length > 0 && press.key.length === 1 }
}

const meantBy = (keys: readonly string[], bindings: readonly Binding[]): string | null =>
  bindings.find((one) => one.keys.length === keys.length && startsWith(one.keys, keys))?.id ?? null

const begins = (keys: readonly string[], bindings: readonly Binding[]): boolean =>
  bindings.some((one) => one.keys.length > keys.length && startsWith(one.keys, keys))

const startsWith = (whole: readonly string[], part: readonly string[]): boolean =>
  part.every((key, index) => whole[index] === key)
