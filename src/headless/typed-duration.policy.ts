/** A length of time as a person types it: `90s`, `30m`, `24h`, `7d`. Pure. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kit/units.ts'

const units: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/** Milliseconds; `null` for whatever is no length of time. */
export function typedDurationMs(text: string): number | null {
  const [, digits = '', unit = ''] = /^\s*(\d{1,6})\s*([smhd])\s*$/i.exec(text) ?? []
  const factor = units[unit.toLowerCase()]
  return factor === undefined || Number(digits) === 0 ? null : Number(digits) * factor
}
