/** Introductions over `/kith/introduce/1.0.0`: a peer with the permission suggests others, and each becomes a request. */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import type { Audit } from '../audit/index.ts'
import type { AddressBook, Network, PeerManager } from '../peers/index.ts'
import type { Introductions } from './introductions.types.ts'
import type { TrustBook } from './trust-book.ts'

export interface IntroductionsPorts {
  readonly clock: Clock
  readonly log: Log
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: PeerManager
  readonly network: Network
  readonly audit: Audit
  /** Makes a request of a suggestion, if anything. Answers what became of it. */
  readonly suggested: (by: string, peer: { peerId: string; name: string; addresses: readonly string[] }) => string
}

export function createIntroductions(_ports: IntroductionsPorts): Introductions {
  return {
    introduce: () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    [Symbol.dispose]: () => {},
  }
}
