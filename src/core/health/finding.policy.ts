/** How findings are written: what is well needs no advice, names are told as people list them. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'

type Details = HealthFinding['details']

export const healthy = (message: string, details: Details = {}): HealthFinding => ({
  status: 'healthy',
  message,
  advice: null,
  details,
})

export const degraded = (message: string, advice: string | null, details: Details = {}): HealthFinding => ({
  status: 'degraded',
  message,
  advice,
  details,
})

export const unhealthy = (message: string, advice: string | null, details: Details = {}): HealthFinding => ({
  status: 'unhealthy',
  message,
  advice,
  details,
})

/** So many are named; the rest are counted. */
const MOST_NAMES = 3

/** `Anna`, `Anna and Bob`, `Anna, Bob and Carol`, `Anna, Bob and 4 others`. */
export function listed(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names
  const rest = names.length - shown.length
  const parts = rest > 0 ? [...shown, `${rest} others`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}

const units: readonly (readonly [number, string])[] = [
  [DAY_MS, 'day'],
  [HOUR_MS, 'hour'],
  [MINUTE_MS, 'minute'],
  [SECOND_MS, 'second'],
]

/** `3 hours`, `1 minute`: the largest unit that fits, rounded down. */
export function spanWords(ms: number): string {
  const [unitMs, unit] = units.find(([size]) => ms >= size) ?? [SECOND_MS, 'second']
  const count = Math.floor(ms / unitMs)
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`
}
