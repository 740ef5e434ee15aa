/** Who gets in, and what for (spec §4, §5). Pure: what is known of an attempt goes in, a verdict with its reason comes out. */
import type { AdmissionMode, Direction, TrustLevel } from '../../contract/views.ts'

/** Everything that a verdict depends on. */
export interface Attempt {
  readonly level: TrustLevel
  readonly mode: AdmissionMode
  readonly direction: Direction
  readonly banned: boolean
  /**
   * `inbound`: an invite of ours is open, so a stranger may have come to redeem it. `outbound`: we dial this peer to redeem
   * an invite of theirs.
   */
  readonly invited: boolean
}

/**
 * `admitted`: connect. `quarantined`: only what its reason names: be told “not approved” and become a request, or redeem an
 * invite. `refused`: close without a word. The reason is the metric label and the word in the audit log.
 */
export type Verdict =
  | { readonly standing: 'admitted'; readonly reason: 'trusted' | 'verified' | 'learn' }
  | { readonly standing: 'quarantined'; readonly reason: 'not-approved' | 'invite' }
  | { readonly standing: 'refused'; readonly reason: 'blocked' | 'banned' | 'locked' | 'stranger' }

/** Only an explicit level admits: an empty allowlist never means “everybody”. */
export function decideAdmission({ level, mode, direction, banned, invited }: Attempt): Verdict {
  if (level === 'blocked') return { standing: 'refused', reason: 'blocked' }
  if (banned) return { standing: 'refused', reason: 'banned' }
  if (level !== 'unknown') return { standing: 'admitted', reason: level }
  if (direction === 'outbound') {
    // This node dials no stranger, whatever the mode, but the one whose invite it holds.
    return invited ? { standing: 'quarantined', reason: 'invite' } : { standing: 'refused', reason: 'stranger' }
  }
  if (mode === 'learn') return { standing: 'admitted', reason: 'learn' }
  if (mode === 'ask') return { standing: 'quarantined', reason: 'not-approved' }
  return invited ? { standing: 'quarantined', reason: 'invite' } : { standing: 'refused', reason: 'locked' }
}
