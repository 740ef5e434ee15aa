/** What a circuit breaker is to those who use one (spec §7). */
import type { KithError } from '../../contract/errors.ts'
import type { BreakerState } from '../../contract/link-views.ts'
import type { Source } from '../../kit/emitter.ts'

export interface BreakerStatus {
  readonly state: BreakerState
  /** Within the window that counts. */
  readonly failures: number
  /** Monotonic: when an open one lets a probe through. */
  readonly retryMs: number | null
}

export interface BreakerChange {
  readonly name: string
  readonly from: BreakerState
  readonly to: BreakerState
}

export interface Breaker {
  readonly name: string
  status(): BreakerStatus
  /**
   * Asks to go through. `null`: go on, and report `succeeded` or `failed` afterwards. An error (`BreakerOpen`, `BreakerProbing`): leave it.
   *
   * @param byHand a person asks: an open breaker lets that through as its probe
   */
  enter(byHand?: boolean): KithError | null
  succeeded(): void
  failed(): void
  /** What had entered was called off: neither a success nor a failure. */
  left(): void
  /** Enters, works, reports. Which errors count as failures is for `isFailure` to say; by default all. @throws KithError of `enter`, or whatever `work` throws */
  run<T>(work: () => Promise<T>, isFailure?: (error: unknown) => boolean): Promise<T>
  /** The same for work that is done at once. */
  runSync<T>(work: () => T, isFailure?: (error: unknown) => boolean): T
  readonly changed: Source<BreakerChange>
}
