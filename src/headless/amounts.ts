/** Rates, caps, volumes and near moments as the command line prints them. Pure. */

import { bytesPerUnit, exactRate, type RateUnit } from '../contract/typed-amount.policy.ts'
import { DAY_MS, KIB } from '../kit/units.ts'
import { left } from './words.ts'

/** What was measured, in the person's unit: `0.31 MiB/s`, `12.4 MiB/s`, `512 KiB/s`. Something is never shown as nothing. */
export function rate(bytesPerSecond: number, unit: RateUnit): string {
  if (bytesPerSecond === 0) return `0 ${unit}`
  const value = bytesPerSecond / bytesPerUnit[unit]
  const decimals = unit === 'KiB/s' ? (value < 9.95 ? 1 : 0) : value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  const least = 10 ** -decimals
  return value < least ? `<${least} ${unit}` : `${value.toFixed(decimals)} ${unit}`
}

/** What is set, in four telling digits; `null` is unlimited, 0 lets nothing but control traffic pass. */
export const cap = (bytesPerSecond: number | null, unit: RateUnit): string => {
  if (bytesPerSecond === null) return 'unlimited'
  if (bytesPerSecond === 0) return 'paused'
  const value = bytesPerSecond / bytesPerUnit[unit]
  // So little would be written with an exponent.
  if (value < 0.001) return exactRate(Math.round(bytesPerSecond), unit)
  return `${value >= 1_000 ? Math.round(value) : Number(value.toPrecision(4))} ${unit}`
}

/** The same where 0 is unlimited: in the settings, and in the limits of a peer. */
export const setCap = (bytesPerSecond: number, unit: RateUnit): string => cap(bytesPerSecond || null, unit)

const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `812 B`, `9.8 MiB`, `50 GiB`: three telling digits at most, and none that say nothing. */
export function volume(bytes: number): string {
  let value = bytes
  let size = 0
  // What would round up to 1024 belongs to the next unit.
  while (value >= KIB - 0.5 && size < SIZES.length - 1) {
    value /= KIB
    size += 1
  }
  const shown = size === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '')
  return `${shown} ${SIZES[size] ?? ''}`
}

/** A moment of the next days on this machine's clock: `today at 22:00 (in 3 h)`, `Mon 23 Nov at 07:00 (in 2 d)`. */
export function soon(iso: string, nowMs: number): string {
  return `${day(new Date(iso), nowMs)} at ${timeOfDay(new Date(iso))} (in ${left(iso, nowMs)})`
}

export const timeOfDay = (date: Date): string =>
  `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`

function day(date: Date, nowMs: number): string {
  const is = (ms: number): boolean => new Date(ms).toDateString() === date.toDateString()
  if (is(nowMs)) return 'today'
  return is(nowMs + DAY_MS) ? 'tomorrow' : dayOf(date)
}

/** `Mon 23 Nov`, in English as everything here. */
export const dayOf = (date: Date): string =>
  date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
