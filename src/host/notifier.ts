/** Passes on what a person should know at once, at a bearable pace. */
import type { Notification } from '../core/notification.types.ts'
import type { Clock } from '../kit/clock.ts'
import { showAtMs } from './notifier.policy.ts'

export interface Notifier extends Disposable {
  /** Shows it now, or when the pause is over unless a later one has come by then. */
  notify(notification: Notification): void
}

export function createNotifier(clock: Clock, show: (notification: Notification) => void): Notifier {
  let shownAtMs: number | null = null
  let waiting: Notification | null = null
  let timer: Disposable | null = null

  function showWaiting(): void {
    timer = null
    if (!waiting) return
    const notification = waiting
    waiting = null
    shownAtMs = clock.now()
    show(notification)
  }

  return {
    notify(notification) {
      waiting = notification
      if (timer) return
      const atMs = showAtMs(clock.now(), shownAtMs)
      if (atMs <= clock.now()) showWaiting()
      else timer = clock.at(atMs, showWaiting)
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
      waiting = null
    },
  }
}
