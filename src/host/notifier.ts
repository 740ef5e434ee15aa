/** Passes on what a person should know at once, at a bearable pace. */
import type { Notification } from '../core/notification.types.ts'
import type { Clock } from '../kit/clock.ts'
import { MOST_TAGS, showAtMs } from './notifier.policy.ts'

export interface Notifier extends Disposable {
  /** Shows it now, or when the pause is over unless a later one of its tag has come by then. */
  notify(notification: Notification): void
}

/** What was shown of a tag last, and what of it waits. */
interface Pause {
  shownAtMs: number | null
  waiting: Notification | null
  timer: Disposable | null
}

export function createNotifier(clock: Clock, show: (notification: Notification) => void): Notifier {
  const pauses = new Map<string, Pause>()

  function pauseOf(tag: string): Pause {
    const pause = pauses.get(tag) ?? { shownAtMs: null, waiting: null, timer: null }
    pauses.delete(tag)
    pauses.set(tag, pause)
    for (const [oldest, { timer }] of pauses) {
      if (pauses.size <= MOST_TAGS) break
      timer?.[Symbol.dispose]()
      pauses.delete(oldest)
    }
    return pause
  }

  function showWaiting(pause: Pause): void {
    pause.timer = null
    const { waiting } = pause
    if (!waiting) return
    pause.waiting = null
    pause.shownAtMs = clock.now()
    show(waiting)
  }

  return {
    notify(notification) {
      const pause = pauseOf(notification.tag)
      pause.waiting = notification
      if (pause.timer) return
      const atMs = showAtMs(clock.now(), pause.shownAtMs)
      if (atMs <= clock.now()) showWaiting(pause)
      else pause.timer = clock.at(atMs, () => showWaiting(pause))
    },
    [Symbol.dispose]() {
      for (const { timer } of pauses.values()) timer?.[Symbol.dispose]()
      pauses.clear()
    },
  }
}
