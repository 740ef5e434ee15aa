/** Between what a person writes in a field and what the contract counts. */

/**
 * @param text as it was typed; a comma counts as a point
 * @returns the value in the contract's unit, or the text itself where it is no number: the schema then says so
 */
export function numberOf(text: string, factor: number): number | string {
  const trimmed = text.trim().replaceAll(/[\s_]/g, '').replace(',', '.')
  if (!/^-?\d+(\.\d+)?$/.test(trimmed)) return text.trim()
  const value = Number(trimmed) * factor
  // 0.1 h is 360,000 ms, and not 360,000.00000000006.
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
}

/** As a person writes it: no more digits than are needed. */
export function textOf(value: unknown, factor: number): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : ''
  return String(Math.round((value / factor) * 1e6) / 1e6)
}

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
