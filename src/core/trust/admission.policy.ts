/** Who gets in, and what for (spec §4). Pure: a level, a mode and a direction in; a standing out. */
import type { AdmissionMode, Permission, TrustLevel } from '../../contract/views.ts'

/** What a peer of each level may do once connected, unless a person changed it. */
export const defaultPermissions: Readonly<Record<TrustLevel, readonly Permission[]>> = {
  blocked: [],
  unknown: [],
  verified: ['message', 'offer-files'],
  trusted: ['message', 'offer-files', 'auto-accept-files', 'use-relay', 'introduce'],
}

/**
 * `admitted`: connect. `quarantined`: only be told “not approved” and become a request. `refused`: close without a word.
 */
export type AdmissionStanding = 'admitted' | 'quarantined' | 'refused'

/** Only an explicit level admits: an empty allowlist never means “everybody”. */
export function admissionStanding(
  level: TrustLevel,
  mode: AdmissionMode,
  direction: 'inbound' | 'outbound',
): AdmissionStanding {
  switch (level) {
    case 'verified':
    case 'trusted':
      return 'admitted'
    case 'blocked':
      return 'refused'
    case 'unknown':
      // This node never dials a stranger, whatever the mode.
      if (direction === 'outbound') return 'refused'
      return mode === 'learn' ? 'admitted' : mode === 'ask' ? 'quarantined' : 'refused'
  }
}
