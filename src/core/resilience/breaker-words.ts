/** What a person reads about breakers: why something is left alone, until when, and what that means meanwhile. The one place. */
import { KithError } from '../../contract/errors.ts'
import type { ServiceName } from '../../contract/link-views.ts'
import { isoTime } from '../../kit/clock.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'

export interface BreakerWords {
  /** Why it is left alone: the beginning of a sentence that says for how long. */
  readonly leftAlone: string
  /** What a person can do; `null` when there is nothing but to wait. */
  readonly advice: string | null
}

interface ServiceWords extends BreakerWords {
  /** What does not work meanwhile, and what still does. */
  readonly degraded: string
}

export const serviceWords: Readonly<Record<ServiceName, ServiceWords>> = {
  keychain: {
    leftAlone: 'The keychain failed several times, so Kith leaves it alone',
    advice: 'Unlock it, then try again.',
    degraded:
      'The system’s keychain keeps failing, so Kith leaves it alone for a while: no key can be read from it or kept in it. A node that runs has its key already and goes on.',
  },
  storage: {
    leftAlone:
      'This could not be saved: writing to the disk failed several times (it is full, or it reports errors), so Kith leaves it alone',
    advice: 'Make room on the disk, or check it.',
    degraded:
      'The disk is full or reports errors, so what you decide now cannot be saved and is refused. Connections go on, and what the node notes by itself (addresses, times, histories, the log) waits in memory until it can be written.',
  },
  relay: {
    leftAlone: 'Connections through relays failed several times, so Kith leaves relays alone',
    advice: null,
    degraded:
      'Relays keep failing, so nobody is dialled through one and no place is reserved on one. Direct connections work as before.',
  },
  mdns: {
    leftAlone: 'mDNS failed several times, so Kith leaves it alone',
    advice: null,
    degraded:
      'mDNS keeps failing, so peers on this network are not found by themselves. Addresses that are known or typed work as before.',
  },
  updates: {
    leftAlone: 'Looking for updates failed several times, so Kith does not look',
    advice: null,
    degraded:
      'Looking for updates keeps failing, so Kith does not hear of new versions. Everything else works as before.',
  },
}

export const peerWords: BreakerWords = {
  leftAlone: 'Connecting this peer failed several times, so Kith leaves it alone',
  advice: 'Connect it by hand to try at once.',
}

export const plainWords = (name: string): BreakerWords => ({
  leftAlone: `“${name}” failed several times, so Kith leaves it alone`,
  advice: null,
})

export interface RefusedEntry {
  readonly verdict: 'open' | 'probing'
  readonly name: string
  readonly retryInMs: number
  /** Wall clock. */
  readonly retryAtMs: number
}

/** The error of one who may not go through: `BreakerOpen` or `BreakerProbing`; `details` have `breaker`, `retryInMs` and `retryAt`. */
export function refusal(words: BreakerWords, { verdict, name, retryInMs, retryAtMs }: RefusedEntry): KithError {
  const advice = words.advice === null ? '' : ` ${words.advice}`
  if (verdict === 'probing')
    return new KithError(
      'BreakerProbing',
      `${words.leftAlone} until the try that is under way has shown whether it works again. Wait a moment.`,
      { details: { breaker: name, retryInMs: null, retryAt: null } },
    )
  return new KithError(
    'BreakerOpen',
    `${words.leftAlone} for another ${inWords(retryInMs)}, then it tries again.${advice}`,
    {
      details: { breaker: name, retryInMs: Math.ceil(retryInMs), retryAt: isoTime(retryAtMs) },
    },
  )
}

function inWords(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS))
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(waitMs / MINUTE_MS)} min`
}
