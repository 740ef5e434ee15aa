/** A change of settings that is not saved yet: what it would make of them, and what stands against it. */
import { Settings } from '../../contract/settings.ts'

/** Values by path (`limits.perPeer`). `null` goes back to the default. */
export type Draft = Readonly<Record<string, unknown>>

/** What the schema has against one value. */
export interface Issue {
  readonly code: string
  readonly message: string
  readonly minimum?: number
  readonly maximum?: number
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path; `undefined` where there is none. */
export function valueAt(settings: object, path: string): unknown {
  let value: unknown = settings
  for (const key of path.split('.')) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return value
}

/** As `settings.set` takes it: nested, with `null` where a value goes back to its default. */
export function changeOf(draft: Draft): Record<string, unknown> {
  const change: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(draft)) put(change, path.split('.'), value)
  return change
}

function put(target: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key, ...rest] = keys
  if (key === undefined) return
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = target[key]
  const next = isObject(inner) ? inner : {}
  target[key] = next
  put(next, rest, value)
}

/** What the schema says of the settings as they would be, by path. Empty: they are good. */
export function issuesOf(settings: Settings, draft: Draft): Readonly<Record<string, Issue>> {
  const whole = structuredClone(settings) as Record<string, unknown>
  for (const [path, value] of Object.entries(draft)) put(whole, path.split('.'), value ?? undefined)
  const parsed = Settings.safeParse(whole)
  const issues: Record<string, Issue> = {}
  for (const issue of parsed.error?.issues ?? []) {
    // A line of a list is the list's problem: there is one field for all of it.
    const path = pathOf(issue.path)
    issues[path] ??= {
      code: issue.code,
      message: issue.message,
      ...('minimum' in issue ? { minimum: Number(issue.minimum) } : {}),
      ...('maximum' in issue ? { maximum: Number(issue.maximum) } : {}),
    }
  }
  return issues
}

const pathOf = (keys: readonly PropertyKey[]): string => keys.filter((key) => typeof key === 'string').join('.')

/** Two values of a setting are the same: lists count by what is in them. */
export const sameValue = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((item, index) => item === other[index])
    : one === other

let defaults: Settings | null = null
/** Every setting as it is when nobody chose anything. */
export function defaultSettings(): Settings {
  defaults ??= Settings.parse({})
  return defaults
}

/** Without what is so already. */
export function needed(settings: Settings, draft: Draft): Draft {
  return Object.fromEntries(
    Object.entries(draft).filter(([path, value]) => {
      const wanted = value === null ? valueAt(defaultSettings(), path) : value
      return !sameValue(wanted, valueAt(settings, path))
    }),
  )
}
