/** Reads what a person dropped, chose or pasted, within the limits of the contract. */
import { MAX_ALLOWLIST_CHARACTERS } from '../../../contract/trust-views.ts'
import { peerStrings } from '../../strings.ts'

const words = peerStrings.allowlist

/** UTF-8 takes four bytes for a character at most: a larger file is too long without being read. */
const MAX_FILE_BYTES = 4 * MAX_ALLOWLIST_CHARACTERS

export type ReadList =
  | { readonly ok: true; readonly text: string; readonly from: string }
  | { readonly ok: false; readonly problem: string }

/** @param from what it was read from, as a person calls it */
export function readText(text: string, from: string): ReadList {
  // A byte order mark belongs to the file, not to its first line.
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (bare.includes('\0')) return { ok: false, problem: words.notText(from) }
  return bare.length > MAX_ALLOWLIST_CHARACTERS
    ? { ok: false, problem: words.tooLong(bare.length, MAX_ALLOWLIST_CHARACTERS) }
    : { ok: true, text: bare, from }
}

export async function readFile(file: File): Promise<ReadList> {
  if (file.size > MAX_FILE_BYTES) return { ok: false, problem: words.tooLong(file.size, MAX_ALLOWLIST_CHARACTERS) }
  try {
    return readText(await file.text(), file.name)
  } catch {
    return { ok: false, problem: words.notText(file.name) }
  }
}
