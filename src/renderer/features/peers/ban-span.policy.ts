/** How long a peer is kept out, as a person types it: `30m`, `12h`, `3d`. Pure. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kit/units.ts'

/** As the contract has it. */
const MAX_BAN_MS = 366 * DAY_MS

const units: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/** Milliseconds; `null` for whatever is no length of time, or longer than a year. */
export function typedSpanMs(text: string): number | null {
  const [, digits = '', unit = ''] = /^\s*(\d{1,6})\s*([mhd])\s*$/iu.exec(text) ?? []
  const ms = Number(digits) * (units[unit.toLowerCase()] ?? 0)
  return ms > 0 && ms <= MAX_BAN_MS ? ms : null
}
