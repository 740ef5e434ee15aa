/** What a peer may do once it is connected (spec §4). */
import type { Settings } from '../../contract/settings.ts'
import type { Permission, TrustLevel } from '../../contract/views.ts'

/** What each level may do by default, as the settings say. */
export type Grants = Settings['grants']

/** A peer's own permissions go before its level's; who is not let in by a person may do nothing. */
export function permissionsOf(
  level: TrustLevel,
  own: readonly Permission[] | null,
  grants: Grants,
): readonly Permission[] {
  if (level === 'blocked' || level === 'unknown') return []
  return own ?? grants[level]
}
