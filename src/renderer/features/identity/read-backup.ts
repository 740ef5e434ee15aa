/** Reads a backup that a person dropped or chose, within the limits of the contract. */
import { MAX_BACKUP_CHARACTERS } from '../../../contract/identity-views.ts'
import { strings } from '../../strings.ts'

const words = strings.identity.restoring

export type ReadBackup =
  | { readonly ok: true; readonly name: string; readonly text: string }
  | { readonly ok: false; readonly problem: string }

/** What is sealed is plain ASCII, so bytes are characters. */
export async function readBackup(file: File): Promise<ReadBackup> {
  const { name } = file
  if (file.size > MAX_BACKUP_CHARACTERS) return { ok: false, problem: words.tooLarge(name) }
  try {
    return { ok: true, name, text: await file.text() }
  } catch {
    return { ok: false, problem: words.unreadable(name) }
  }
}
