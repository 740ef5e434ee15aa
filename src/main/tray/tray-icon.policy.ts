/** Which icon the tray shows. Pure. */
import type { BandwidthView } from '../../contract/bandwidth-views.ts'
import type { HealthCheckName, HealthView } from '../../contract/link-views.ts'
import type { HostView, NodeView } from '../../contract/views.ts'

export type TrayIcon = 'online' | 'attention' | 'offline' | 'throttled'

export interface TrayIconFacts {
  readonly host: Pick<HostView, 'phase'>
  readonly node: Pick<NodeView, 'connected' | 'known' | 'requests'> | null
  readonly health: { readonly checks: readonly Pick<HealthView['checks'][number], 'name' | 'status'>[] } | null
  readonly bandwidth: Pick<BandwidthView, 'profile' | 'upload' | 'download'> | null
}

/** What these find a person sees by themselves (nobody is connected, the volume is used up), or was told already. */
const NOT_PRESSING: readonly HealthCheckName[] = ['kept-peers', 'reachability', 'bandwidth']

/**
 * The strongest first: what only a person can mend or decide; nobody is reached; traffic is held back; all is well.
 * A node that knows nobody yet is not offline: there is nobody to reach.
 */
export function trayIcon({ host, node, health, bandwidth }: TrayIconFacts): TrayIcon {
  if (host.phase === 'locked' || host.phase === 'failed') return 'attention'
  if (host.phase !== 'running' || node === null) return 'offline'
  if (node.requests > 0 || isUnwell(health)) return 'attention'
  if (node.connected === 0 && node.known > 0) return 'offline'
  return bandwidth !== null && isHeldBack(bandwidth) ? 'throttled' : 'online'
}

const isUnwell = (health: TrayIconFacts['health']): boolean =>
  health?.checks.some(({ name, status }) => status === 'unhealthy' && !NOT_PRESSING.includes(name)) ?? false

/** Other caps than the usual ones hold; what the dynamic mode finds is the usual. */
export const isHeldBack = ({ profile, upload, download }: Pick<BandwidthView, 'profile' | 'upload' | 'download'>) =>
  profile !== 'normal' || upload.reason === 'quota' || download.reason === 'quota'
