/** Keeps what a decision took away for a while, so that a person can have it back. */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { TrustSnapshot } from '../trust/index.ts'

/** How long a person may take to notice a mistake. */
const KEPT_MS = 10 * MINUTE_MS
/** A snapshot of a whole allowlist is some megabytes. */
const MAX_KEPT = 16

/** A peer's decision with the addresses under which it was known. */
export interface Undoable {
  readonly trust: TrustSnapshot
  readonly addresses: ReadonlyMap<string, readonly string[]>
}

export interface UndoShelf {
  /** Answers the token that takes it back. */
  put(undoable: Undoable): string
  /** Each can be taken once. @throws KithError InvalidRequest when it is not there any more */
  take(token: string): Undoable
}

/** @param newToken a random token, unguessable enough to be told apart: nothing is secret here */
export function createUndoShelf(clock: Clock, newToken: () => string): UndoShelf {
  const kept = new Map<string, { readonly undoable: Undoable; readonly atMs: number }>()

  function tidy(): void {
    for (const [token, { atMs }] of kept) if (kept.size > MAX_KEPT || clock.now() - atMs >= KEPT_MS) kept.delete(token)
  }

  return {
    put(undoable) {
      const token = newToken()
      kept.set(token, { undoable, atMs: clock.now() })
      tidy()
      return token
    },
    take(token) {
      tidy()
      const found = kept.get(token)
      if (!found) throw new KithError('InvalidRequest', 'This can no longer be undone: ten minutes have passed.')
      kept.delete(token)
      return found.undoable
    },
  }
}
