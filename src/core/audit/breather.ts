/** Lets others have their turn during long work. */
import type { Clock } from '../../kit/clock.ts'

/** Below what a heartbeat or a screen notices. */
const TURN_MS = 10

/** The answer is awaited between two pieces of the work; mostly it comes at once. */
export function createBreather(clock: Clock): () => Promise<void> | undefined {
  let sinceMs = clock.now()
  return () => {
    if (clock.now() - sinceMs < TURN_MS) return undefined
    return new Promise((resolve) => {
      clock.at(clock.now(), () => {
        sinceMs = clock.now()
        resolve()
      })
    })
  }
}
