/** The real clock and the real dice: the only place in kit, contract and core that may touch the globals. */
import type { Clock, Random } from './clock.ts'

/** Node's timers overflow past 2^31-1 ms and would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  at(when, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, when - performance.now()), MAX_TIMEOUT_MS))
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}

export const systemRandom: Random = Math.random
