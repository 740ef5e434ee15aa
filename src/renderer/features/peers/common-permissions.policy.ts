/** What several peers may do in common, as a dialog about all of them begins. */
import type { PeerView, Permission } from '../../../contract/views.ts'

export interface Common {
  /** What every one of them may do. */
  readonly all: readonly Permission[]
  /** They do not agree. */
  readonly mixed: boolean
}

export function commonPermissions(peers: readonly Pick<PeerView, 'permissions'>[]): Common {
  const counts = new Map<Permission, number>()
  for (const { permissions } of peers) for (const one of permissions) counts.set(one, (counts.get(one) ?? 0) + 1)
  const everybody = [...counts].filter(([, n]) => n === peers.length).map(([permission]) => permission)
  return { all: everybody, mixed: everybody.length !== counts.size }
}
