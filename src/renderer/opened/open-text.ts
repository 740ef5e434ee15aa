/** Takes what came from outside (dropped, opened with the app) to the dialog that says what it means. Nothing is done with it here. */
import type { OpenedFile } from '../../contract/desktop-views.ts'
import { MAX_BACKUP_CHARACTERS } from '../../contract/identity-views.ts'
import type { Stores } from '../stores/stores.ts'
import { strings } from '../strings.ts'
import { isPicture, readPicture } from './read-qr.ts'
import { kindOfText, saidBy } from './said.policy.ts'

type Needs = Pick<Stores, 'screen' | 'toasts'>

const words = strings.palette.drop

/** UTF-8 takes four bytes for a character at most: a larger file is too long without being read. */
const MAX_FILE_BYTES = 4 * MAX_BACKUP_CHARACTERS

/** @param file its whole text, and its name for the person */
export function openText({ screen, toasts }: Needs, file: OpenedFile): void {
  switch (kindOfText(file.text)) {
    case 'empty':
      return toasts.problem(words.empty(file.name))
    case 'binary':
      return toasts.problem(words.noText(file.name))
    case 'link':
    case 'address':
      return screen.openLink(file.text.trim())
    case 'backup':
      return screen.open({ kind: 'restore', file })
    case 'allowlist':
      return screen.open({ kind: 'import', file })
  }
}

export async function openFile(needs: Needs, file: File): Promise<void> {
  if (isPicture(file)) {
    const read = await readPicture(file)
    if (read.ok) needs.screen.openLink(read.text)
    else needs.toasts.problem(read.problem)
    return
  }
  if (file.size > MAX_FILE_BYTES) {
    needs.toasts.problem(words.tooLarge(file.name))
    return
  }
  let text: string
  try {
    text = await file.text()
  } catch {
    needs.toasts.problem(words.unread(file.name))
    return
  }
  openText(needs, { name: file.name.slice(0, 256), text })
}

/** A text without a name: what was marked somewhere and dropped here. */
export function openDroppedText(needs: Needs, text: string): void {
  if (saidBy(text) !== 'other') return needs.screen.openLink(text.trim())
  // Lines of an allowlist hold a peer ID; anything else is nothing of ours.
  if (/[1-9A-HJ-NP-Za-km-z]{46,}/u.test(text)) return openText(needs, { name: words.text, text })
  needs.toasts.problem(words.nothing)
}
