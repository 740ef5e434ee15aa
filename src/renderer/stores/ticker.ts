/** The one clock by which every countdown and "3 min ago" on the screens moves. It runs only while somebody looks. */
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'

export interface Ticker extends Disposable {
  /** Epoch milliseconds of the last tick, or of now when nobody looks. */
  nowMs(): number
  /** Told once a second. The answer stops listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createTicker(clock: Clock): Ticker {
  const listeners = new Set<() => void>()
  let timer: Disposable | null = null
  let lastMs = clock.wallMs()

  function tick(): void {
    lastMs = clock.wallMs()
    timer = clock.at(clock.now() + SECOND_MS, tick)
    for (const listener of [...listeners]) listener()
  }

  function stop(): void {
    timer?.[Symbol.dispose]()
    timer = null
  }

  return {
    nowMs: () => (timer === null ? clock.wallMs() : lastMs),
    subscribe(listener) {
      listeners.add(listener)
      if (timer === null) {
        lastMs = clock.wallMs()
        timer = clock.at(clock.now() + SECOND_MS, tick)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    [Symbol.dispose]() {
      listeners.clear()
      stop()
    },
  }
}
