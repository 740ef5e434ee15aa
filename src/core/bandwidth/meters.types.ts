/** What passed, by peer and direction: now, in this session, today, this month, and before. */
import type { HistoryRange, QuotaView, RateView, TrafficHistoryView, Volume } from '../../contract/bandwidth-views.ts'
import type { Source } from '../../kit/emitter.ts'
import type { Way } from './throttle.types.ts'

export interface MeterReading {
  readonly now: RateView
  readonly recent: RateView
  readonly session: Volume
  readonly day: Volume
  readonly month: Volume
}

/** One second has passed. */
export interface Second {
  readonly total: RateView
  /** Who sent or received anything in it. */
  readonly peers: readonly (RateView & { readonly peerId: string })[]
}

export interface Meters extends Disposable {
  start(): void
  /** Called for every frame: adds to numbers and does nothing else. */
  count(peerId: string, way: Way, wireBytes: number, payloadBytes: number): void
  total(): MeterReading
  peer(peerId: string): MeterReading
  /** Of whom anything passed this month, the busiest first. */
  peers(): readonly string[]
  history(range: HistoryRange, peerId?: string): TrafficHistoryView
  quota(): QuotaView
  peerQuota(peerId: string): Pick<QuotaView, 'state' | 'limitBytes' | 'usedBytes'>
  /** Every second in which anything passed, and once when nothing does any more. */
  readonly ticked: Source<Second>
  /** The quota of the node (`null`) or of a peer is in another state. */
  readonly quotaChanged: Source<string | null>
  /** Settings or a peer's limits changed. */
  reconsider(): void
}

/** What the store keeps of the meters. Volumes are added, never set: two writers cannot lose each other's. */
export interface VolumeRow extends Volume {
  readonly peerId: string
  /** Epoch hours (UTC) or local calendar days (`2026-11-21`). */
  readonly slot: number | string
}

export interface TrafficStore {
  /** Adds to the hours and days of these peers. */
  addTraffic(
    hours: readonly (VolumeRow & { readonly slot: number })[],
    days: readonly (VolumeRow & { readonly slot: string })[],
  ): void
  trafficHours(fromHour: number): readonly (VolumeRow & { readonly slot: number })[]
  trafficDays(fromDay: string): readonly (VolumeRow & { readonly slot: string })[]
  /** Forgets what is older. */
  pruneTraffic(beforeHour: number, beforeDay: string): void
}
