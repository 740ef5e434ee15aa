/** Shapes around bandwidth: which caps hold and why, what passed, what a month has left (spec §9). Rates are bytes on the wire per second. */
import { z } from 'zod'
import { PeerId, PeerLimits, Time } from './views.ts'

const bytes = z.number().nonnegative()
const perSecond = z.number().nonnegative()

/** Why a cap is what it is. */
export const CapReason = z.enum(['normal', 'schedule', 'override', 'metered', 'battery', 'quota', 'dynamic'])
export type CapReason = z.infer<typeof CapReason>

export const CapView = z.object({
  /** `null` is unlimited, 0 lets nothing but control traffic pass. */
  bytesPerSecond: perSecond.nullable(),
  reason: CapReason,
  /** Somebody waits because of it, now. */
  throttling: z.boolean(),
})
export type CapView = z.infer<typeof CapView>

export const QuotaState = z.enum(['none', 'within', 'warned', 'reached'])
export type QuotaState = z.infer<typeof QuotaState>

export const QuotaView = z.object({
  state: QuotaState,
  limitBytes: bytes,
  usedBytes: bytes,
  /** The month that is counted. */
  from: Time,
  until: Time,
})
export type QuotaView = z.infer<typeof QuotaView>

/** Which caps hold for the whole node, and what will change that. */
export const BandwidthView = z.object({
  profile: z.string(),
  /** What chose the profile. */
  reason: CapReason.exclude(['dynamic', 'quota']),
  upload: CapView,
  download: CapView,
  /** What a person switched by hand. `until` is `null` while no schedule ends it. */
  override: z.object({ profile: z.string(), until: Time.nullable() }).nullable(),
  /** When the schedule switches next, and to what; `null` without one. */
  next: z.object({ at: Time, profile: z.string() }).nullable(),
  /** The network charges by volume; `null`: the system does not say. */
  metered: z.boolean().nullable(),
  onBattery: z.boolean(),
  /** `null` while it is off. */
  dynamic: z
    .object({
      /** What the queues on the way add to the round trip now; `null` before it is known. */
      queueingMs: z.number().nonnegative().nullable(),
      targetMs: z.number(),
    })
    .nullable(),
  quota: QuotaView,
})
export type BandwidthView = z.infer<typeof BandwidthView>

/** What passed: on the wire, and of that what the protocols carried for a purpose. */
export const Volume = z.object({
  sentBytes: bytes,
  receivedBytes: bytes,
  sentPayloadBytes: bytes,
  receivedPayloadBytes: bytes,
})
export type Volume = z.infer<typeof Volume>

export const RateView = z.object({
  uploadBytesPerSecond: perSecond,
  downloadBytesPerSecond: perSecond,
})
export type RateView = z.infer<typeof RateView>

const Meter = z.object({
  /** Over the last second, and the last ten. */
  now: RateView,
  recent: RateView,
  /** Since the node started. */
  session: Volume,
  /** Since midnight here, and since the month began as the quota counts it. */
  day: Volume,
  month: Volume,
})

export const PeerTrafficView = Meter.extend({
  peerId: PeerId,
  limits: PeerLimits,
  /** Is in this machine's own network, and no cap holds for it. */
  exempt: z.boolean(),
  /** Waits because of its own cap or the node's, now. */
  throttled: z.object({ upload: z.boolean(), download: z.boolean() }),
  quota: QuotaView.pick({ state: true, limitBytes: true, usedBytes: true }),
})
export type PeerTrafficView = z.infer<typeof PeerTrafficView>

export const TrafficView = z.object({
  at: Time,
  total: Meter,
  /** Of whom anything passed this month, or has limits of its own; the busiest first. */
  peers: z.array(PeerTrafficView),
})
export type TrafficView = z.infer<typeof TrafficView>

/** One second, told while anything passes or a screen should know that nothing does any more. */
export const TrafficTick = z.object({
  at: Time,
  total: RateView,
  /** Only who sent or received anything in this second or waits. */
  peers: z.array(
    RateView.extend({
      peerId: PeerId,
      throttled: z.object({ upload: z.boolean(), download: z.boolean() }),
    }),
  ),
})
export type TrafficTick = z.infer<typeof TrafficTick>

/** Ten minutes by the second, or thirty days by the hour. */
export const HistoryRange = z.enum(['minutes', 'days'])
export type HistoryRange = z.infer<typeof HistoryRange>

export const TrafficHistoryView = z.object({
  range: HistoryRange,
  /** The beginning of the first slot. */
  from: Time,
  stepMs: z.int().positive(),
  /** The busiest peers one by one, the rest together (`peerId: null`); all have the same number of slots, bytes in each. */
  series: z.array(z.object({ peerId: PeerId.nullable(), sentBytes: z.array(bytes), receivedBytes: z.array(bytes) })),
})
export type TrafficHistoryView = z.infer<typeof TrafficHistoryView>
