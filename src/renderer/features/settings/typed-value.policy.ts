/** Between what a person writes in a field and what the contract counts. */
import { type DecimalMark, readDecimal } from '../../../contract/typed-amount.policy.ts'

/**
 * @param text as it was typed; `1.5` and `1,5` are the same
 * @param decimal the sign before decimals in the language of the page; the other one, before three digits, parts thousands
 * @returns the value in the contract's unit, or the text itself where it is no number: the schema then says so
 */
export function numberOf(text: string, factor: number, decimal: DecimalMark): number | string {
  const trimmed = text.trim().replaceAll(/[\s_]/g, '')
  const digits = trimmed.replace(/^-/, '')
  const read = readDecimal(digits, decimal)
  if (read === 'no-number') return text.trim()
  const size = read === 'two-readings' ? Number(digits.replace(/[.,]/, '')) : read
  const value = (digits === trimmed ? size : -size) * factor
  // 0.1 h is 360,000 ms, and not 360,000.00000000006.
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : Number(value.toPrecision(12))
}

/** In the unit of its field, with no more digits than are needed. */
export const inUnit = (value: number, factor: number): number => Math.round((value / factor) * 1e6) / 1e6

/** As a person writes it. */
export function textOf(value: unknown, factor: number, decimal: DecimalMark): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : ''
  return String(inUnit(value, factor)).replace('.', decimal)
}

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
