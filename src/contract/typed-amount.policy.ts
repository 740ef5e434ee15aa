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

/** The sign before the decimals, in the language of whoever types. */
export type DecimalMark = '.' | ','

/** Why a typed amount cannot be used, for whoever puts it into words. */
export type AmountProblem = { readonly of: 'rate' | 'volume' } & (
  | { readonly reason: 'negative' | 'no-number' | 'too-much' }
  | { readonly reason: 'two-readings'; readonly digits: string }
  | { readonly reason: 'no-unit'; readonly digits: string }
  | { readonly reason: 'unknown-unit'; readonly unit: string }
  /** A small b: `bit` is what to write for bits, `null` where bits make no sense. */
  | { readonly reason: 'bit-or-byte'; readonly unit: string; readonly byte: string; readonly bit: string | null }
)

const UNLIMITED = /^(0+|unlimited|none|off|unbegrenzt|unlimitiert|keins?|keine|aus)$/i
/** More digits than these name no line that exists. */
const NUMBER = /^(\d(?:[\d.,]{0,38}\d)?)\s*([^\d\s.,].*)?$/
/** A petabyte a month: far above any line, and exact as a number. */
const MAX_VOLUME = 2 ** 50

/**
 * Bytes per second; 0 is unlimited.
 *
 * @param unit of a number that stands alone
 * @returns or what is wrong with it and what to write instead, in English words for a person
 */
export function typedRate(text: string, unit: RateUnit): Result<number, string> {
  return inWords(readRate(text, unit, '.'))
}

/** Bytes; 0 is none. It needs a unit, because a month has no usual one. @returns as `typedRate` */
export const typedVolume = (text: string): Result<number, string> => inWords(readVolume(text, '.'))

/** As `typedRate`, in any language: a problem is a value here. */
export function readRate(text: string, unit: RateUnit, decimal: DecimalMark): Result<number, AmountProblem> {
  const rate = typedAmount(text, decimal, {
    of: 'rate',
    unitless: bytesPerUnit[unit],
    factorOf: (name) => rateFactor(name.replace(PER_SECOND, '').trim()),
  })
  if (!rate.ok || rate.value <= MAX_BYTES_PER_SECOND) return rate
  return err({ of: 'rate', reason: 'too-much' })
}

const PER_SECOND = /(?:\s*(?:\/\s*s(?:ec(?:ond)?|ek(?:unde)?)?|per second|pro sekunde|ps))$/i

/** As `typedVolume`, in any language. */
export function readVolume(text: string, decimal: DecimalMark): Result<number, AmountProblem> {
  const volume = typedAmount(text, decimal, { of: 'volume', unitless: null, factorOf: (name) => volumeFactor(name) })
  if (!volume.ok || volume.value <= MAX_VOLUME) return volume
  return err({ of: 'volume', reason: 'too-much' })
}

/**
 * A number as a person types it, with `1.5` and `1,5` both understood.
 *
 * @returns `two-readings` where the other sign stands as thousands do: 1,500 is one and a half to some and fifteen hundred to others
 */
export function readDecimal(text: string, decimal: DecimalMark): number | 'no-number' | 'two-readings' {
  const parts = text.split(/([.,])/)
  const marks = parts.filter((_, at) => at % 2 === 1)
  const digits = parts.filter((_, at) => at % 2 === 0)
  if (digits.some((part) => !/^\d{1,15}$/.test(part))) return 'no-number'
  const [mark] = marks
  if (mark === undefined) return Number(text)
  const last = digits.at(-1) ?? ''
  const isThousands = (whole: readonly string[]): boolean =>
    /^\d{1,3}$/.test(whole[0] ?? '') && whole.slice(1).every((part) => part.length === 3)
  if (marks.length === 1) {
    if (mark !== decimal && last.length === 3 && /^[1-9]\d{0,2}$/.test(digits[0] ?? '')) return 'two-readings'
    return Number(digits.join('.'))
  }
  if (marks.every((one) => one === mark)) return isThousands(digits) ? Number(digits.join('')) : 'no-number'
  // Two signs: the last one is before the decimals, the others part thousands.
  const whole = digits.slice(0, -1)
  const grouping = marks.slice(0, -1)
  if (!grouping.every((one) => one === mark) || marks.at(-1) === mark || !isThousands(whole)) return 'no-number'
  return Number(`${whole.join('')}.${last}`)
}

const RATE_EXAMPLES = 'Write it as 512KiB/s, 2MiB/s, 1.5MB/s or 16Mbit/s, or write unlimited.'
const VOLUME_EXAMPLES = 'Write it as 500MiB, 50GiB or 1.5TB, or write unlimited.'

/** In English: what is wrong, and what to write instead. */
export function amountProblemWords(problem: AmountProblem): string {
  const examples = problem.of === 'rate' ? RATE_EXAMPLES : VOLUME_EXAMPLES
  switch (problem.reason) {
    case 'negative':
      return `It cannot be less than nothing. ${examples}`
    case 'no-number':
      return `It is a number with a unit. ${examples}`
    case 'too-much':
      return problem.of === 'rate'
        ? 'The highest cap is 10 GiB/s. For no cap at all write unlimited.'
        : 'The largest volume is 1024 TiB. For no limit at all write unlimited.'
    case 'two-readings':
      return `${problem.digits} can be read in two ways: write ${problem.digits.replace(',', '')}, or ${problem.digits.replace(',', '.')} with a point.`
    case 'no-unit':
      return `${problem.digits} of what? ${examples}`
    case 'unknown-unit':
      return `“${problem.unit}” is no unit that is known here. ${examples}`
    case 'bit-or-byte':
      return problem.bit === null
        ? `In “${problem.unit}” a small b can mean bits or bytes. Write ${problem.byte}, with a large B.`
        : `In “${problem.unit}” a small b can mean bits or bytes, which are eight times as much. Write ${problem.bit}/s for bits or ${problem.byte}/s for bytes.`
  }
}

const inWords = (read: Result<number, AmountProblem>): Result<number, string> =>
  read.ok ? read : err(amountProblemWords(read.error))

type Factor = Result<number, Extract<AmountProblem, { reason: 'bit-or-byte' | 'unknown-unit' }>>

interface Amount {
  readonly of: AmountProblem['of']
  /** Factor of a number without a unit; `null` where it needs one. */
  readonly unitless: number | null
  readonly factorOf: (unit: string) => Factor
}

function typedAmount(
  text: string,
  decimal: DecimalMark,
  { of, unitless, factorOf }: Amount,
): Result<number, AmountProblem> {
  // Thousands may stand apart.
  const typed = text.trim().replace(/(?<=\d)[\s_](?=\d{3}(?!\d))/g, '')
  if (UNLIMITED.test(typed)) return ok(0)
  if (/^[-−]\s*\d/.test(typed)) return err({ of, reason: 'negative' })
  const [, digits = '', name = ''] = NUMBER.exec(typed) ?? []
  const value = digits === '' ? 'no-number' : readDecimal(digits, decimal)
  if (value === 'no-number') return err({ of, reason: 'no-number' })
  if (value === 'two-readings') return err({ of, reason: 'two-readings', digits })
  let factor = unitless
  if (name !== '') {
    const found = factorOf(name)
    if (!found.ok) return found.error.reason === 'unknown-unit' ? err({ ...found.error, unit: name }) : found
    factor = found.value
  }
  if (value === 0) return ok(0)
  if (factor === null) return err({ of, reason: 'no-unit', digits })
  // What is more than nothing must not become 0, which is unlimited.
  return ok(Math.max(1, Math.round(value * factor)))
}

function rateFactor(name: string): Factor {
  const bits = withoutCase(bitUnits, name.replace(/s$/i, ''))
  return bits === undefined ? volumeFactor(name, 'rate') : ok(bits)
}

/** A small b is a bit to a network engineer and a byte to somebody in a hurry: eight times apart, so it is not guessed. */
function volumeFactor(name: string, of: AmountProblem['of'] = 'volume'): Factor {
  const factor = withoutCase(byteUnits, name)
  if (factor === undefined) return err({ of, reason: 'unknown-unit', unit: name })
  if (name.endsWith('B')) return ok(factor)
  const scale = name.charAt(0).toUpperCase()
  const proper = Object.keys(byteUnits).find((unit) => unit.toLowerCase() === name.toLowerCase()) ?? 'B'
  const byte = scale === 'B' ? 'B' : proper
  const bit =
    scale === 'B' ? 'bit' : (Object.keys(bitUnits).find((unit) => unit.charAt(0).toUpperCase() === scale) ?? 'Gbit')
  return err({ of, reason: 'bit-or-byte', unit: name, byte, bit: of === 'rate' ? bit : null })
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
