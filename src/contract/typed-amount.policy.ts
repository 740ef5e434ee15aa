/** A rate or a volume as a person types it (`2MiB/s`, `16 Mbit/s`, `50GiB`, `unlimited`), and as it is printed back. Pure. */

import { err, ok, type Result } from '../kit/result.ts'
import { KIB, MIB } from '../kit/units.ts'
import type { Settings } from './settings.ts'
import { MAX_BYTES_PER_SECOND } from './views.ts'

/** The unit in which a person is shown rates. */
export type RateUnit = Settings['bandwidth']['unit']

export const bytesPerUnit: Readonly<Record<RateUnit, number>> = { 'KiB/s': KIB, 'MiB/s': MIB, 'Mbit/s': 125_000 }

const GIB = 1_024 * MIB
const byteUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: KIB,
  MiB: MIB,
  GiB: GIB,
  TiB: 1_024 * GIB,
}
const bitUnits: Readonly<Record<string, number>> = { bit: 1 / 8, kbit: 125, Mbit: 125_000, Gbit: 125_000_000 }

const RATE_EXAMPLES = 'Write it as 512KiB/s, 2MiB/s, 1.5MB/s or 16Mbit/s, or write unlimited.'
const VOLUME_EXAMPLES = 'Write it as 500MiB, 50GiB or 1.5TB, or write unlimited.'
const UNLIMITED = /^(0+|unlimited|none|off)$/i
/** More digits than these name no line that exists. */
const NUMBER = /^(\d{1,15}(?:[.,]\d{1,15})?)\s*([^\d\s.,].*)?$/
/** A petabyte a month: far above any line, and exact as a number. */
const MAX_VOLUME = 2 ** 50

/**
 * Bytes per second; 0 is unlimited.
 *
 * @param unit of a number that stands alone
 * @returns or what is wrong with it and what to write instead, in words for a person
 */
export function typedRate(text: string, unit: RateUnit): Result<number, string> {
  const rate = typedAmount(text, {
    unitless: bytesPerUnit[unit],
    factorOf: (name) => rateFactor(name.replace(/(?:\s*(?:\/\s*s(?:ec(?:ond)?)?|per second|ps))$/i, '').trim()),
    isAboutRates: true,
  })
  if (!rate.ok || rate.value <= MAX_BYTES_PER_SECOND) return rate
  return err('The highest cap is 10 GiB/s. For no cap at all write unlimited.')
}

/** Bytes; 0 is none. It needs a unit, because a month has no usual one. */
export function typedVolume(text: string): Result<number, string> {
  const volume = typedAmount(text, { unitless: null, factorOf: volumeFactor, isAboutRates: false })
  if (!volume.ok || volume.value <= MAX_VOLUME) return volume
  return err('The largest volume is 1024 TiB. For no limit at all write unlimited.')
}

interface Amount {
  /** Factor of a number without a unit; `null` where it needs one. */
  readonly unitless: number | null
  readonly factorOf: (unit: string) => Result<number, string | null>
  readonly isAboutRates: boolean
}

function typedAmount(text: string, { unitless, factorOf, isAboutRates }: Amount): Result<number, string> {
  const examples = isAboutRates ? RATE_EXAMPLES : VOLUME_EXAMPLES
  // Thousands may stand apart.
  const typed = text.trim().replace(/(?<=\d)[\s_](?=\d{3}(?!\d))/g, '')
  if (UNLIMITED.test(typed)) return ok(0)
  if (/^[-−]\s*\d/.test(typed)) return err(`It cannot be less than nothing. ${examples}`)
  const [, digits = '', name = ''] = NUMBER.exec(typed) ?? []
  if (digits === '') return err(`It is a number with a unit. ${examples}`)
  // 1,500 is one and a half to some people and fifteen hundred to others.
  if (/^[1-9]\d{0,2},\d{3}$/.test(digits))
    return err(
      `${digits} can be read in two ways: write ${digits.replace(',', '')}, or ${digits.replace(',', '.')} with a point.`,
    )
  let factor = unitless
  if (name !== '') {
    const found = factorOf(name)
    if (!found.ok) return err(found.error ?? `“${name}” is no unit that is known here. ${examples}`)
    factor = found.value
  }
  const value = Number(digits.replace(',', '.'))
  if (value === 0) return ok(0)
  if (factor === null) return err(`${digits} of what? ${examples}`)
  // What is more than nothing must not become 0, which is unlimited.
  return ok(Math.max(1, Math.round(value * factor)))
}

function rateFactor(name: string): Result<number, string | null> {
  const bits = withoutCase(bitUnits, name.replace(/s$/i, ''))
  return bits === undefined ? volumeFactor(name, true) : ok(bits)
}

/** A small b is a bit to a network engineer and a byte to somebody in a hurry: eight times apart, so it is not guessed. */
function volumeFactor(name: string, isRate = false): Result<number, string | null> {
  const factor = withoutCase(byteUnits, name)
  if (factor === undefined) return err(null)
  if (name.endsWith('B')) return ok(factor)
  const scale = name.charAt(0).toUpperCase()
  const proper = Object.keys(byteUnits).find((unit) => unit.toLowerCase() === name.toLowerCase()) ?? 'B'
  const bytes = scale === 'B' ? 'B' : proper
  if (!isRate) return err(`In “${name}” a small b can mean bits or bytes. Write ${bytes}, with a large B.`)
  const bit =
    scale === 'B' ? 'bit' : (Object.keys(bitUnits).find((unit) => unit.charAt(0).toUpperCase() === scale) ?? 'Gbit')
  return err(
    `In “${name}” a small b can mean bits or bytes, which are eight times as much. Write ${bit}/s for bits or ${bytes}/s for bytes.`,
  )
}

/** Nobody means millibytes, so the case of all but the b is free. */
function withoutCase(units: Readonly<Record<string, number>>, name: string): number | undefined {
  const wanted = name.toLowerCase()
  return Object.entries(units).find(([unit]) => unit.toLowerCase() === wanted)?.[1]
}

/** In a person's unit with as many decimals as it takes to be typed again as the same number of bytes. */
export function exactRate(bytesPerSecond: number, unit: RateUnit): string {
  const perUnit = bytesPerUnit[unit]
  for (let decimals = 0; decimals < 12; decimals += 1) {
    const shown = (bytesPerSecond / perUnit).toFixed(decimals)
    if (Math.round(Number(shown) * perUnit) === bytesPerSecond) return `${shown} ${unit}`
  }
  return `${bytesPerSecond / perUnit} ${unit}`
}
