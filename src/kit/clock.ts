/** Time and chance as ports. Everything that waits, measures or draws takes these. */
export interface Clock {
  /** Monotonic milliseconds. Only differences mean anything; survives a changed wall clock. */
  now(): number
  /** Milliseconds since the Unix epoch, for what a person reads and what is written to disk. */
  wallMs(): number
  /** Runs `task` once at `when` (same scale as `now`). Disposing cancels it. */
  at(when: number, task: () => void): Disposable
}

/** A uniform number in [0, 1). */
export type Random = () => number

/** Milliseconds since the epoch as ISO 8601 in UTC, the one form in which times cross a boundary. */
export const isoTime = (epochMs: number): string => new Date(epochMs).toISOString()
