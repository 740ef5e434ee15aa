/** What passed, as lines of a chart: the busiest peers one by one, the rest together. */
import type { TrafficHistoryView, Volume } from '../../contract/bandwidth-views.ts'
import { isoTime } from '../../kit/clock.ts'
import { HOUR_MS, SECOND_MS } from '../../kit/units.ts'
import type { Meter } from './meter.ts'
import { OTHERS } from './meters.types.ts'
import { RING_SECONDS, type SecondRing } from './second-ring.ts'
import type { TrafficBook } from './traffic-book.ts'
import { wireBytes } from './volume.policy.ts'

/** More colours nobody tells apart. */
const NAMED = 8
/** Thirty days. */
const HOURS = 720

type Series = TrafficHistoryView['series'][number]

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
const isSilent = ({ sentBytes, receivedBytes }: Series): boolean => sumOf(sentBytes) + sumOf(receivedBytes) === 0

/** What is left of all without the named ones; nothing when that is nothing. */
function rest(all: Series, named: readonly Series[]): readonly Series[] {
  const without = (way: 'sentBytes' | 'receivedBytes'): number[] =>
    all[way].map((bytes, slot) => Math.max(0, bytes - sumOf(named.map((series) => series[way][slot] ?? 0))))
  const series = { peerId: null, sentBytes: without('sentBytes'), receivedBytes: without('receivedBytes') }
  return isSilent(series) ? [] : [series]
}

export interface Minutes {
  /** When the first slot began, epoch milliseconds. */
  readonly fromMs: number
  /** The last that is full. */
  readonly second: number
  readonly all: SecondRing
  readonly meters: readonly Meter[]
}

export function minutesHistory({ fromMs, second, all, meters }: Minutes, only?: string): TrafficHistoryView {
  const seriesOf = (peerId: string | null, ring: SecondRing | null | undefined): Series => {
    const slots = (at: (second: number) => number): number[] =>
      Array.from({ length: RING_SECONDS }, (_, slot) => at(second - RING_SECONDS + 1 + slot))
    return {
      peerId,
      sentBytes: slots((at) => ring?.sent(at) ?? 0),
      receivedBytes: slots((at) => ring?.received(at) ?? 0),
    }
  }
  const view = { range: 'minutes', from: isoTime(fromMs), stepMs: SECOND_MS } as const
  if (only !== undefined)
    return { ...view, series: [seriesOf(only, meters.find(({ peerId }) => peerId === only)?.ring)] }
  const recent = meters
    .filter(({ activeSecond }) => activeSecond > second - RING_SECONDS)
    .map(({ peerId, ring }) => seriesOf(peerId, ring))
  const named = recent
    .map((series) => ({ series, bytes: sumOf(series.sentBytes) + sumOf(series.receivedBytes) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, NAMED)
    .map(({ series }) => series)
  return { ...view, series: [...named, ...rest(seriesOf(null, all), named)] }
}

/** Everything counted stands in the book. */
export function daysHistory(book: TrafficBook, only?: string): TrafficHistoryView {
  const [fromHour, beforeHour] = [book.slot.hour - HOURS + 1, book.slot.hour + 1]
  const seriesOf = (peerId: string | null): Series => {
    const hours = book.byHour(fromHour, beforeHour, peerId)
    const slots = (of: (volume: Volume) => number): number[] =>
      Array.from({ length: HOURS }, (_, slot) => {
        const volume = hours.get(fromHour + slot)
        return volume ? of(volume) : 0
      })
    return { peerId, sentBytes: slots((one) => one.sentBytes), receivedBytes: slots((one) => one.receivedBytes) }
  }
  const view = { range: 'days', from: isoTime(fromHour * HOUR_MS), stepMs: HOUR_MS } as const
  if (only !== undefined) return { ...view, series: [seriesOf(only)] }
  // Who was the busiest is the same by days, of which there are fewer.
  const named = [...book.lastDays(HOURS / 24 + 1)]
    .filter(([peerId]) => peerId !== OTHERS)
    .sort(([, a], [, b]) => wireBytes(b) - wireBytes(a))
    .slice(0, NAMED)
    .map(([peerId]) => seriesOf(peerId))
    .filter((series) => !isSilent(series))
  return { ...view, series: [...named, ...rest(seriesOf(null), named)] }
}
