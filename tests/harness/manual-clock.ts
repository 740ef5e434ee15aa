import type { Clock } from '../../src/kit/clock.ts'
import { type Entry, TimerHeap } from './timer-heap.ts'

/** A clock that moves only when told, running due tasks in order and letting promises settle between them. */
export class ManualClock implements Clock {
  #now = 0
  #epochMs: number
  readonly #tasks = new TimerHeap()

  constructor(epochMs = Date.UTC(2026, 0, 1)) {
    this.#epochMs = epochMs
  }

  now(): number {
    return this.#now
  }

  wallMs(): number {
    return this.#epochMs + this.#now
  }

  /** Moves the wall clock only, as a person or NTP would. */
  jumpWallMs(byMs: number): void {
    this.#epochMs += byMs
  }

  at(when: number, task: () => void): Disposable {
    return new Timer(this.#tasks, this.#tasks.add(Math.max(when, this.#now), task))
  }

  /** How many tasks wait: a disposed component leaves none. */
  get pending(): number {
    return this.#tasks.size
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const due = this.#tasks.takeBy(end)
      if (!due) break
      this.#now = due.when
      due.task()
      await settled()
    }
    this.#now = end
  }
}

class Timer implements Disposable {
  readonly #tasks: TimerHeap
  readonly #entry: Entry

  constructor(tasks: TimerHeap, entry: Entry) {
    this.#tasks = tasks
    this.#entry = entry
  }

  [Symbol.dispose](): void {
    this.#tasks.remove(this.#entry)
  }
}

/** Lets every already-resolved promise chain run to its end. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
