/** Hours and days of what passed: what the store has of them, and what is not written yet. */
import type { Volume } from '../../contract/bandwidth-views.ts'
import { DAY_MS, HOUR_MS } from '../../kit/units.ts'
import { type DayVolume, type HourVolume, OTHERS, type PeerVolume, type TrafficStore } from './meters.types.ts'
import { dayAfter, type Month } from './quota.policy.ts'
import { isNothing, NO_VOLUME, plus, summed } from './volume.policy.ts'

/** More than a month, so that thirty days of hours are always there. */
const HOURS_KEPT = (31 * DAY_MS) / HOUR_MS
/** More than a year: the same month a year ago is there to compare. */
const DAYS_KEPT = 400
/** So many peers have rows of their own; strangers who come and go without end share one. */
const MOST_PER_HOUR = 500
const MOST_PER_DAY = 1_000
/** While a disk is full; then the oldest are put together. Some MiB. */
const MOST_UNWRITTEN = 20_000

/** The hour (epoch, UTC) and the local day that things are written under. */
export interface Slot {
  readonly hour: number
  readonly day: string
}

export interface TrafficBook {
  readonly slot: Slot
  /** From now on this is the hour and the day. */
  turnTo(slot: Slot): void
  /** Something passed in this hour and on this day. */
  add(peerId: string, volume: Volume): void
  /** By peer. @throws what the store throws */
  month(month: Month): Map<string, Volume>
  today(): Map<string, Volume>
  /** Of so many days, today included. */
  lastDays(count: number): Map<string, Volume>
  /** By hour, of one peer or (`null`) of all together. */
  byHour(fromHour: number, beforeHour: number, peerId: string | null): Map<number, Volume>
  /**
   * Hands what is not written yet to the store.
   *
   * @returns what that was, by peer
   * @throws what the store throws; everything waits on then
   */
  write(): Map<string, Volume>
  prune(): void
}

type Unwritten<Key> = Map<Key, Map<string, Volume>>

/** @param isOwn must have rows of its own, because a person set a limit */
export function createTrafficBook(store: TrafficStore, first: Slot, isOwn: (peerId: string) => boolean): TrafficBook {
  let slot = first
  const hours: Unwritten<number> = new Map()
  const days: Unwritten<string> = new Map()
  /** Who has a row in this hour since the start, and on this day; `null`: to be asked of the store. */
  let inHour = new Set<string>()
  let onDay: Set<string> | null = null

  function put<Key>(into: Unwritten<Key>, key: Key, peerId: string, volume: Volume): void {
    let peers = into.get(key)
    if (!peers) into.set(key, (peers = new Map<string, Volume>()))
    peers.set(peerId, plus(peers.get(peerId) ?? NO_VOLUME, volume))
  }

  function nameIn(named: Set<string>, most: number, peerId: string): string {
    if (!named.has(peerId)) {
      if (named.size >= most && !isOwn(peerId)) return OTHERS
      named.add(peerId)
    }
    return peerId
  }

  function named(): { inHour: Set<string>; onDay: Set<string> } {
    try {
      onDay ??= new Set(store.trafficOfDays(slot.day, dayAfter(slot.day)).map(({ peerId }) => peerId))
    } catch {
      // What passed must be kept, whoever the store knows already; that it cannot be read is told by who reads.
      onDay ??= new Set()
    }
    return { inHour, onDay }
  }

  /** Of those who wait longest only the sum is kept. */
  function makeRoom<Key>(unwritten: Unwritten<Key>): void {
    let size = 0
    for (const peers of unwritten.values()) size += peers.size
    for (const [key, peers] of unwritten) {
      if (size <= MOST_UNWRITTEN) return
      size -= peers.size - 1
      unwritten.set(key, new Map([[OTHERS, [...peers.values()].reduce(plus)]]))
    }
  }

  const stored = (rows: readonly PeerVolume[]): [string, Volume][] =>
    rows.map(({ peerId, ...volume }) => [peerId, volume])
  function* waiting<Key>(unwritten: Unwritten<Key>, from: Key, before: Key): Generator<[string, Volume]> {
    for (const [key, peers] of unwritten) if (key >= from && key < before) yield* peers
  }
  const ofDays = (from: string, before: string): Map<string, Volume> =>
    summed(stored(store.trafficOfDays(from, before)), waiting(days, from, before))

  return {
    get slot() {
      return slot
    },
    turnTo(next) {
      if (next.hour !== slot.hour) inHour = new Set()
      if (next.day !== slot.day) onDay = null
      slot = next
    },
    add(peerId, volume) {
      if (isNothing(volume)) return
      const names = named()
      put(hours, slot.hour, nameIn(names.inHour, MOST_PER_HOUR, peerId), volume)
      put(days, slot.day, nameIn(names.onDay, MOST_PER_DAY, peerId), volume)
    },
    month: ({ fromDay, untilDay }) => ofDays(fromDay, untilDay),
    today: () => ofDays(slot.day, dayAfter(slot.day)),
    lastDays: (count) => ofDays(dayAfter(slot.day, 1 - count), dayAfter(slot.day)),
    byHour(fromHour, beforeHour, peerId) {
      const sums = new Map<number, Volume>()
      const count = (hour: number, volume: Volume): void =>
        void sums.set(hour, plus(sums.get(hour) ?? NO_VOLUME, volume))
      for (const { hour, ...volume } of store.trafficByHour(fromHour, beforeHour, peerId)) count(hour, volume)
      for (const [hour, peers] of hours)
        if (hour >= fromHour && hour < beforeHour)
          for (const [one, volume] of peers) if (peerId === null || one === peerId) count(hour, volume)
      return sums
    },
    write() {
      makeRoom(hours)
      makeRoom(days)
      const hourRows: (HourVolume & PeerVolume)[] = []
      for (const [hour, peers] of hours)
        for (const [peerId, volume] of peers) hourRows.push({ hour, peerId, ...volume })
      const dayRows: (DayVolume & PeerVolume)[] = []
      for (const [day, peers] of days) for (const [peerId, volume] of peers) dayRows.push({ day, peerId, ...volume })
      const written = summed(...days.values())
      if (hourRows.length > 0 || dayRows.length > 0) store.addTraffic(hourRows, dayRows)
      hours.clear()
      days.clear()
      return written
    },
    prune: () => store.pruneTraffic(HOURS_KEPT, DAYS_KEPT),
  }
}
