/** The bandwidth of a node, as the rest of it sees it. */
import type {
  BandwidthView,
  HistoryRange,
  QuotaView,
  TrafficHistoryView,
  TrafficTick,
  TrafficView,
} from '../../contract/bandwidth-views.ts'
import type { Source } from '../../kit/emitter.ts'
import type { TrafficControl } from './throttle.types.ts'

export interface Bandwidth extends Disposable {
  /** Begins to measure and to follow the clock; a disposed one may start again. */
  start(): void
  readonly control: TrafficControl
  status(): BandwidthView
  /** @see Caps.override */
  override(profile: string | null, until?: string | null): BandwidthView
  traffic(): TrafficView
  history(range: HistoryRange, peerId?: string): TrafficHistoryView
  /** How much of the month's volume is used up: of the node (`null`) or of a peer. */
  quota(peerId: string | null): Pick<QuotaView, 'state' | 'limitBytes' | 'usedBytes'>
  /** Since the start of the process, all peers. */
  totals(): { readonly uploadedBytes: number; readonly downloadedBytes: number }
  /** Writes down now what passed. */
  flush(): void
  /** No cap holds for what is reached under this address. */
  readonly isExempt: (remoteAddress: string) => boolean
  /** The settings are others. */
  settingsChanged(): void
  /** A person changed this peer's limits or level. */
  peerChanged(peerId: string): void
  readonly changed: Source<BandwidthView>
  readonly ticked: Source<TrafficTick>
  /** A quota was warned of or reached: of the node (`null`) or of a peer. */
  readonly quotaChanged: Source<string | null>
}
