/** Rates as people write and read them: in the one unit that they picked, to bytes per second and back. Pure. */
import type { Settings } from '../../contract/settings.ts'
import { MAX_BYTES_PER_SECOND } from '../../contract/views.ts'
import { err, ok, type Result } from '../../kit/result.ts'
import { KIB, MIB } from '../../kit/units.ts'

export type RateUnit = Settings['bandwidth']['unit']
export const rateUnits = ['KiB/s', 'MiB/s', 'Mbit/s'] as const satisfies readonly RateUnit[]

/** A million bits. */
const MBIT = 125_000
export const bytesPerUnit: Readonly<Record<RateUnit, number>> = { 'KiB/s': KIB, 'MiB/s': MIB, 'Mbit/s': MBIT }

/** In the contract, and in a field that stands at its end. */
export const UNLIMITED = 0
/** Less than this is a typing mistake: not even a page of text would pass. */
const LEAST_CAP = KIB

/** What cannot be used in what a person typed. */
export type RateProblem = 'empty' | 'number' | 'unit' | 'small' | 'big'

/** By how many bytes per second one of them counts. Where upper and lower case mean bytes and bits, the case counts. */
const known: Readonly<Record<string, number>> = {
  kib: KIB,
  mib: MIB,
  gib: KIB * MIB,
  kbit: 125,
  kbps: 125,
  mbit: MBIT,
  mbps: MBIT,
  gbit: 1_000 * MBIT,
  gbps: 1_000 * MBIT,
}
const knownExactly: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  KB: 1_000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  kb: 125,
  Kb: 125,
  Mb: MBIT,
  Gb: 1_000 * MBIT,
}

function factorOf(written: string): number | null {
  const name = written.replace(/\/s$/i, '')
  return knownExactly[name] ?? known[name.toLowerCase()] ?? null
}

/**
 * @param text such as `2`, `2 MiB/s`, `20 Mbit/s`, `0,5`, `unlimited`
 * @param unit what a number without a unit counts
 * @returns whole bytes per second; 0 is unlimited
 */
export function parseRate(text: string, unit: RateUnit): Result<number, RateProblem> {
  const trimmed = text.trim()
  if (trimmed === '') return err('empty')
  if (/^(unlimited|no limit|none|∞)$/i.test(trimmed)) return ok(UNLIMITED)
  const parts = /^(\d[\d\s_]*(?:[.,]\d+)?|[.,]\d+)\s*([a-z][a-z/]*)?$/i.exec(trimmed)
  if (parts === null) return err('number')
  const [, digits = '', written] = parts
  const factor = written === undefined ? bytesPerUnit[unit] : factorOf(written)
  if (factor === null) return err('unit')
  const bytes = Number(digits.replaceAll(/[\s_]/g, '').replace(',', '.')) * factor
  if (bytes === 0) return ok(UNLIMITED)
  if (bytes < LEAST_CAP) return err('small')
  return bytes > MAX_BYTES_PER_SECOND ? err('big') : ok(Math.round(bytes))
}

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** As it stands in a field: exact enough to come back as the same number. Without the unit. */
export const rateDigits = (bytesPerSecond: number, unit: RateUnit): string =>
  trimZeros((bytesPerSecond / bytesPerUnit[unit]).toFixed(unit === 'KiB/s' ? 3 : 6))

/** Three telling digits; what is too little for them is not shown as nothing. Without the unit. */
export function shortRate(bytesPerSecond: number, unit: RateUnit): string {
  const value = bytesPerSecond / bytesPerUnit[unit]
  if (value === 0) return '0'
  if (value < 0.005) return '<0.01'
  if (value < 0.9995) return value.toFixed(value < 0.0995 ? 3 : 2)
  if (value < 99.95) return value.toFixed(value < 9.995 ? 2 : 1)
  return Math.round(value).toLocaleString('en')
}

export const formatRateIn = (bytesPerSecond: number, unit: RateUnit): string =>
  `${shortRate(bytesPerSecond, unit)} ${unit}`

/** A cap as a person set it: no more digits than it has. `null` and 0 are for the caller to name. */
export function formatCap(bytesPerSecond: number, unit: RateUnit): string {
  const value = bytesPerSecond / bytesPerUnit[unit]
  const digits = value >= 100 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4
  return `${Number(value.toFixed(digits)).toLocaleString('en', { maximumFractionDigits: 4 })} ${unit}`
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
  .map((mbits) => Math.round(mbits * MBIT))

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
