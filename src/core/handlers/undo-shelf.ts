/** Keeps what a decision took away for a while, so that a person can have it back. */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { AddressRecord } from '../peers/index.ts'
import type { TrustSnapshot } from '../trust/index.ts'

/** How long a person may take to notice a mistake. */
const KEPT_MS = 10 * MINUTE_MS
/** A snapshot of a whole allowlist is some megabytes. */
const MAX_KEPT = 16

/** How some peers stood, with the addresses under which they were known. */
export interface Undoable {
  readonly trust: TrustSnapshot
  readonly addresses: ReadonlyMap<string, readonly AddressRecord[]>
}

export interface UndoShelf {
  /** Answers the token that takes it back. */
  put(undoable: Undoable): string
  /** @throws KithError InvalidRequest when it is not there any more */
  find(token: string): Undoable
  /** Each can be taken back once. */
  drop(token: string): void
}

export function createUndoShelf(clock: Clock): UndoShelf {
  const kept = new Map<string, { readonly undoable: Undoable; readonly atMs: number }>()
  // Nothing is secret in a token; but one of an earlier run must not mean something else in this.
  const run = clock.wallMs().toString(36).padStart(8, '0')
  let count = 0

  function tidy(): void {
    for (const [token, { atMs }] of kept) if (kept.size > MAX_KEPT || clock.now() - atMs >= KEPT_MS) kept.delete(token)
  }

  return {
    put(undoable) {
      count += 1
      const token = `${run}-${count}`
      kept.set(token, { undoable, atMs: clock.now() })
      tidy()
      return token
    },
    find(token) {
      tidy()
      const found = kept.get(token)
      if (found) return found.undoable
      throw new KithError(
        'InvalidRequest',
        'This can no longer be undone: it was undone before, more than ten minutes have passed, or the node was started anew.',
      )
    },
    drop: (token) => void kept.delete(token),
  }
}
