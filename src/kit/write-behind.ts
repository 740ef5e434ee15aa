/**
 * Gathers writes that may be a moment late, latest per key, and does them together. For what is told often and decided by
 * nobody (when a peer was last seen); what a person decides is written at once.
 */
import type { Clock } from './clock.ts'

export interface WriteBehind extends Disposable {
  /** Does `write` within `delayMs`, unless a later one with the same key takes its place. */
  later(key: string, write: () => void): void
  /** Drops what waits for this key. */
  drop(key: string): void
  /** Does everything now. */
  flush(): void
}

/**
 * @param together runs all writes as one, such as a transaction. Disposing flushes.
 * @param onError told when that failed, such as on a full disk: nobody waits for these writes, so nobody else would hear of it
 */
export function createWriteBehind(
  clock: Clock,
  delayMs: number,
  together: (work: () => void) => void,
  onError: (error: unknown) => void,
): WriteBehind {
  const waiting = new Map<string, () => void>()
  let timer: Disposable | null = null

  function flush(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (waiting.size === 0) return
    const writes = [...waiting.values()]
    waiting.clear()
    try {
      together(() => {
        for (const write of writes) write()
      })
    } catch (error) {
      onError(error)
    }
  }

  return {
    later(key, write) {
      waiting.set(key, write)
      timer ??= clock.at(clock.now() + delayMs, flush)
    },
    drop: (key) => void waiting.delete(key),
    flush,
    [Symbol.dispose]: flush,
  }
}
