/** Numbers with their units, for people: bytes per second, round trips, spans of time. */
import { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { strings } from '../strings.ts'

const GIB = 1_024 * MIB

/** Three telling digits at most: 9.8, 98, 980. */
const digits = (value: number): string => (value < 9.95 ? value.toFixed(1) : value.toFixed(0))

export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${Math.round(bytes)} B`
  // A value that would round up to 1024 belongs to the next unit.
  if (bytes < MIB - KIB / 2) return `${digits(bytes / KIB)} KiB`
  if (bytes < GIB - MIB / 2) return `${digits(bytes / MIB)} MiB`
  return `${digits(bytes / GIB)} GiB`
}

export const formatRate = (bytesPerSecond: number): string => strings.units.perSecond(formatBytes(bytesPerSecond))

export function formatRtt(rttMs: number): string {
  if (rttMs < 0.95) return '<1 ms'
  if (rttMs < 9.95) return `${rttMs.toFixed(1)} ms`
  return rttMs < 999.5 ? `${Math.round(rttMs)} ms` : `${(rttMs / SECOND_MS).toFixed(1)} s`
}

/** One unit, rounded down: `45 s`, `3 min`, `5 h`, `12 d`. Nothing is shorter than 0 s. */
export function formatSpan(ms: number): string {
  const { units } = strings
  if (ms < MINUTE_MS) return units.seconds(Math.max(0, Math.floor(ms / SECOND_MS)))
  if (ms < HOUR_MS) return units.minutes(Math.floor(ms / MINUTE_MS))
  if (ms < DAY_MS) return units.hours(Math.floor(ms / HOUR_MS))
  return units.days(Math.floor(ms / DAY_MS))
}

/** Within this, "just now" is truer than a count of seconds. */
const JUST_NOW_MS = 10 * SECOND_MS

export function formatAgo(iso: string, nowMs: number): string {
  const ms = nowMs - Date.parse(iso)
  return ms < JUST_NOW_MS ? strings.units.justNow : strings.units.ago(formatSpan(ms))
}

/** `in 12 s`, or `now` when it is due. Rounded up, so that a countdown ends at 1. */
export function formatUntil(iso: string, nowMs: number): string {
  const ms = Date.parse(iso) - nowMs
  return ms <= 0 ? strings.units.now : strings.units.in(formatSpan(Math.ceil(ms / SECOND_MS) * SECOND_MS))
}

/** Date and time in the person's own form. */
export const formatMoment = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** The same without seconds, for what lies hours ahead. */
export const formatMinute = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
