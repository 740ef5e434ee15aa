/** A circuit breaker (spec §7): the shell around `breaker.policy.ts`. */
import { createEmitter } from '../../kit/emitter.ts'
import type { Breaker, BreakerChange } from './breaker.types.ts'

/** TO BE BUILT: lets everything through. */
export function createBreaker(_ports: unknown, name: string): Breaker {
  return {
    name,
    status: () => ({ state: 'closed', failures: 0, retryMs: null }),
    enter: () => null,
    succeeded: () => {},
    failed: () => {},
    left: () => {},
    run: (work) => work(),
    runSync: (work) => work(),
    changed: createEmitter<BreakerChange>(),
  }
}
