/** Numbers, moments and order as the language of this page has them. The only place that asks for a locale. */
import { language, locale } from '../language.ts'
import { grouped, fixed as inStyle, numberStyles } from './numbers.policy.ts'

export const numberStyle = numberStyles[language]

/** With grouped thousands: `1,024`. */
export const formatNumber = (value: number): string => grouped(value, numberStyle)

/** With so many decimals, ungrouped: `9.8`. */
export const fixed = (value: number, decimals: number): string => inStyle(value, decimals, numberStyle)

/** Made once and kept: making one costs more than a hundred uses. */
export const momentFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, options)

const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
/** Names as they stand in a telephone book: `ä` beside `a`, and 2 before 10. */
export const byText = (a: string, b: string): number => collator.compare(a, b)
