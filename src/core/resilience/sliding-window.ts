/** Counts what happened within the last while, by key. Forgets by itself; a flood of keys pushes the oldest out. */
import type { Clock } from '../../kit/clock.ts'

export interface SlidingWindow {
  /** How often within the window. */
  count(key: string): number
  add(key: string): void
  /** Keys that are remembered. */
  readonly size: number
}

/** Far more addresses or peers than can be let in within a window of a second. */
const MAX_KEYS = 10_000

export function createSlidingWindow(clock: Clock, windowMs: number, maxKeys = MAX_KEYS): SlidingWindow {
  /** In the order of their newest entry, so that what has passed is at the front. */
  const times = new Map<string, number[]>()

  function recent(key: string): number[] {
    const since = clock.now() - windowMs
    const all = times.get(key)
    if (!all) return []
    const passed = all.findIndex((time) => time > since)
    if (passed < 0) {
      times.delete(key)
      return []
    }
    all.splice(0, passed)
    return all
  }

  function forget(): void {
    const since = clock.now() - windowMs
    for (const [key, all] of times) {
      if (times.size <= maxKeys && (all.at(-1) ?? 0) > since) return
      times.delete(key)
    }
  }

  return {
    count: (key) => recent(key).length,
    add(key) {
      const all = recent(key)
      all.push(clock.now())
      times.delete(key)
      times.set(key, all)
      forget()
    },
    get size() {
      return times.size
    },
  }
}
