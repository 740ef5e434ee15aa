/** Numbers with their units, for people: bytes per second, round trips, spans of time. */
import { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { strings } from '../strings.ts'
import { fixed, momentFormat } from './locale.ts'

const GIB = 1_024 * MIB

/** Three telling digits at most: 9.8, 98, 980. */
const digits = (value: number): string => fixed(value, value < 9.95 ? 1 : 0)

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
  if (rttMs < 9.95) return `${fixed(rttMs, 1)} ms`
  return rttMs < 999.5 ? `${Math.round(rttMs)} ms` : `${fixed(rttMs / SECOND_MS, 1)} s`
}

/** One unit, rounded down: `45 s`, `3 min`, `5 h`, `12 d`. Nothing is shorter than 0 s. */
export function formatSpan(ms: number): string {
  const { units } = strings
  if (ms < MINUTE_MS) return units.seconds(Math.max(0, Math.floor(ms / SECOND_MS)))
  if (ms < HOUR_MS) return units.minutes(Math.floor(ms / MINUTE_MS))
  if (ms < DAY_MS) return units.hours(Math.floor(ms / HOUR_MS))
  return units.days(Math.floor(ms / DAY_MS))
}

/** Two units where that says more, rounded down: `45 s`, `3 min 5 s`, `2 h 3 min`, `12 d 4 h`. */
export function formatLasting(ms: number): string {
  const rest = (unit: number, smaller: number): string => {
    const over = Math.floor((ms % unit) / smaller) * smaller
    return over === 0 ? formatSpan(ms) : `${formatSpan(ms)} ${formatSpan(over)}`
  }
  if (ms < MINUTE_MS) return formatSpan(ms)
  if (ms < HOUR_MS) return rest(MINUTE_MS, SECOND_MS)
  return ms < DAY_MS ? rest(HOUR_MS, MINUTE_MS) : rest(DAY_MS, HOUR_MS)
}

/** Like `formatSpan`, rounded up: what is left of an hour that has just begun is `1 h`, and the last second is `1 s`. */
export function formatRest(ms: number): string {
  const unit = ms <= MINUTE_MS ? SECOND_MS : ms <= HOUR_MS ? MINUTE_MS : ms <= DAY_MS ? HOUR_MS : DAY_MS
  return formatSpan(Math.ceil(ms / unit) * unit)
}

/** How much time is left until then; `null` when it is due. */
export function formatLeft(iso: string, nowMs: number): string | null {
  const ms = Date.parse(iso) - nowMs
  return ms <= 0 ? null : formatRest(ms)
}

/** A share of a whole: `100 %`, `99.7 %`, `4 %`. What is not all is never shown as all, nor a little as nothing. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent >= 100 || percent <= 0) return `${percent >= 100 ? 100 : 0} %`
  const shown = percent < 10 || percent > 90 ? fixed(Math.min(99.9, Math.max(0.1, percent)), 1) : fixed(percent, 0)
  return `${shown.replace(/[.,]0$/, '')} %`
}

const clock = { hour: '2-digit', minute: '2-digit' } as const
const clockToday = momentFormat(clock)
const clockThisWeek = momentFormat({ ...clock, weekday: 'short' })
const clockBefore = momentFormat({ ...clock, day: 'numeric', month: 'short' })

/** The hour and minute of a moment, with its weekday or date once that lies further back than a day. */
export function formatClock(ms: number, nowMs: number): string {
  if (nowMs - ms < DAY_MS) return clockToday.format(ms)
  return (nowMs - ms < 6 * DAY_MS ? clockThisWeek : clockBefore).format(ms)
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

const full = momentFormat({ dateStyle: 'medium', timeStyle: 'medium' })
const soon = momentFormat({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
const toTheMinute = momentFormat({ dateStyle: 'medium', timeStyle: 'short' })

/** What is no moment is shown as it came: a log from elsewhere may hold anything. */
function told(format: Intl.DateTimeFormat, iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : format.format(at)
}

/** Date and time in the person's own form. */
export const formatMoment = (iso: string): string => told(full, iso)

/** Day, hour and minute, for what lies in the next days. */
export const formatSoon = (iso: string): string => told(soon, iso)

/** Date and time without seconds, for what lies hours ahead. */
export const formatMinute = (iso: string): string => told(toTheMinute, iso)
