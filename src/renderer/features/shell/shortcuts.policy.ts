/** What a key means on the screens. */

/** The screens by their names, and what can be done anywhere. */
export type ShortcutAction =
  | 'peers'
  | 'requests'
  | 'invites'
  | 'bandwidth'
  | 'activity'
  | 'health'
  | 'settings'
  | 'add'
  | 'invite'
  | 'search'
  | 'undo'
  | 'help'

export interface KeyPress {
  readonly key: string
  /** Control, Alt or Meta is down: the key is the system's or the browser's. */
  readonly modified: boolean
  /** Control, or Command on a Mac, is down and nothing else. */
  readonly control?: boolean
  /** Somebody is typing text, or a dialog has the floor. */
  readonly busy: boolean
  readonly nowMs: number
}

/** When `g` was pressed, while its second key is awaited. */
export type Prefix = { readonly atMs: number } | null

/** How long the second key may take. */
const PREFIX_MS = 1_500

const afterG: Readonly<Record<string, ShortcutAction>> = {
  p: 'peers',
  r: 'requests',
  i: 'invites',
  b: 'bandwidth',
  a: 'activity',
  h: 'health',
  s: 'settings',
}
const alone: Readonly<Record<string, ShortcutAction>> = { a: 'add', n: 'invite', '/': 'search', u: 'undo', '?': 'help' }

/**
 * @returns `taken`: the key belongs to a shortcut that began before it. Nobody else may have it: `g i` on a request must
 * not ignore it.
 */
export function pressKey(
  prefix: Prefix,
  press: KeyPress,
): { readonly prefix: Prefix; readonly action: ShortcutAction | null; readonly taken: boolean } {
  const nothing = { prefix: null, action: null, taken: false }
  // What every program means by it; a field keeps its own.
  if (press.control === true && !press.busy && press.key === 'z') return { ...nothing, action: 'undo' }
  if (press.busy || press.modified) return nothing
  // Shift alone is how `?` is typed; it must not end a prefix.
  if (press.key === 'Shift') return { ...nothing, prefix }
  if (press.key === 'g') return { ...nothing, prefix: { atMs: press.nowMs } }
  const pending = prefix !== null && press.nowMs - prefix.atMs <= PREFIX_MS
  const meanings = pending ? afterG : alone
  const action = Object.hasOwn(meanings, press.key) ? (meanings[press.key] ?? null) : null
  return { prefix: null, action, taken: pending && press.key.length === 1 }
}
