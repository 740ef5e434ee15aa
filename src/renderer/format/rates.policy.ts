/** Rates as people read them, in the one unit that they picked, and the places of a slider. How they are typed: `contract/typed-amount.policy.ts`; in the language of the page: `rates.ts`. Pure. */
import { bytesPerUnit, type RateUnit } from '../../contract/typed-amount.policy.ts'
import { KIB, MIB } from '../../kit/units.ts'
import { fixed, grouped, type NumberStyle, written } from './numbers.policy.ts'

export type { RateUnit } from '../../contract/typed-amount.policy.ts'
export const rateUnits = ['KiB/s', 'MiB/s', 'Mbit/s'] as const satisfies readonly RateUnit[]

/** In the contract, and in a field that stands at its end. */
export const UNLIMITED = 0
const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** As it stands in a field: exact enough to come back as the same number. Without the unit. */
export const rateDigits = (bytesPerSecond: number, unit: RateUnit, style: NumberStyle): string =>
  written(trimZeros((bytesPerSecond / bytesPerUnit[unit]).toFixed(unit === 'KiB/s' ? 3 : 6)), style)

/** Three telling digits; what is too little for them is not shown as nothing. Without the unit. */
export function shortRate(bytesPerSecond: number, unit: RateUnit, style: NumberStyle): string {
  const value = bytesPerSecond / bytesPerUnit[unit]
  if (value === 0) return '0'
  if (value < 0.005) return `<${written('0.01', style)}`
  if (value < 0.9995) return fixed(value, value < 0.0995 ? 3 : 2, style)
  if (value < 99.95) return fixed(value, value < 9.995 ? 2 : 1, style)
  return grouped(Math.round(value), style)
}

export const formatRateIn = (bytesPerSecond: number, unit: RateUnit, style: NumberStyle): string =>
  `${shortRate(bytesPerSecond, unit, style)} ${unit}`

/** A cap as a person set it: no more digits than it has. `null` and 0 are for the caller to name. */
export function formatCap(bytesPerSecond: number, unit: RateUnit, style: NumberStyle): string {
  const value = bytesPerSecond / bytesPerUnit[unit]
  const digits = value >= 100 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4
  return `${grouped(Number(value.toFixed(digits)), style, 4)} ${unit}`
}

/** Round values from 16 KiB/s to 100 MiB/s: four to a doubling, so that the slider feels the same everywhere. */
const binaryStops: readonly number[] = [
  ...Array.from({ length: 12 * 4 }, (_, n) => 16 * KIB * 2 ** Math.floor(n / 4) * (1 + (n % 4) / 4)),
  64 * MIB,
  80 * MIB,
  100 * MIB,
]
const bitStops: readonly number[] = [0.128, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8]
  .concat([1, 10, 100].flatMap((ten) => [1, 1.25, 1.6, 2, 2.5, 3, 4, 5, 6, 8].map((one) => one * ten)))
  .filter((mbits) => mbits <= 840)
  .map((mbits) => Math.round(mbits * bytesPerUnit['Mbit/s']))

const stopsOf = (unit: RateUnit): readonly number[] => (unit === 'Mbit/s' ? bitStops : binaryStops)

/** The slider's last place: unlimited. */
export const lastPlace = (unit: RateUnit): number => stopsOf(unit).length

/** @returns bytes per second at that place of the slider */
export const rateAtPlace = (place: number, unit: RateUnit): number => stopsOf(unit)[Math.max(0, place)] ?? UNLIMITED

/** The nearest place of the slider, by proportion. */
export function placeOfRate(bytesPerSecond: number, unit: RateUnit): number {
  const stops = stopsOf(unit)
  if (bytesPerSecond === UNLIMITED) return stops.length
  let best = 0
  const distance = (place: number): number => Math.abs(Math.log((stops[place] ?? 1) / bytesPerSecond))
  for (let place = 1; place < stops.length; place++) if (distance(place) < distance(best)) best = place
  return best
}
