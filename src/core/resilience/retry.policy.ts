/** When something that failed is tried again, and how long after (spec §7). Pure: chance and what was tried in, a plan out. */

export interface RetryOptions {
  /** In all, the first one among them. */
  readonly attempts: number
  /** The longest wait before the second attempt. */
  readonly baseMs: number
  /** So much longer may each further wait be. */
  readonly factor: number
  readonly capMs: number
}

export interface Failed {
  /** How often it was tried. */
  readonly attempts: number
  /** A later try may mend it. */
  readonly retryable: boolean
  /** Whoever failed asked not to be asked again before; 0 when nobody said so. Clamped: a stranger may have said it. */
  readonly notBeforeMs: number
  /** Uniform in [0, 1). */
  readonly unit: number
}

export type RetryPlan =
  | { readonly do: 'wait'; readonly waitMs: number }
  | { readonly do: 'fail' }
  | { readonly do: 'give-up' }

/** `fail` hands on what it failed with, because no later try would mend it; `give-up` says how often it was tried in vain. */
export function planRetry({ attempts, retryable, notBeforeMs, unit }: Failed, options: RetryOptions): RetryPlan {
  if (!retryable) return { do: 'fail' }
  if (attempts >= options.attempts) return { do: 'give-up' }
  const longestMs = Math.min(options.capMs, options.baseMs * options.factor ** (attempts - 1))
  // Full jitter: many who failed together do not come back together.
  const waitMs = unit * longestMs
  return { do: 'wait', waitMs: Math.min(options.capMs, Math.max(waitMs, notBeforeMs)) }
}
