/** What a manual clock has to run, soonest first: a binary heap, so that a simulated week with thousands of timers takes seconds. */

export interface Entry {
  readonly when: number
  readonly task: () => void
  /** Of two that are due together, the one that was asked for first runs first. */
  readonly order: number
  /** Where it stands in the heap; -1 once it is out. */
  place: number
}

export class TimerHeap {
  readonly #heap: Entry[] = []
  #order = 0

  get size(): number {
    return this.#heap.length
  }

  add(when: number, task: () => void): Entry {
    const entry = { when, task, order: this.#order++, place: this.#heap.length }
    this.#heap.push(entry)
    this.#rise(entry)
    return entry
  }

  /** Takes the soonest out, unless it is due later than `end`. */
  takeBy(end: number): Entry | null {
    const first = this.#heap[0]
    if (!first || first.when > end) return null
    this.remove(first)
    return first
  }

  /** Twice is fine. */
  remove(entry: Entry): void {
    const { place } = entry
    if (place < 0) return
    entry.place = -1
    const last = this.#heap.pop()
    if (!last || last === entry) return
    this.#put(last, place)
    this.#rise(last)
    this.#sink(last)
  }

  #rise(entry: Entry): void {
    while (entry.place > 0) {
      const parent = this.#heap[(entry.place - 1) >> 1]
      if (!parent || isBefore(parent, entry)) return
      this.#swap(parent, entry)
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1]
      const right = this.#heap[2 * entry.place + 2]
      const child = left && right && isBefore(right, left) ? right : left
      if (!child || isBefore(entry, child)) return
      this.#swap(entry, child)
    }
  }

  #swap(upper: Entry, lower: Entry): void {
    const { place } = upper
    this.#put(upper, lower.place)
    this.#put(lower, place)
  }

  #put(entry: Entry, place: number): void {
    this.#heap[place] = entry
    entry.place = place
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.when < b.when || (a.when === b.when && a.order < b.order)
