/** Figures that only grow, told apart by labels, as Prometheus counts. */

export interface Counters {
  /** Adds one, or `by`. Labels have few values: a reason, a direction; never a peer. */
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void
  list(): { name: string; labels: Readonly<Record<string, string>>; value: number }[]
}

/** Far above what the code names; a mistake that makes labels of peer data must not fill the memory. */
const MAX_SERIES = 1_000

export function createCounters(): Counters {
  const series = new Map<string, { name: string; labels: Readonly<Record<string, string>>; value: number }>()
  return {
    count(name, labels = {}, by = 1) {
      const key = `${name} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`
      const known = series.get(key)
      if (known) known.value += by
      else if (series.size < MAX_SERIES) series.set(key, { name, labels, value: by })
    },
    list: () => [...series.values()].map((entry) => ({ ...entry })),
  }
}
