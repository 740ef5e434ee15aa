/** Everything that one chart draws, from what is known and which cap holds. */

import { bytesPerUnit, type RateUnit } from '../../../contract/typed-amount.policy.ts'
import { KIB, MIB } from '../../../kit/units.ts'
import { type Layer, scaleTop, stack, totals, type Way } from './stack.policy.ts'
import type { Drawn } from './use-drawn.ts'

/** The scale of a quiet line: heartbeats alone must not look like a storm. */
const LEAST_TOP = 16 * KIB
const LEAST_DAY = MIB
/** After so many seconds a cap is seen to be kept. */
const RECENT_SLOTS = 4

export interface Picture {
  readonly layers: readonly Layer[]
  /** Of all layers, per slot. */
  readonly all: readonly number[]
  readonly peak: number
  readonly isLive: boolean
  /** The cap, where a line can be drawn for it; `null`: unlimited, or days. */
  readonly limit: number | null
  readonly top: number
  /** Bytes in one unit of the scale. */
  readonly factor: number
  readonly shown: readonly { readonly ink: string; readonly heights: readonly number[] }[]
}

/** @param cap bytes per second; `null` is unlimited */
export function pictureOf(
  drawn: Drawn | null,
  way: Way,
  inks: ReadonlyMap<string, number>,
  cap: number | null,
  unit: RateUnit,
): Picture {
  const layers = drawn === null ? [] : stack(drawn.series, way, inks, drawn.times.length)
  const all = totals(layers)
  const peak = Math.max(0, ...all)
  const isLive = drawn?.range !== 'days'
  const limit = isLive ? cap : null
  const top = scaleTop(peak, Math.max(0, ...all.slice(-RECENT_SLOTS)), limit, isLive ? LEAST_TOP : LEAST_DAY)
  const factor = isLive ? bytesPerUnit[unit] : volumeFactor(top)
  const shown = layers.map(({ ink, heights }) => ({
    ink: `series-${ink}`,
    heights: heights.map((height) => height / factor),
  }))
  return { layers, all, peak, isLive, limit, top, factor, shown }
}

/** The unit of volume in which a scale of days has small numbers. */
const volumeFactor = (top: number): number => KIB ** Math.min(4, Math.max(1, Math.floor(Math.log(top) / Math.log(KIB))))

const volumeUnits: Readonly<Record<number, string>> = {
  [KIB]: 'KiB',
  [KIB ** 2]: 'MiB',
  [KIB ** 3]: 'GiB',
  [KIB ** 4]: 'TiB',
}

export const volumeUnitOf = (factor: number): string => volumeUnits[factor] ?? ''
