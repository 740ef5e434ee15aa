import type { Clock } from '../../src/kit/clock.ts'

/** A clock that moves only when told, running due tasks in order and letting promises settle between them. */
export class ManualClock implements Clock {
  #now = 0
  #epochMs: number
  #tasks = new Set<{ when: number; task: () => void }>()

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
    const entry = { when: Math.max(when, this.#now), task }
    this.#tasks.add(entry)
    return { [Symbol.dispose]: () => this.#tasks.delete(entry) }
  }

  /** How many tasks wait: a disposed component leaves none. */
  get pending(): number {
    return this.#tasks.size
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const due = [...this.#tasks].filter((t) => t.when <= end).sort((a, b) => a.when - b.when)[0]
      if (!due) break
      this.#tasks.delete(due)
      this.#now = due.when
      due.task()
      await settled()
    }
    this.#now = end
  }
}

/** Lets every already-resolved promise chain run to its end. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
