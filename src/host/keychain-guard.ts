/** Leaves a keychain alone that keeps failing or does not answer (spec §7), and tries again by itself what may pass. */
import { KithError } from '../contract/errors.ts'
import type { SecretStore } from '../core/identity/index.ts'
import { type Breaker, type RetryOptions, retry, whyExhausted } from '../core/resilience/index.ts'
import type { Clock, Random } from '../kit/clock.ts'
import { SECOND_MS } from '../kit/units.ts'
import { mayPass } from './keychain.policy.ts'

export interface KeychainGuardPorts {
  readonly clock: Clock
  readonly random: Random
  readonly keychain: SecretStore
  readonly breaker: Breaker
}

export interface KeychainGuard {
  /**
   * The keychain for one start. Every failure is a KithError `KeychainUnavailable`; `details.reason` is `left-alone` when it was not
   * even asked.
   *
   * @param byHand a person asked for it: the keychain is tried whatever came before
   */
  forStart(byHand: boolean): SecretStore
}

/** Who has not answered by then failed, whatever comes of it later (spec §2: a start waits ten seconds). */
const HANGS_AFTER_MS = 10 * SECOND_MS

export function guardKeychain(ports: KeychainGuardPorts, retryOptions: RetryOptions): KeychainGuard {
  const { clock, keychain, breaker } = ports

  async function call<T>(work: () => Promise<T>, byHand: boolean): Promise<T> {
    const refused = breaker.enter(byHand)
    if (refused) throw leftAlone(refused)
    const outcome = { late: false }
    const watchdog = clock.at(clock.now() + HANGS_AFTER_MS, () => {
      outcome.late = true
      breaker.failed()
    })
    try {
      const result = await work()
      if (!outcome.late) breaker.succeeded()
      return result
    } catch (error) {
      if (!outcome.late) {
        if (isFailure(error)) breaker.failed()
        else breaker.left()
      }
      throw error
    } finally {
      watchdog[Symbol.dispose]()
    }
  }

  /** A node that runs asks its keychain nothing any more: whether it works again is found out now. */
  async function confirm(): Promise<void> {
    try {
      while (breaker.status().state === 'half-open') await call(() => keychain.load(), false)
    } catch {
      // Then it is left alone again, and that is told.
    }
  }

  return {
    forStart: (byHand) => ({
      async load() {
        try {
          const secret = await retry(ports, { ...retryOptions, isRetryable }, () => call(() => keychain.load(), byHand))
          void confirm()
          return secret
        } catch (error) {
          throw whyExhausted(error)
        }
      },
      save: (secret) => call(() => keychain.save(secret), byHand),
    }),
  }
}

const reasonOf = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof KithError ? error.details : {}

/** Where there is none, nothing failed. */
function isFailure(error: unknown): boolean {
  const { reason, said } = reasonOf(error)
  return reason !== 'no-library' && said !== 'no session bus'
}

function isRetryable(error: unknown): boolean {
  const { reason, said } = reasonOf(error)
  return mayPass(String(reason), String(said))
}

/** @param refused of the breaker: it says when the keychain is tried again */
function leftAlone(refused: KithError): KithError {
  const { retryInMs, retryAt } = refused.details
  const wait =
    typeof retryInMs === 'number'
      ? `for another ${Math.max(1, Math.ceil(retryInMs / SECOND_MS))} s`
      : 'until the try that is under way has ended'
  return new KithError('KeychainUnavailable', `It failed several times, so Kith leaves it alone ${wait}.`, {
    cause: refused,
    details: { reason: 'left-alone', retryInMs, retryAt },
  })
}
