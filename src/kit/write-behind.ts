/**
 * Gathers writes that may be a moment late, latest per key, and does them together. For what is told often and decided by
 * nobody (when a peer was last seen); what a person decides is written at once. What cannot be written now waits, within bounds.
 */
import type { Clock } from './clock.ts'

export interface WriteBehind extends Disposable {
  /** Does `write` within `delayMs`, unless a later one with the same key takes its place. */
  later(key: string, write: () => void): void
  /** Drops what waits for this key. */
  drop(key: string): void
  /** Does everything now. What fails waits on. */
  flush(): void
  /** How many wait. */
  readonly size: number
}

export interface WriteBehindOptions {
  /**
   * Whether an error may pass, such as that of a full disk: then everything waits and is tried again. After any other only the
   * write that threw it is dropped. Default: errors that say of themselves whether they are `retryable`; others are bugs.
   */
  readonly mayPass?: (error: unknown) => boolean
  /** So many wait at most while nothing can be written; the oldest are dropped. */
  readonly maxWaiting?: number
}

/** While writing fails, it is tried again this often; whoever writes may refuse at once as long as it is no use. */
const RETRY_MS = 5_000
/** Some MiB at most, and more than a node writes down in an hour. */
const MAX_WAITING = 10_000

/**
 * @param together runs all writes as one, such as a transaction. Disposing flushes.
 * @param onError told when something could not be written, once for each time that it begins to fail: nobody waits for these
 * writes, so nobody else would hear of it
 */
export function createWriteBehind(
  clock: Clock,
  delayMs: number,
  together: (work: () => void) => void,
  onError: (error: unknown) => void,
  { mayPass = saysWhetherItMayPass, maxWaiting = MAX_WAITING }: WriteBehindOptions = {},
): WriteBehind {
  /** In the order in which they came. */
  let waiting = new Map<string, () => void>()
  let timer: Disposable | null = null
  let failing = false

  function schedule(inMs: number): void {
    timer ??= clock.at(clock.now() + inMs, flush)
  }

  function flush(): void {
    write()
    if (waiting.size > 0) schedule(RETRY_MS)
  }

  function write(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (waiting.size === 0) return
    const batch = waiting
    waiting = new Map()
    const faults: unknown[] = []
    try {
      together(() => {
        for (const one of batch.values()) {
          try {
            one()
          } catch (error) {
            if (mayPass(error)) throw error
            faults.push(error)
          }
        }
      })
      failing = false
    } catch (error) {
      if (mayPass(error)) keep(batch, error)
      else faults.push(error)
    }
    for (const fault of faults) onError(fault)
  }

  function keep(batch: Map<string, () => void>, error: unknown): void {
    for (const [key, newer] of waiting) batch.set(key, newer)
    waiting = batch
    makeRoom()
    if (!failing) onError(error)
    failing = true
  }

  function makeRoom(): void {
    for (const key of waiting.keys()) {
      if (waiting.size <= maxWaiting) return
      waiting.delete(key)
    }
  }

  return {
    later(key, one) {
      waiting.set(key, one)
      makeRoom()
      schedule(failing ? RETRY_MS : delayMs)
    },
    drop: (key) => void waiting.delete(key),
    flush,
    get size() {
      return waiting.size
    },
    [Symbol.dispose]: write,
  }
}

const saysWhetherItMayPass = (error: unknown): boolean => error instanceof Error && 'retryable' in error
