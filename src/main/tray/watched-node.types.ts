/** What is known of the node outside its window. */
import type { BandwidthView } from '../../contract/bandwidth-views.ts'
import type { HealthView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { HostView, NodeView, Rates } from '../../contract/views.ts'

export interface WatchedNode {
  readonly host: HostView
  /** These four are `null` while the node does not run, and for the moment until it has answered. */
  readonly node: NodeView | null
  readonly bandwidth: BandwidthView | null
  readonly health: HealthView | null
  readonly rates: Pick<Rates, 'uploadBytesPerSecond' | 'downloadBytesPerSecond'> | null
  /** The last that are known, also when the node has stopped. */
  readonly settings: Settings | null
}
