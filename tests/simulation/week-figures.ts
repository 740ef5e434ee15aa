/** What a simulated week comes down to: the figures that the test asserts, and a table of them for a person. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kit/units.ts'
import type { Outage, WeekOptions } from './week.ts'
import type { WeekWatch } from './week-watch.ts'

/** Tries double from about a second to minutes within so long; after that everybody who still waits is dormant. */
const RAMP_MINUTES = 20
/** Long enough for the troubles of single nodes, which come by chance, to even out; they come every six minutes. */
const CALM_WINDOW_MINUTES = 30
/** The pace of dormant peers: in it each of them is tried about once, whatever becomes of it. */
const RETURN_WINDOW_MINUTES = 10

export interface OutageFigures {
  /** Of one friend by another, on average, while the tries slow down. */
  readonly dialsPerWayInRamp: number
  /** All dials of a minute, once everybody is dormant. */
  readonly dormantMean: number
  readonly dormantPeak: number
  /** The fullest ten minutes after its end, and what ten dormant minutes have on average. */
  readonly returnPeak: number
  readonly dormantTenMinutes: number
  /** The fullest single minute after its end. */
  readonly returnMinutePeak: number
}

export interface WeekFigures {
  readonly pairs: number
  readonly dials: number
  readonly dialsPerWayPerHour: number
  readonly worstHours: WeekWatch['worstHours']
  readonly calmMean: number
  readonly calmPeak: number
  readonly outages: readonly OutageFigures[]
  /** Share of its reachable time in which a pair was linked. */
  readonly linkedShareWorst: number
  readonly linkedShareMean: number
  readonly reachableShare: number
  readonly waits: Waits
  readonly halfWaits: Waits
  readonly lostHours: number
}

interface Waits {
  readonly count: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly mostMs: number
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
const peak = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0)

function waitsOf(values: readonly number[]): Waits {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { count: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), mostMs: at(1) }
}

function inWindows(minutes: readonly number[], length: number): number[] {
  const full = Math.floor(minutes.length / length)
  return Array.from({ length: full }, (_, n) => sum(minutes.slice(n * length, (n + 1) * length)))
}

function outageFigures({ fromMs, forMs }: Outage, minutes: readonly number[], ways: number): OutageFigures {
  const from = Math.floor(fromMs / MINUTE_MS)
  const until = Math.floor((fromMs + forMs) / MINUTE_MS)
  const dormant = minutes.slice(from + RAMP_MINUTES, until)
  const afterwards = minutes.slice(until, until + 3 * RETURN_WINDOW_MINUTES)
  return {
    dialsPerWayInRamp: sum(minutes.slice(from, from + RAMP_MINUTES)) / ways,
    dormantMean: mean(dormant),
    dormantPeak: peak(dormant),
    returnPeak: peak(inWindows(afterwards, RETURN_WINDOW_MINUTES)),
    dormantTenMinutes: mean(dormant) * RETURN_WINDOW_MINUTES,
    returnMinutePeak: peak(afterwards),
  }
}

export function weekFigures(watch: WeekWatch, { days, outages }: WeekOptions): WeekFigures {
  const { pairs } = watch
  const minutes = [...watch.perMinute]
  const isCalm = (_: number, minute: number): boolean =>
    minute * MINUTE_MS < days * DAY_MS &&
    minute >= RAMP_MINUTES &&
    outages.every(
      ({ fromMs, forMs }) =>
        (minute + 1) * MINUTE_MS <= fromMs || minute * MINUTE_MS > fromMs + forMs + RAMP_MINUTES * MINUTE_MS,
    )
  const calm = inWindows(minutes.filter(isCalm), CALM_WINDOW_MINUTES)
  const shares = pairs.map(({ linkedMs, reachableMs }) => linkedMs / reachableMs)
  const ways = 2 * pairs.length
  return {
    pairs: pairs.length,
    dials: watch.dials,
    dialsPerWayPerHour: (watch.dials / ways / days / DAY_MS) * HOUR_MS,
    worstHours: watch.worstHours,
    calmMean: mean(calm),
    calmPeak: peak(calm),
    outages: outages.map((outage) => outageFigures(outage, minutes, ways)),
    linkedShareWorst: shares.reduce((least, share) => Math.min(least, share), 1),
    linkedShareMean: mean(shares),
    reachableShare: mean(pairs.map(({ reachableMs }) => reachableMs)) / (days * DAY_MS),
    waits: waitsOf(watch.waits),
    halfWaits: waitsOf(watch.halfWaits),
    lostHours: sum(pairs.map(({ lostMs }) => lostMs)) / HOUR_MS,
  }
}

export function weekTable(f: WeekFigures): string {
  const percent = (share: number): string => `${(100 * share).toFixed(3)} %`
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
  const waits = ({ count, medianMs, p99Ms, mostMs }: Waits): string =>
    `${count} times, median ${seconds(medianMs)}, p99 ${seconds(p99Ms)}, longest ${seconds(mostMs)}`
  return [
    `${f.pairs} pairs, reachable for each other ${percent(f.reachableShare)} of the week`,
    `linked in that time: worst pair ${percent(f.linkedShareWorst)}, mean ${percent(f.linkedShareMean)}`,
    `from reachable to linked: ${waits(f.waits)}`,
    `the same where one has moved and has to dial: ${waits(f.halfWaits)}; where both have: ${f.lostHours.toFixed(0)} h in all, not counted`,
    `dials: ${f.dials}, ${f.dialsPerWayPerHour.toFixed(2)} of one friend per hour; most in an hour by fresh starts in it: ` +
      f.worstHours.map(({ freshStarts, dials }) => `${freshStarts}: ${dials}`).join(', '),
    `calm half hours: mean ${f.calmMean.toFixed(0)} dials, peak ${f.calmPeak} (${(f.calmPeak / f.calmMean).toFixed(2)} ×)`,
    ...f.outages.map(
      (o) =>
        `network-wide outage: ${o.dialsPerWayInRamp.toFixed(1)} dials per friend while tries slow down; then a minute has ` +
        `${o.dormantMean.toFixed(0)}, peak ${o.dormantPeak} (${(o.dormantPeak / o.dormantMean).toFixed(2)} ×); fullest ten minutes after its end ` +
        `${o.returnPeak} (${(o.returnPeak / o.dormantTenMinutes).toFixed(2)} ×), fullest minute ${o.returnMinutePeak} (${(o.returnMinutePeak / o.dormantMean).toFixed(2)} ×)`,
    ),
  ]
    .map((line) => `  ${line}\n`)
    .join('')
}
