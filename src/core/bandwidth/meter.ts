/** What is counted of one peer. Plain numbers that `count` adds to; everything else is worked out when somebody asks. */
import type { QuotaState, Volume } from '../../contract/bandwidth-views.ts'
import { createSecondRing, overSeconds, type SecondRing } from './second-ring.ts'
import { minus, NO_VOLUME, plus } from './volume.policy.ts'

export interface Meter {
  readonly peerId: string
  /** Since the start. */
  sentBytes: number
  receivedBytes: number
  sentPayloadBytes: number
  receivedPayloadBytes: number
  /** Counted since the seconds were last laid out. */
  isTouched: boolean
  /** Something passed since the last tick. */
  isActive: boolean
  /** When something passed last. */
  activeSecond: number
  ring: SecondRing | null
  /** Of the session, how much the ring has. */
  ringSent: number
  ringReceived: number
  /** Of the session, how much stands in the book. */
  booked: Volume
  /** What has to be added to the session to make today and this month of it. */
  dayBase: Volume
  monthBase: Volume
  quota: QuotaState
}

export const createMeter = (peerId: string): Meter => ({
  ...NO_VOLUME,
  peerId,
  isTouched: false,
  isActive: false,
  activeSecond: Number.NEGATIVE_INFINITY,
  ring: null,
  ringSent: 0,
  ringReceived: 0,
  booked: NO_VOLUME,
  dayBase: NO_VOLUME,
  monthBase: NO_VOLUME,
  quota: 'none',
})

export const sessionOf = ({ sentBytes, receivedBytes, sentPayloadBytes, receivedPayloadBytes }: Meter): Volume => ({
  sentBytes,
  receivedBytes,
  sentPayloadBytes,
  receivedPayloadBytes,
})
export const dayOf = (meter: Meter): Volume => plus(meter.dayBase, sessionOf(meter))
export const monthOfMeter = (meter: Meter): Volume => plus(meter.monthBase, sessionOf(meter))

/** Both directions on the wire, this month. */
export const usedBytes = ({ monthBase, sentBytes, receivedBytes }: Meter): number =>
  monthBase.sentBytes + monthBase.receivedBytes + sentBytes + receivedBytes

/** What the store knows of today and of this month, this session's part in the book included. */
export function rebase(meter: Meter, today: Volume = NO_VOLUME, month: Volume = NO_VOLUME): void {
  meter.dayBase = minus(today, meter.booked)
  meter.monthBase = minus(month, meter.booked)
}

/** What of the session is not in the book yet; from now on it is. */
export function takeUnbooked(meter: Meter): Volume {
  const session = sessionOf(meter)
  const unbooked = minus(session, meter.booked)
  meter.booked = session
  return unbooked
}

/** Lays what was counted since `fromMs` into its seconds, here and in the ring of all. */
export function layOut(meter: Meter, fromMs: number, toMs: number, total: SecondRing): void {
  const ring = (meter.ring ??= createSecondRing())
  const passed = [meter.sentBytes - meter.ringSent, meter.receivedBytes - meter.ringReceived] as const
  overSeconds([fromMs, toMs], passed, (second, sentBytes, receivedBytes) => {
    ring.add(second, sentBytes, receivedBytes)
    total.add(second, sentBytes, receivedBytes)
  })
  meter.ringSent = meter.sentBytes
  meter.ringReceived = meter.receivedBytes
  meter.activeSecond = Math.floor(toMs / 1_000)
}

/** One that is given up: what it counted becomes a part of the other. Everything of it stands in the book. */
export function absorb(into: Meter, meter: Meter): void {
  into.sentBytes += meter.sentBytes
  into.receivedBytes += meter.receivedBytes
  into.sentPayloadBytes += meter.sentPayloadBytes
  into.receivedPayloadBytes += meter.receivedPayloadBytes
  into.ringSent += meter.ringSent
  into.ringReceived += meter.ringReceived
  into.booked = plus(into.booked, meter.booked)
  into.dayBase = plus(into.dayBase, meter.dayBase)
  into.monthBase = plus(into.monthBase, meter.monthBase)
}
