/** What the invites do for the rest of the node. */
import type { InviteLinkView, InviteView } from '../../contract/trust-views.ts'

export interface Invites extends Disposable {
  /** Newest first; used, revoked and expired ones stay for a while. */
  list(): readonly InviteView[]
  /** @throws KithError LimitReached when too many are open */
  create(wish: { readonly note: string | null; readonly lifetimeMs?: number }): InviteView & { readonly link: string }
  /** @throws KithError InvalidRequest */
  revoke(id: string): InviteView
  /** @throws KithError InviteInvalid with what is wrong with the link */
  check(link: string): InviteLinkView
  /**
   * Redeems somebody else's invite. On success the inviter is on the allowlist as `verified`, and so are we there.
   *
   * @returns the inviter's peer ID
   * @throws KithError InviteInvalid, Unreachable, Timeout, Aborted
   */
  join(link: string, name: string | null): Promise<string>
  /** Any of ours could still be redeemed. */
  readonly anyOpen: boolean
  /** We are dialling this peer to redeem its invite. */
  isJoining(peerId: string): boolean
}
