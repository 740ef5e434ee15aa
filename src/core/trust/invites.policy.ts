/** The life of an invite: open, used, revoked or expired, how long it is remembered, and what a presented secret gets. Pure. */
import type { TrustLevel } from '../../contract/views.ts'
import { DAY_MS } from '../../kit/units.ts'
import type { InviteState } from './invites.types.ts'
import type { InviteRecord } from './trust-store.types.ts'

/** So long a person may want to look up who came by which invite. */
const REMEMBERED_MS = 30 * DAY_MS
const MAX_REMEMBERED = 200

/** What was done goes before what time did. */
export function inviteState(invite: InviteRecord, nowMs: number): InviteState {
  if (invite.usedBy !== null) return 'used'
  if (invite.revokedAtMs !== null) return 'revoked'
  return invite.expiresAtMs <= nowMs ? 'expired' : 'open'
}

const endedAtMs = (invite: InviteRecord): number => invite.usedAtMs ?? invite.revokedAtMs ?? invite.expiresAtMs

/** Those that are over for too long, or too many. An open one is never forgotten. */
export function invitesToForget(invites: readonly InviteRecord[], nowMs: number): readonly string[] {
  return invites
    .filter((invite) => inviteState(invite, nowMs) !== 'open')
    .sort((a, b) => endedAtMs(b) - endedAtMs(a))
    .filter((invite, index) => index >= MAX_REMEMBERED || nowMs - endedAtMs(invite) >= REMEMBERED_MS)
    .map(({ id }) => id)
}

/** Who presented a secret, and what is known of it. */
export interface Presented {
  /** The invite whose secret it is; `null` for a wrong one. */
  readonly invite: InviteRecord | null
  readonly peerId: string
  readonly level: TrustLevel
  readonly banned: boolean
  readonly nowMs: number
}

/**
 * `redeem`: it is used up now, and the peer is let in. `again`: it was this peer who used it, and the answer did not reach it.
 * `refuse`: all refusals look alike from outside; the reason is for this side only.
 */
export type Redemption =
  | { readonly outcome: 'redeem'; readonly invite: InviteRecord }
  | { readonly outcome: 'again' }
  | {
      readonly outcome: 'refuse'
      readonly reason: 'wrong secret' | 'used' | 'revoked' | 'expired' | 'blocked' | 'banned'
    }

export function decideRedemption({ invite, peerId, level, banned, nowMs }: Presented): Redemption {
  if (!invite) return { outcome: 'refuse', reason: 'wrong secret' }
  // A person's no goes before an invite that they once gave.
  if (level === 'blocked') return { outcome: 'refuse', reason: 'blocked' }
  if (banned) return { outcome: 'refuse', reason: 'banned' }
  const state = inviteState(invite, nowMs)
  if (state === 'open') return { outcome: 'redeem', invite }
  // Only while it is still let in: who was removed since does not come back by the old link.
  if (state === 'used' && invite.usedBy === peerId && level !== 'unknown') return { outcome: 'again' }
  return { outcome: 'refuse', reason: state }
}
