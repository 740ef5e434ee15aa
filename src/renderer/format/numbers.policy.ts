/** How a language writes numbers. Pure; in which one this page writes: `locale.ts`. */
import type { DecimalMark } from '../../contract/typed-amount.policy.ts'

export interface NumberStyle {
  /** For grouping thousands. */
  readonly tag: string
  readonly decimal: DecimalMark
}

export const numberStyles = {
  en: { tag: 'en', decimal: '.' },
  de: { tag: 'de', decimal: ',' },
} as const satisfies Readonly<Record<string, NumberStyle>>

/** What JavaScript wrote with a point, as people write it. Cheap, for figures that change every second. */
export const written = (digits: string, { decimal }: NumberStyle): string =>
  decimal === '.' ? digits : digits.replace('.', decimal)

/** With exactly so many decimals, without grouping: `1.50`. */
export const fixed = (value: number, decimals: number, style: NumberStyle): string =>
  written(value.toFixed(decimals), style)

/** With grouping, and so many decimals at most where it has them: `1,024`, `12.34`. */
export const grouped = (value: number, { tag }: NumberStyle, decimals = 3): string =>
  decimals === 3 ? value.toLocaleString(tag) : value.toLocaleString(tag, { maximumFractionDigits: decimals })
