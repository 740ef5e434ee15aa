/** What a chart draws of a stretch of traffic: the busiest peers one upon the other, the rest on top. Pure. */

export type Way = 'up' | 'down'

export interface Series {
  readonly peerId: string | null
  readonly sent: readonly number[]
  readonly received: readonly number[]
}

/** As many have a colour of their own; more could not be told apart. */
const INKS = 5
/** The colour of everybody else. */
export const REST_INK = 'rest'
export type Ink = number | typeof REST_INK

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The busiest peers in both directions together. */
export const busiest = (series: readonly Series[], most = INKS): readonly string[] =>
  series
    .map(({ peerId, sent, received }) => ({ peerId, bytes: sum(sent) + sum(received) }))
    .filter((one): one is { peerId: string; bytes: number } => one.peerId !== null && one.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes || (a.peerId < b.peerId ? -1 : 1))
    .slice(0, most)
    .map(({ peerId }) => peerId)

/** Whoever has a colour keeps it for as long as it is among the busiest: no colour changes hands while one looks. */
export function giveInks(before: ReadonlyMap<string, number>, peerIds: readonly string[]): ReadonlyMap<string, number> {
  const inks = new Map<string, number>()
  for (const peerId of peerIds) {
    const had = before.get(peerId)
    if (had !== undefined) inks.set(peerId, had)
  }
  const taken = new Set(inks.values())
  const free = Array.from({ length: INKS }, (_, ink) => ink).filter((ink) => !taken.has(ink))
  for (const peerId of peerIds) {
    if (inks.has(peerId)) continue
    const ink = free.shift()
    if (ink !== undefined) inks.set(peerId, ink)
  }
  return inks
}

export interface Layer {
  /** `null`: everybody without a colour. */
  readonly peerId: string | null
  readonly ink: Ink
  /** What it is by itself. */
  readonly values: readonly number[]
  /** With everything below it: what is drawn. */
  readonly heights: readonly number[]
}

/** From the bottom up, in the order of the colours; the rest on top. */
export function stack(
  series: readonly Series[],
  way: Way,
  inks: ReadonlyMap<string, number>,
  slots: number,
): readonly Layer[] {
  const valuesOf = (one: Series): readonly number[] => (way === 'up' ? one.sent : one.received)
  const coloured = series
    .flatMap((one) => {
      const ink = one.peerId === null ? undefined : inks.get(one.peerId)
      return ink === undefined ? [] : [{ peerId: one.peerId, ink, values: valuesOf(one) }]
    })
    .sort((a, b) => a.ink - b.ink)
  const others = series.filter(({ peerId }) => peerId === null || !inks.has(peerId)).map(valuesOf)
  const rest = Array.from({ length: slots }, (_, slot) => sum(others.map((values) => values[slot] ?? 0)))
  let below: readonly number[] = new Array<number>(slots).fill(0)
  return [...coloured, { peerId: null, ink: REST_INK, values: rest } as const].map((layer) => {
    const heights = below.map((height, slot) => height + (layer.values[slot] ?? 0))
    below = heights
    return { ...layer, heights }
  })
}

/** All layers together. */
export const totals = (layers: readonly Layer[]): readonly number[] => layers.at(-1)?.heights ?? []

/** So much above its cap is still a line that keeps it. */
const KEPT = 1.5

/**
 * Where the scale ends. A cap that is near belongs into the picture; one far above would press everything down. Where a
 * cap is kept now that was far exceeded before, what was before is cut off: whoever sets a cap wants to see it hold.
 *
 * @param recent the most of the last seconds
 * @param cap `null` is unlimited
 */
export function scaleTop(peak: number, recent: number, cap: number | null, least: number): number {
  const seen = Math.max(peak, least)
  if (cap === null || cap <= 0 || cap > 4 * seen) return seen * 1.12
  if (recent <= KEPT * cap && peak > 4 * cap) return 2 * cap
  return Math.max(seen, cap) * 1.12
}

/** The mean of the last slots. */
export const meanOfLast = (values: readonly number[], slots: number): number => {
  const last = values.slice(-slots)
  return last.length === 0 ? 0 : sum(last) / last.length
}

/** Puts slots together by the day they belong to. @param dayOf names the day of a moment, epoch milliseconds */
export function byDay(
  series: readonly Series[],
  fromMs: number,
  stepMs: number,
  slots: number,
  dayOf: (ms: number) => number,
): { readonly days: readonly number[]; readonly series: readonly Series[] } {
  const slotDays = Array.from({ length: slots }, (_, slot) => dayOf(fromMs + slot * stepMs))
  const days = [...new Set(slotDays)]
  const index = new Map(days.map((day, at) => [day, at]))
  const gather = (values: readonly number[]): readonly number[] => {
    const gathered = new Array<number>(days.length).fill(0)
    values.forEach((value, slot) => {
      const at = index.get(slotDays[slot] ?? Number.NaN)
      if (at !== undefined) gathered[at] = (gathered[at] ?? 0) + value
    })
    return gathered
  }
  return {
    days,
    series: series.map(({ peerId, sent, received }) => ({ peerId, sent: gather(sent), received: gather(received) })),
  }
}
