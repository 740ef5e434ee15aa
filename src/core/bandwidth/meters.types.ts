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
  readonly history: (range: HistoryRange, peerId?: string) => TrafficHistoryView
  quota(): QuotaView
  peerQuota(peerId: string): Pick<QuotaView, 'state' | 'limitBytes' | 'usedBytes'>
  /** Every second in which anything passed, and once when nothing does any more. */
  readonly ticked: Source<Second>
  /** The quota of the node (`null`) or of a peer is in another state. */
  readonly quotaChanged: Source<string | null>
  /** The settings changed, or the limits of one peer. */
  reconsider(peerId?: string): void
  /** Writes down now what passed. */
  readonly flush: () => void
}

/** Under this name the store keeps, all together, those who are too many to be kept one by one. No peer is called that. */
export const OTHERS = ''

export interface PeerVolume extends Volume {
  readonly peerId: string
}
/** Epoch hours, UTC. */
export interface HourVolume extends Volume {
  readonly hour: number
}
/** A day of the local calendar, such as `2026-11-21`. */
export interface DayVolume extends Volume {
  readonly day: string
}

/** What the store keeps of the meters. Volumes are added, never set: whoever writes late takes nothing away. */
export interface TrafficStore {
  /** All of it or nothing. */
  addTraffic(hours: readonly (HourVolume & PeerVolume)[], days: readonly (DayVolume & PeerVolume)[]): void
  /** What each peer had on these days, all together. */
  trafficOfDays(fromDay: string, beforeDay: string): readonly PeerVolume[]
  /** Hour by hour, of one peer or (`null`) of all together; hours without anything are left out. */
  trafficByHour(fromHour: number, beforeHour: number, peerId: string | null): readonly HourVolume[]
  /**
   * Keeps the latest so many hours and days in which anything passed. Not by their age: a clock that is wrong for a moment must not
   * make it forget everything.
   */
  pruneTraffic(hours: number, days: number): void
}
