/** Invites: made, redeemed once, revoked. */
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import type { Announcer } from '../announcer.ts'
import type { Audit } from '../audit/index.ts'
import type { AddressBook, Hello, Network, PeerManager } from '../peers/index.ts'
import type { Invites } from './invites.types.ts'
import type { TrustBook } from './trust-book.ts'
import type { TrustStore } from './trust-store.types.ts'

export interface InvitesPorts {
  readonly clock: Clock
  readonly log: Log
  readonly store: TrustStore
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: PeerManager
  readonly network: Network
  readonly announcer: Pick<Announcer, 'invitesChanged' | 'peerChanged' | 'requestsChanged'>
  readonly audit: Audit
  readonly self: () => Hello
}

export const JOIN_PROTOCOL = '/kith/join/1.0.0'

export function createInvites(_ports: InvitesPorts, _limits: () => Settings['invites']): Invites {
  const notBuilt = (): never => {
    throw new KithError('Internal', 'Not built yet.')
  }
  return {
    list: () => [],
    create: notBuilt,
    revoke: notBuilt,
    check: notBuilt,
    join: notBuilt,
    anyOpen: false,
    isJoining: () => false,
    [Symbol.dispose]: () => {},
  }
}
