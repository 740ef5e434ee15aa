/** Counts what passes, second by second, and keeps hours and days of it. */
import type { QuotaView, RateView } from '../../contract/bandwidth-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { PeerLimits } from '../../contract/views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import {
  absorb,
  createMeter,
  dayOf,
  layOut,
  type Meter,
  monthOfMeter,
  rebase,
  sessionOf,
  takeUnbooked,
  usedBytes,
} from './meter.ts'
import { type MeterReading, type Meters, OTHERS, type Second, type TrafficStore } from './meters.types.ts'
import { dayAfter, localDay, monthOf, quotaState, startOfDay } from './quota.policy.ts'
import { createSecondRing, type SecondRing } from './second-ring.ts'
import { createTrafficBook, type Slot } from './traffic-book.ts'
import { daysHistory, minutesHistory } from './traffic-history.ts'
import { NO_VOLUME, plus } from './volume.policy.ts'

export interface MetersPorts {
  readonly clock: Clock
  readonly log: Log
  readonly store: TrafficStore
  readonly utcOffsetMinutes: (wallMs: number) => number
  readonly settings: () => Settings['bandwidth']
  readonly limitsOf: (peerId: string) => PeerLimits
  /** So much was carried for a purpose since the last time, told once a minute. */
  readonly carried: (peerId: string, bytes: { readonly received: number; readonly sent: number }) => void
}

/** A kill -9 loses so much of what was counted. */
const WRITE_BEHIND_MS = MINUTE_MS
/** A ring has 9.6 KiB: twenty MiB when all of them are busy. */
const MOST_METERS = 2_000
/** Given up at a time, so that it is not done again for each stranger. */
const GIVEN_UP = 100
const KEY = 'traffic'

export function createMeters(ports: MetersPorts): Meters {
  const { clock, log, settings, utcOffsetMinutes } = ports
  const failed = (error: unknown): void => log.error('a listener to the meters threw', { error })
  const ticked = createEmitter<Second>(failed)
  const quotaChanged = createEmitter<string | null>(failed)

  const slotNow = (): Slot => {
    const wallMs = clock.wallMs()
    return { hour: Math.floor(wallMs / HOUR_MS), day: localDay(wallMs, utcOffsetMinutes) }
  }
  const ownLimit = (peerId: string): number => ports.limitsOf(peerId).monthlyBytes
  const book = createTrafficBook(ports.store, slotNow(), (peerId) => ownLimit(peerId) > 0)
  const total = createMeter(OTHERS)
  const seconds: SecondRing = createSecondRing()
  /** Whoever has no meter of its own any more, or never had one in this session. */
  const others = createMeter(OTHERS)
  const meters = new Map<string, Meter>()
  /** Of streams that send many frames: nobody has to be looked up. */
  let last = others

  /** Counted since the seconds were last laid out, at `laidOutMs`. */
  const touched: Meter[] = []
  let laidOutMs = clock.now()
  /** Something passed since the last tick. */
  let active: Meter[] = []
  let told = Math.floor(clock.now() / SECOND_MS)
  let isStill = true

  let isStarted = false
  let ticker: Disposable | null = null
  let watch: Disposable | null = null
  let isLoaded = false
  /** When this month began and will end, epoch milliseconds; `null` until somebody asks. */
  let monthMs: { readonly from: number; readonly until: number } | null = null
  /** Everybody's, because another month began or the clock was set. */
  let areQuotasStale = false
  let turnedSecond = Number.NaN
  let monthStartDay = settings().quota.startDay
  let month = monthOf(book.slot.day, monthStartDay)
  let prunedOn = ''
  const writes = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => work(),
    (error) => log.warn('what passed could not be written down yet', { error }),
  )

  function count(peerId: string, way: 'up' | 'down', wireBytes: number, payloadBytes: number): void {
    let meter = last
    if (meter.peerId !== peerId) {
      meter = meters.get(peerId) ?? admit(peerId)
      last = meter
    }
    if (!meter.isTouched) touch(meter)
    if (way === 'up') {
      meter.sentBytes += wireBytes
      meter.sentPayloadBytes += payloadBytes
      total.sentBytes += wireBytes
      total.sentPayloadBytes += payloadBytes
    } else {
      meter.receivedBytes += wireBytes
      meter.receivedPayloadBytes += payloadBytes
      total.receivedBytes += wireBytes
      total.receivedPayloadBytes += payloadBytes
    }
  }

  function touch(meter: Meter): void {
    if (touched.length === 0 && !ticker) wake()
    meter.isTouched = true
    touched.push(meter)
  }

  /** The first that passes after a silence. */
  function wake(): void {
    laidOutMs = clock.now()
    told = Math.floor(laidOutMs / SECOND_MS) - 1
    turn()
    if (!isStarted) return
    writes.later(KEY, write)
    tickSoon()
  }

  function admit(peerId: string): Meter {
    if (peerId === OTHERS) return others
    if (meters.size >= MOST_METERS) giveUpIdlest()
    const meter = createMeter(peerId)
    meters.set(peerId, meter)
    return meter
  }

  function giveUpIdlest(): void {
    layOutAll()
    const idlest = [...meters.values()]
      .filter(({ peerId }) => ownLimit(peerId) === 0)
      .sort((a, b) => a.activeSecond - b.activeSecond)
      .slice(0, GIVEN_UP)
    for (const meter of idlest) {
      book.add(meter.peerId, takeUnbooked(meter))
      absorb(others, meter)
      meters.delete(meter.peerId)
    }
    last = others
  }

  function layOutAll(): void {
    const nowMs = Math.max(clock.now(), laidOutMs)
    for (const meter of touched) {
      layOut(meter, laidOutMs, nowMs, seconds)
      meter.isTouched = false
      if (meter.isActive) continue
      meter.isActive = true
      active.push(meter)
    }
    touched.length = 0
    laidOutMs = nowMs
  }

  /** The last second that is full. */
  const fullSecond = (): number => Math.floor(clock.now() / SECOND_MS) - 1

  function tickSoon(): void {
    ticker ??= clock.at((Math.floor(clock.now() / SECOND_MS) + 1) * SECOND_MS, tick)
  }

  function tick(): void {
    ticker = null
    layOutAll()
    refresh()
    const second = fullSecond()
    if (second > told) {
      told = second
      tell(second)
    }
    checkQuotas(areQuotasStale ? undefined : active)
    const open = second + 1
    active = active.filter((meter) => {
      meter.isActive = meter.activeSecond >= open
      return meter.isActive
    })
    if (active.length > 0) writes.later(KEY, write)
    if (active.length > 0 || !isStill) tickSoon()
  }

  function tell(second: number): void {
    const rateOf = (ring: SecondRing | null): RateView => ({
      uploadBytesPerSecond: ring?.sent(second) ?? 0,
      downloadBytesPerSecond: ring?.received(second) ?? 0,
    })
    const isAny = (rate: RateView): boolean => rate.uploadBytesPerSecond + rate.downloadBytesPerSecond > 0
    const all = rateOf(seconds)
    const wasStill = isStill
    isStill = !isAny(all)
    if (isStill && wasStill) return
    const peers = active.flatMap((meter) => {
      const rate = rateOf(meter.ring)
      return meter !== others && isAny(rate) ? { peerId: meter.peerId, ...rate } : []
    })
    ticked.emit({ total: all, peers })
  }

  function bookAll(): void {
    for (const meter of [others, ...meters.values()])
      if (meter.booked.sentBytes !== meter.sentBytes || meter.booked.receivedBytes !== meter.receivedBytes)
        book.add(meter.peerId, takeUnbooked(meter))
    total.booked = sessionOf(total)
  }

  /** What was counted before belongs to the hour and the day before. */
  function turn(): void {
    const wallSecond = Math.floor(clock.wallMs() / SECOND_MS)
    // A screen asks about a thousand peers at once.
    if (wallSecond === turnedSecond) return
    turnedSecond = wallSecond
    const { hour, day } = slotNow()
    if (hour === book.slot.hour && day === book.slot.day) return
    bookAll()
    if (day !== book.slot.day) isLoaded = false
    book.turnTo({ hour, day })
  }

  /** Today and this month are what the calendar says, also after the clock was set. */
  function refresh(): void {
    turn()
    const { startDay } = settings().quota
    if (isLoaded && startDay === monthStartDay) return
    monthStartDay = startDay
    month = monthOf(book.slot.day, startDay)
    load()
  }

  function load(): void {
    isLoaded = true
    areQuotasStale = true
    monthMs = null
    bookAll()
    try {
      const [ofMonth, ofDay] = [book.month(month), book.today()]
      const known = [...ofMonth].sort(([, a], [, b]) => b.sentBytes + b.receivedBytes - a.sentBytes - a.receivedBytes)
      for (const [peerId] of known)
        if (peerId !== OTHERS && (meters.size < MOST_METERS - GIVEN_UP || ownLimit(peerId) > 0) && !meters.has(peerId))
          meters.set(peerId, createMeter(peerId))
      for (const meter of meters.values()) rebase(meter, ofDay.get(meter.peerId), ofMonth.get(meter.peerId))
      const sum = (volumes: Iterable<typeof NO_VOLUME>) => [...volumes].reduce(plus, NO_VOLUME)
      rebase(total, sum(ofDay.values()), sum(ofMonth.values()))
    } catch (error) {
      log.warn('what passed before could not be read: today and this month begin at nothing', { error })
      for (const meter of [total, ...meters.values()]) rebase(meter, meter.booked, meter.booked)
    }
  }

  function write(): void {
    bookAll()
    for (const [peerId, { receivedPayloadBytes: received, sentPayloadBytes: sent }] of book.write())
      if (peerId !== OTHERS && received + sent > 0) ports.carried(peerId, { received, sent })
    if (prunedOn !== book.slot.day) prune()
  }

  /** Days end and quotas begin anew while nothing passes, too. */
  function look(): void {
    watch = null
    layOutAll()
    refresh()
    // Whoever carries the machine into another time zone has another midnight.
    monthMs = null
    checkQuotas()
    const midnightMs = clock.now() + startOfDay(dayAfter(book.slot.day), utcOffsetMinutes) - clock.wallMs()
    watch = clock.at(Math.min(clock.now() + HOUR_MS, Math.max(midnightMs, clock.now() + SECOND_MS)), look)
  }

  function prune(): void {
    prunedOn = book.slot.day
    try {
      book.prune()
    } catch (error) {
      log.warn('what passed long ago could not be forgotten yet', { error })
    }
  }

  const stateOf = (limitBytes: number, used: number): QuotaView['state'] =>
    quotaState({ limitBytes, usedBytes: used, warnPercent: settings().quota.warnPercent })

  function checkQuotas(some?: readonly Meter[]): void {
    const of = some ?? meters.values()
    const changed: (string | null)[] = []
    const check = (meter: Meter, limitBytes: number, name: string | null): void => {
      const state = stateOf(limitBytes, usedBytes(meter))
      if (state === meter.quota) return
      meter.quota = state
      changed.push(name)
    }
    if (!some) areQuotasStale = false
    check(total, settings().quota.monthlyBytes, null)
    for (const meter of of) if (meter !== others) check(meter, ownLimit(meter.peerId), meter.peerId)
    for (const name of changed) quotaChanged.emit(name)
  }

  function current(): void {
    layOutAll()
    refresh()
  }

  function reading(meter: Meter | undefined, ring: SecondRing | null | undefined): MeterReading {
    const second = fullSecond()
    const mean = (of: (second: number) => number): number => {
      let sum = 0
      for (let back = 0; back < 10; back += 1) sum += of(second - back)
      return sum / 10
    }
    return {
      now: { uploadBytesPerSecond: ring?.sent(second) ?? 0, downloadBytesPerSecond: ring?.received(second) ?? 0 },
      recent: {
        uploadBytesPerSecond: ring ? mean(ring.sent) : 0,
        downloadBytesPerSecond: ring ? mean(ring.received) : 0,
      },
      session: meter ? sessionOf(meter) : NO_VOLUME,
      day: meter ? dayOf(meter) : NO_VOLUME,
      month: meter ? monthOfMeter(meter) : NO_VOLUME,
    }
  }

  refresh()
  // What was so before the start is no news.
  total.quota = stateOf(settings().quota.monthlyBytes, usedBytes(total))
  for (const meter of meters.values()) meter.quota = stateOf(ownLimit(meter.peerId), usedBytes(meter))

  return {
    start() {
      if (isStarted) return
      isStarted = true
      look()
      if (touched.length > 0 || active.length > 0) {
        writes.later(KEY, write)
        tickSoon()
      }
    },
    count,
    total() {
      current()
      return reading(total, seconds)
    },
    peer(peerId) {
      current()
      const meter = meters.get(peerId)
      return reading(meter, meter?.ring)
    },
    peers() {
      current()
      return [...meters.values()]
        .map((meter) => ({ peerId: meter.peerId, used: usedBytes(meter) }))
        .filter(({ used }) => used > 0)
        .sort((a, b) => b.used - a.used)
        .map(({ peerId }) => peerId)
    },
    history(range, peerId) {
      current()
      if (range === 'minutes') {
        const second = fullSecond()
        const fromMs = clock.wallMs() - clock.now() + (second - 599) * SECOND_MS
        return minutesHistory({ fromMs, second, all: seconds, meters: [...meters.values()] }, peerId)
      }
      bookAll()
      return daysHistory(book, peerId)
    },
    quota() {
      current()
      const { monthlyBytes } = settings().quota
      const used = usedBytes(total)
      monthMs ??= {
        from: startOfDay(month.fromDay, utcOffsetMinutes),
        until: startOfDay(month.untilDay, utcOffsetMinutes),
      }
      return {
        state: stateOf(monthlyBytes, used),
        limitBytes: monthlyBytes,
        usedBytes: used,
        from: isoTime(monthMs.from),
        until: isoTime(monthMs.until),
      }
    },
    peerQuota(peerId) {
      const meter = meters.get(peerId)
      const [limit, used] = [ownLimit(peerId), meter ? usedBytes(meter) : 0]
      return { state: stateOf(limit, used), limitBytes: limit, usedBytes: used }
    },
    ticked,
    quotaChanged,
    reconsider(peerId) {
      const meter = peerId === undefined ? undefined : meters.get(peerId)
      // With most of thousands on a list nothing passed.
      if (peerId !== undefined && !meter) return
      current()
      checkQuotas(meter && [meter])
    },
    [Symbol.dispose]() {
      isStarted = false
      ticker?.[Symbol.dispose]()
      watch?.[Symbol.dispose]()
      ticker = watch = null
      layOutAll()
      turn()
      writes.later(KEY, write)
      writes[Symbol.dispose]()
    },
  }
}
