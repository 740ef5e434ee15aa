/** Tries again what may mend by itself (spec §7): the shell around `retry.policy.ts`. */
import { KithError } from '../../contract/errors.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import { planRetry, type RetryOptions } from './retry.policy.ts'

export interface RetryPorts {
  readonly clock: Clock
  readonly random: Random
}

export interface RetryHow extends RetryOptions {
  /** Calls it off, also while it waits. */
  readonly signal?: AbortSignal
  /** Which errors a later try may mend. Default: those that say so themselves. */
  readonly isRetryable?: (error: unknown) => boolean
}

const saysSo = (error: unknown): boolean => error instanceof KithError && error.retryable

/**
 * @param work told which attempt it is, from 1
 * @throws KithError `RetriesExhausted` with the last error as its cause and `details.attempts`; `Aborted` with the signal's reason as its
 * cause; whatever `work` throws that no later try mends, as it is
 */
export async function retry<T>(
  { clock, random }: RetryPorts,
  how: RetryHow,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const { signal, isRetryable = saysSo } = how
  for (let attempts = 1; ; attempts += 1) {
    if (signal?.aborted) throw aborted(signal)
    try {
      return await work(attempts)
    } catch (error) {
      if (signal?.aborted) throw aborted(signal)
      const failed = { attempts, retryable: isRetryable(error), notBeforeMs: notBefore(error), unit: random() }
      const plan = planRetry(failed, how)
      if (plan.do === 'fail') throw error
      if (plan.do === 'give-up') throw exhausted(attempts, error)
      await pause(clock, plan.waitMs, signal)
    }
  }
}

async function pause(clock: Clock, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  const over = Promise.withResolvers<undefined>()
  const wake = (): void => over.resolve(undefined)
  const timer = clock.at(clock.now() + waitMs, wake)
  signal?.addEventListener('abort', wake)
  try {
    await over.promise
  } finally {
    timer[Symbol.dispose]()
    signal?.removeEventListener('abort', wake)
  }
}

/** A breaker that is open, or a limit, says when it makes sense to come back. */
function notBefore(error: unknown): number {
  const said = error instanceof KithError ? error.details['retryInMs'] : undefined
  return typeof said === 'number' && said > 0 ? said : 0
}

/** What it failed with at last, when that says more to a person than how often it was tried. */
export const whyExhausted = (error: unknown): unknown =>
  error instanceof KithError && error.name === 'RetriesExhausted' ? error.cause : error

const aborted = (signal: AbortSignal): KithError =>
  new KithError('Aborted', 'It was called off.', { cause: signal.reason })

function exhausted(attempts: number, cause: unknown): KithError {
  const said = cause instanceof KithError ? ` ${cause.message}` : ''
  const times = attempts === 1 ? 'It failed.' : `It was tried ${attempts} times and failed each time.`
  return new KithError('RetriesExhausted', `${times}${said}`, { cause, details: { attempts } })
}
