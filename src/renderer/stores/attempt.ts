/** Does what a person asked for and says in a toast what went wrong, in the node's own words. */
import { KithError } from '../../contract/errors.ts'
import { strings } from '../strings.ts'
import type { Toasts } from './toast-store.ts'

/** The node's errors are written for people. Anything else is a bug of ours, whose text helps nobody here. */
export function messageOf(cause: unknown): string {
  if (!(cause instanceof KithError)) return strings.actions.failed
  // The bridge's own refusal is in the language of the page already.
  return cause.message === strings.link.callFailed ? cause.message : strings.errorTold(cause.name, cause.message)
}

/** @returns whether it worked */
export async function attempt(toasts: Toasts, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (cause) {
    toasts.problem(messageOf(cause))
    return false
  }
}
