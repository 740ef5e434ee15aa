/** Counts frame by frame and tells second by second. Knows neither days nor quotas. */
import type { RateView } from '../../contract/bandwidth-views.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { absorb, createMeter, layOut, type Meter } from './meter.ts'
import { OTHERS, type Second } from './meters.types.ts'
import { createSecondRing, type SecondRing } from './second-ring.ts'
import type { Way } from './throttle.types.ts'

export interface TallyHooks {
  /** Something passes after a silence; it is not counted yet. */
  readonly woke: () => void
  /** A second was told in which something passed with these. */
  readonly passed: (active: readonly Meter[]) => void
  /** The meter of a peer that was idle for longest becomes a part of the others. */
  readonly givesUp: (meter: Meter) => void
  /** Its meter must not be given up. */
  readonly isOwn: (peerId: string) => boolean
}

export interface Tally extends Disposable {
  start(): void
  /** Adds to numbers and does nothing else. */
  readonly count: (peerId: string, way: Way, wireBytes: number, payloadBytes: number) => void
  /** By peer, without the others. */
  readonly meters: ReadonlyMap<string, Meter>
  readonly total: Meter
  /** Of the total. */
  readonly seconds: SecondRing
  /** Whoever has no meter of its own any more. */
  readonly others: Meter
  /** Makes room if need be. */
  admit(peerId: string): Meter
  /** Lays what was counted into its seconds: what is read then is true up to now. */
  layOutAll(): void
  /** The last second that is full. */
  fullSecond(): number
  readonly ticked: Source<Second>
}

/** A ring has 9.6 KiB: twenty MiB when all of them are busy. */
export const MOST_METERS = 2_000
/** Given up at a time, so that it is not done again for each stranger. */
export const GIVEN_UP = 100

export function createTally(clock: Clock, hooks: TallyHooks, onError: (error: unknown) => void): Tally {
  const ticked = createEmitter<Second>(onError)
  const total = createMeter(OTHERS)
  const others = createMeter(OTHERS)
  const seconds = createSecondRing()
  const meters = new Map<string, Meter>()
  /** Of streams that send many frames: nobody has to be looked up. */
  let last = others
  /** Counted since the seconds were last laid out, at `laidOutMs`. */
  const touched: Meter[] = []
  let laidOutMs = clock.now()
  /** Something passed since the last tick. */
  let active: Meter[] = []
  let told = secondOf(clock.now())
  let isStill = true
  let isStarted = false
  let ticker: Disposable | null = null

  const fullSecond = (): number => secondOf(clock.now()) - 1

  function count(peerId: string, way: Way, wireBytes: number, payloadBytes: number): void {
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

  function wake(): void {
    laidOutMs = clock.now()
    told = secondOf(laidOutMs) - 1
    hooks.woke()
    if (isStarted) tickSoon()
  }

  function admit(peerId: string): Meter {
    if (peerId === OTHERS) return others
    const known = meters.get(peerId)
    if (known) return known
    if (meters.size >= MOST_METERS) giveUpIdlest()
    const meter = createMeter(peerId)
    meters.set(peerId, meter)
    return meter
  }

  function giveUpIdlest(): void {
    layOutAll()
    const idlest = [...meters.values()]
      .filter(({ peerId }) => !hooks.isOwn(peerId))
      .sort((a, b) => a.activeSecond - b.activeSecond)
      .slice(0, GIVEN_UP)
    for (const meter of idlest) {
      hooks.givesUp(meter)
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

  function tickSoon(): void {
    ticker ??= clock.at((secondOf(clock.now()) + 1) * SECOND_MS, tick)
  }

  function tick(): void {
    ticker = null
    layOutAll()
    const second = fullSecond()
    if (second > told) {
      told = second
      tell(second)
    }
    if (active.length > 0) hooks.passed(active)
    // In the second that is open now, something may have passed already.
    active = active.filter((meter) => {
      meter.isActive = meter.activeSecond > second
      return meter.isActive
    })
    if (active.length > 0 || !isStill) tickSoon()
  }

  /** A late timer tells of the last second only; the history has all of them. */
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

  return {
    start() {
      isStarted = true
      if (touched.length > 0 || active.length > 0) tickSoon()
    },
    count,
    meters,
    total,
    seconds,
    others,
    admit,
    layOutAll,
    fullSecond,
    ticked,
    [Symbol.dispose]() {
      isStarted = false
      ticker?.[Symbol.dispose]()
      ticker = null
      layOutAll()
    },
  }
}

const secondOf = (monotonicMs: number): number => Math.floor(monotonicMs / SECOND_MS)
