/** An entry of the audit log as one line for a person. */
import type { AuditView } from '../contract/audit-views.ts'
import { isoTime } from '../kit/clock.ts'
import type { Paint } from './paint.ts'
import { printable, shortId } from './text.ts'

/** As wide as the longest kind. */
const KIND_COLUMNS = 10
/** Told by the time and the count already. */
const TOLD: ReadonlySet<string> = new Set(['firstAt', 'lastAt'])

export function auditLine(entry: AuditView, paint: Pick<Paint, 'bold' | 'dim'>): string {
  const { time, kind, peerId, name, actor, reason, count, details } = entry
  const who = peerId === null ? [] : [name === null ? shortId(peerId) : `${name} (${shortId(peerId)})`]
  const why = count > 1 ? `${reason} ×${count}` : reason
  const by = actor === 'person' ? ['by you'] : []
  const told = Object.entries(details)
    .filter(([key, value]) => !TOLD.has(key) && value !== null)
    .map(([key, value]) => `${key}=${typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)}`)
  const text = [...who, why, ...by].map(printable).join('  ')
  const rest = told.length === 0 ? '' : `  ${paint.dim(printable(told.join(' ')))}`
  return `${paint.dim(localTime(time))}  ${paint.bold(kind.padEnd(KIND_COLUMNS))}  ${text}${rest}`
}

/** Day and time of this machine's own time zone. */
function localTime(time: string): string {
  const at = new Date(time)
  const local = isoTime(at.getTime() - at.getTimezoneOffset() * 60_000)
  return `${local.slice(0, 10)} ${local.slice(11, 19)}`
}
