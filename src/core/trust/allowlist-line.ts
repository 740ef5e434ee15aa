/** What both forms of an allowlist file share: what a name, a note or an address may be, and how much is read. */
import { MAX_ALLOWLIST_ENTRIES } from '../../contract/trust-views.ts'
import { Name, Note, Permission, TrustLevel } from '../../contract/views.ts'
import { ok, type Result } from '../../kit/result.ts'
import type { AllowlistLine, ReadAddress } from './allowlist.types.ts'

/** As many as a peer's address book holds. */
const MAX_ADDRESSES = 32
/** Of a line that is shown to a person. */
const MAX_SHOWN_CHARACTERS = 200

export const ListedLevel = TrustLevel.exclude(['unknown'])
export const LEVELS = ListedLevel.options.join(', ')
export const PERMISSIONS = Permission.options.join(', ')

/** A sentence for a person. */
type Problem = string
const no = (error: Problem): Result<never, Problem> => ({ ok: false, error })

export const shown = (text: string): string =>
  text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text

/**
 * JSON in which nothing is invisible: a note that moves the cursor or turns the reading direction does nothing in a file that
 * is printed, and comes back as it was.
 */
export const visibleJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (hidden) =>
    Array.from({ length: hidden.length }, (_, at) => `\\u${hidden.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )

/** An empty one takes the name away. */
export function readName(text: string): Result<string | null, Problem> {
  if (text.trim() === '') return ok(null)
  const parsed = Name.safeParse(text)
  return parsed.success ? ok(parsed.data) : no(`${sentence(parsed.error.issues[0]?.message ?? 'this is no name')}.`)
}

export function readNote(text: string): Result<string | null, Problem> {
  const parsed = Note.safeParse(text)
  if (!parsed.success) return no(`${sentence(parsed.error.issues[0]?.message ?? 'this is no note')}.`)
  return ok(parsed.data || null)
}

export function readAddresses(
  peerId: string,
  given: readonly string[],
  readAddress: ReadAddress,
): Result<string[], Problem> {
  if (given.length > MAX_ADDRESSES) return no(`At most ${MAX_ADDRESSES} addresses of a peer are kept.`)
  const addresses: string[] = []
  for (const text of given) {
    const parsed = readAddress(`${peerId}@${text}`)
    if (!parsed.ok) return no(parsed.error.message)
    if (parsed.value.address !== null && !addresses.includes(parsed.value.address)) addresses.push(parsed.value.address)
  }
  return ok(addresses)
}

/** Reads what fits, and says so in the place of the first that does not. */
export function cappedLines<T>(
  items: Iterable<T>,
  read: (item: T) => AllowlistLine,
): { readonly lines: AllowlistLine[]; readonly whole: boolean } {
  const lines: AllowlistLine[] = []
  for (const item of items) {
    const line = read(item)
    if (lines.length < MAX_ALLOWLIST_ENTRIES) {
      lines.push(line)
      continue
    }
    const problem = `At most ${MAX_ALLOWLIST_ENTRIES} peers are read from one file: this one and all behind it are left out.`
    lines.push({ line: line.line, text: line.text, ok: false, peerId: null, problem })
    return { lines, whole: false }
  }
  return { lines, whole: true }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
