/** How the keychain is, from what is known without asking it: asking might open a prompt on somebody's screen. Pure. */
import type { BreakerState, HealthFinding } from '../contract/link-views.ts'
import type { KeyStoreKind } from '../contract/views.ts'

export interface KeychainFacts {
  /** Where the key of this node is kept; `null` before it is open. */
  readonly keptIn: KeyStoreKind | null
  /** A call that it has not answered. */
  readonly busy: boolean
  /** Whether there is a place where one would answer, such as the session bus of Linux. */
  readonly present: boolean
  readonly state: BreakerState
}

/** At worst degraded: the key is open, and only the next start needs the keychain again. */
export function keychainFinding({ keptIn, busy, present, state }: KeychainFacts): HealthFinding {
  const details = { needed: keptIn === 'keychain', breaker: state }
  const healthy = (message: string): HealthFinding => ({ status: 'healthy', message, advice: null, details })
  const degraded = (message: string, advice: string): HealthFinding => ({
    status: 'degraded',
    message,
    advice,
    details,
  })
  if (keptIn !== 'keychain') return healthy('Not needed: the key of this node is kept in a file.')
  if (busy)
    return degraded(
      'The keychain does not answer.',
      'It may be waiting for you in another window. The node goes on with the key that it has open.',
    )
  if (state !== 'closed')
    return degraded(
      'The keychain keeps failing, so it is left alone for a while.',
      'Unlock it or log in again before the next start. The node goes on with the key that it has open.',
    )
  if (!present)
    return degraded(
      'The keychain of this session is gone.',
      'Log in again before the next start: the node then needs it. It goes on with the key that it has open.',
    )
  return healthy('The keychain gave the key when the node started.')
}
