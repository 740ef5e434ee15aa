/** One task at the earliest of the times that were asked for. */
import type { Clock } from '../../kit/clock.ts'

export interface Alarm extends Disposable {
  /** @param whenMs on the scale of `clock.now()`; a later time than the one that is set changes nothing */
  set(whenMs: number): void
}

/** Disposing cancels; it can be set again afterwards. */
export function createAlarm(clock: Clock, task: () => void): Alarm {
  let next: { readonly whenMs: number; readonly timer: Disposable } | null = null
  const cancel = (): void => {
    next?.timer[Symbol.dispose]()
    next = null
  }
  return {
    set(whenMs) {
      if (next && next.whenMs <= whenMs) return
      cancel()
      const timer = clock.at(whenMs, () => {
        next = null
        task()
      })
      next = { whenMs, timer }
    },
    [Symbol.dispose]: cancel,
  }
}
