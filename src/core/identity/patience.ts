/** Bounds how long a store may keep the start waiting (spec §2: ten seconds). */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'

/** Spec §2. In all, for every store: three slow answers must not become half a minute. */
export const STORE_PATIENCE_MS = 10 * SECOND_MS

/** Runs calls one after the other until the patience is used up; a late answer reaches nobody. */
export type Patience = <T>(call: () => Promise<T>) => Promise<T>

/**
 * @returns a function that rejects with KithError `KeychainUnavailable` (`details.reason` `slow`) as soon as all calls
 * that went through it took `patienceMs` together
 */
export function createPatience(clock: Clock, patienceMs: number): Patience {
  let leftMs = patienceMs
  return async (call) => {
    if (leftMs <= 0) throw tooSlow(patienceMs)
    const startedAt = clock.now()
    const late = Promise.withResolvers<never>()
    const timer = clock.at(startedAt + leftMs, () => late.reject(tooSlow(patienceMs)))
    try {
      return await Promise.race([call(), late.promise])
    } finally {
      timer[Symbol.dispose]()
      leftMs -= clock.now() - startedAt
    }
  }
}

const tooSlow = (patienceMs: number): KithError =>
  new KithError(
    'KeychainUnavailable',
    `It did not answer within ${patienceMs / SECOND_MS} seconds. It may be waiting for you to unlock it in another window.`,
    { details: { reason: 'slow' } },
  )
