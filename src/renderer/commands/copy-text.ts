/** Puts a text on the clipboard and says that it did, or that the system refused. */
import type { Toasts } from '../stores/toast-store.ts'
import { strings } from '../strings.ts'

/** @param what of the thing, such as "peer ID" */
export async function copyText(toasts: Toasts, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toasts.done(`${strings.actions.copied}: ${what}`)
  } catch {
    toasts.problem(strings.actions.copyFailed)
  }
}
