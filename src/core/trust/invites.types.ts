/** What the invites do for the rest of the node. */
import type { InviteLinkView, InviteState, InviteView } from '../../contract/trust-views.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import type { Announcer } from '../announcer.ts'
import type { Audit } from '../audit/index.ts'
import type { Notify } from '../notification.types.ts'
import type { AddressBook, Hello, Network, PeerManager } from '../peers/index.ts'
import type { RetryOptions } from '../resilience/index.ts'
import type { TrustBook } from './trust-book.ts'
import type { TrustStore } from './trust-store.types.ts'

export type { InviteState }

/** This connection is there to redeem an invite: it is neither refused for being a stranger's nor taken for a request. */
export interface JoinRoad {
  readonly holdForJoin: (connectionId: string) => void
}

export interface InvitesPorts {
  readonly clock: Clock
  readonly random: Random
  /** How a line that breaks is tried again. */
  readonly retry: () => RetryOptions
  readonly log: Log
  readonly store: TrustStore
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: Pick<PeerManager, 'dial' | 'reconsider' | 'status'> & JoinRoad
  readonly network: Network
  readonly announcer: Pick<Announcer, 'invitesChanged' | 'peerChanged' | 'requestsChanged'>
  readonly audit: Pick<Audit, 'record'>
  readonly self: () => Hello
  readonly notify: Notify
  /** A peer broke the join protocol, as no line does by itself. */
  readonly violated: (peerId: string, violation: string) => void
  /** Chance that nobody can foretell. */
  readonly randomBytes: (length: number) => Uint8Array
}

export interface Invites extends Disposable {
  /** Answers who presents a secret from now on. May follow a dispose. */
  start(): void
  /** Newest first; used, revoked and expired ones stay for a while. */
  list(): readonly InviteView[]
  /** @throws KithError LimitReached when too many are open */
  create(wish: {
    readonly note: string | null
    readonly lifetimeMs?: number | undefined
  }): InviteView & { readonly link: string }
  /** @throws KithError InvalidRequest */
  revoke(id: string): InviteView
  /** An expired link is told as such in the answer. @throws KithError InviteInvalid with what is wrong with the link */
  check(link: string): InviteLinkView
  /**
   * Redeems somebody else's invite and connects, within 30 s. On success the inviter is on the allowlist as `verified`, and so
   * are we there; who is `trusted` stays so. Whoever knows the inviter already is connected even if the invite is of no use.
   *
   * @returns the inviter's peer ID
   * @throws KithError InviteInvalid, Blocked, Unreachable, Timeout, Aborted
   */
  join(link: string, name: string | null): Promise<string>
  /** Any of ours could still be redeemed. */
  readonly anyOpen: boolean
  /** We are dialling this peer to redeem its invite. */
  isJoining(peerId: string): boolean
}
