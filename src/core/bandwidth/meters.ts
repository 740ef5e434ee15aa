/** What passed, by the second, the day and the month, over restarts; and how much of a quota is left. */
import type { QuotaState } from '../../contract/bandwidth-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { PeerLimits } from '../../contract/views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { dayOf, type Meter, monthOfMeter, rebase, sessionOf, takeUnbooked, usedBytes } from './meter.ts'
import { type MeterReading, type Meters, OTHERS, type TrafficStore } from './meters.types.ts'
import { dayAfter, localDay, monthOf, quotaState, startOfDay } from './quota.policy.ts'
import { RING_SECONDS, type SecondRing } from './second-ring.ts'
import { createTally, GIVEN_UP, MOST_METERS } from './tally.ts'
import { createTrafficBook, type Slot } from './traffic-book.ts'
import { daysHistory, minutesHistory } from './traffic-history.ts'
import { NO_VOLUME, plus, wireBytes } from './volume.policy.ts'

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
/** The one thing that is written behind. */
const KEY = 'traffic'

export function createMeters(ports: MetersPorts): Meters {
  const { clock, log, settings, utcOffsetMinutes } = ports
  const failed = (error: unknown): void => log.error('a listener to the meters threw', { error })
  const quotaChanged = createEmitter<string | null>(failed)
  const slotNow = (): Slot => {
    const wallMs = clock.wallMs()
    return { hour: Math.floor(wallMs / HOUR_MS), day: localDay(wallMs, utcOffsetMinutes) }
  }
  const ownLimit = (peerId: string): number => ports.limitsOf(peerId).monthlyBytes
  const isOwn = (peerId: string): boolean => ownLimit(peerId) > 0
  const book = createTrafficBook(ports.store, slotNow(), isOwn)
  const tally = createTally(clock, { woke, passed, isOwn, givesUp: bookOf }, failed)
  const { meters, total, others } = tally
  const writes = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => work(),
    (error) => log.warn('what passed could not be written down yet', { error }),
  )

  let watch: Disposable | null = null
  let isLoaded = false
  let turnedSecond = Number.NaN
  let monthStartDay = settings().quota.startDay
  let month = monthOf(book.slot.day, monthStartDay)
  /** When this month began and will end, epoch milliseconds; `null` until somebody asks. */
  let monthMs: { readonly from: number; readonly until: number } | null = null
  /** Everybody's, because another month began or the clock was set. */
  let areQuotasStale = false
  let prunedOn = ''

  function woke(): void {
    turn()
    if (watch) writes.later(KEY, write)
  }

  function passed(active: readonly Meter[]): void {
    refresh()
    checkQuotas(areQuotasStale ? undefined : active)
    writes.later(KEY, write)
  }

  function bookOf(meter: Meter): void {
    if (meter.booked.sentBytes !== meter.sentBytes || meter.booked.receivedBytes !== meter.receivedBytes)
      book.add(meter.peerId, takeUnbooked(meter))
  }

  function bookAll(): void {
    for (const meter of meters.values()) bookOf(meter)
    bookOf(others)
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
      for (const [peerId] of [...ofMonth].sort(([, a], [, b]) => wireBytes(b) - wireBytes(a)))
        if (meters.size < MOST_METERS - GIVEN_UP || isOwn(peerId)) tally.admit(peerId)
      for (const meter of meters.values()) rebase(meter, ofDay.get(meter.peerId), ofMonth.get(meter.peerId))
      rebase(total, [...ofDay.values()].reduce(plus, NO_VOLUME), [...ofMonth.values()].reduce(plus, NO_VOLUME))
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

  function prune(): void {
    prunedOn = book.slot.day
    try {
      book.prune()
    } catch (error) {
      log.warn('what passed long ago could not be forgotten yet', { error })
    }
  }

  /** Days end and quotas begin anew while nothing passes, too. */
  function look(): void {
    tally.layOutAll()
    refresh()
    // Whoever carries the machine into another time zone has another midnight.
    monthMs = null
    checkQuotas()
    const midnightMs = clock.now() + startOfDay(dayAfter(book.slot.day), utcOffsetMinutes) - clock.wallMs()
    watch = clock.at(Math.min(clock.now() + HOUR_MS, Math.max(midnightMs, clock.now() + SECOND_MS)), look)
  }

  const stateOf = (limitBytes: number, used: number): QuotaState =>
    quotaState({ limitBytes, usedBytes: used, warnPercent: settings().quota.warnPercent })

  function checkQuotas(some?: readonly Meter[]): void {
    if (!some) areQuotasStale = false
    const changed: (string | null)[] = []
    const check = (meter: Meter, limitBytes: number, name: string | null): void => {
      const state = stateOf(limitBytes, usedBytes(meter))
      if (state === meter.quota) return
      meter.quota = state
      changed.push(name)
    }
    check(total, settings().quota.monthlyBytes, null)
    for (const meter of some ?? meters.values())
      if (meter !== others) check(meter, ownLimit(meter.peerId), meter.peerId)
    for (const name of changed) quotaChanged.emit(name)
  }

  /** What is read from here on is true up to now. */
  function current(): void {
    tally.layOutAll()
    refresh()
  }

  function reading(meter: Meter | undefined, ring: SecondRing | null | undefined): MeterReading {
    const second = tally.fullSecond()
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
      if (watch) return
      look()
      tally.start()
      // Counted before the start.
      if (usedBytes(total) > wireBytes(total.monthBase)) writes.later(KEY, write)
    },
    count: tally.count,
    total() {
      current()
      return reading(total, tally.seconds)
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
        const second = tally.fullSecond()
        const fromMs = clock.wallMs() - clock.now() + (second - RING_SECONDS + 1) * SECOND_MS
        return minutesHistory({ fromMs, second, all: tally.seconds, meters: [...meters.values()] }, peerId)
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
    ticked: tally.ticked,
    quotaChanged,
    reconsider(peerId) {
      const meter = peerId === undefined ? undefined : meters.get(peerId)
      // With most of thousands on a list nothing passed.
      if (peerId !== undefined && !meter) return
      current()
      checkQuotas(meter && [meter])
    },
    flush() {
      turn()
      writes.later(KEY, write)
      writes.flush()
    },
    [Symbol.dispose]() {
      watch?.[Symbol.dispose]()
      watch = null
      tally[Symbol.dispose]()
      turn()
      writes.later(KEY, write)
      writes[Symbol.dispose]()
    },
  }
}
