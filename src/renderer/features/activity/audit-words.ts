/** An entry of the audit log in words: what happened, why, and the details one by one. */
import type { AuditView } from '../../../contract/audit-views.ts'
import { momentFormat } from '../../format/locale.ts'
import { formatBytes, formatMoment, formatRate } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'

const words = strings.activity
/** The reasons that have words. The node's own are short enough to be read as they are. */
const reasons: Readonly<Record<string, string>> = words.reason
const invites: Readonly<Record<string, string>> = words.inviteKind
const keys: Readonly<Record<string, string>> = words.keyKind

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** What happened, in a word or three. */
export function whatOf({ kind, reason, details }: AuditView): string {
  if (kind === 'invite') return own(invites, reason) ?? words.kind.invite
  if (kind === 'key' || kind === 'audit') return own(keys, reason) ?? words.kind[kind]
  if (kind === 'service' && typeof details['service'] === 'string')
    return own(words.serviceName, details['service']) ?? words.kind.service
  return words.kind[kind]
}

/** Why, or what more there is to say. Empty where the first word says it all. */
export function whyOf({ kind, reason }: AuditView): string {
  if (kind === 'invite' && own(invites, reason) !== undefined) return ''
  if ((kind === 'key' || kind === 'audit') && own(keys, reason) !== undefined) return ''
  const why = own(reasons, reason) ?? reason.replaceAll('-', ' ')
  return why.toLowerCase() === words.kind[kind].toLowerCase() ? '' : why
}

/** Its details as terms and values, for a person. Whatever has no better form is shown as JSON. */
export function detailsOf({ details }: AuditView): readonly (readonly [string, string])[] {
  return Object.entries(details).map(([key, value]) => [termOf(key), textOf(value, key)])
}

/** `remoteAddress` → `Remote address`. */
function termOf(key: string): string {
  const plain = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** What was set for a peer, or passed with it: by the name of the field. */
function amountOf(key: string, value: number): string | null {
  if (key.endsWith('BytesPerSecond')) return value === 0 ? words.unlimited : formatRate(value)
  if (key.endsWith('Bytes')) return value === 0 && key === 'monthlyBytes' ? words.unlimited : formatBytes(value)
  return null
}

function limitsOf(value: object): string | null {
  const told = Object.entries(value).map(([limit, amount]) => {
    const name = own(words.limit, limit)
    const text = typeof amount === 'number' ? amountOf(limit, amount) : null
    return name === undefined || text === null ? null : `${name} ${text}`
  })
  return told.length === 0 || told.includes(null) ? null : told.join(', ')
}

function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return isoMoment.test(value) ? formatMoment(value) : value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ') || '–'
  if (value === null) return '–'
  const amount = typeof value === 'number' ? amountOf(key, value) : typeof value === 'object' ? limitsOf(value) : null
  return amount ?? JSON.stringify(value)
}

const clockTime = momentFormat({ timeStyle: 'medium' })
const dayAndTime = momentFormat({
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
})

/** The time of day where it was today, else the day too. */
export function timeOf(iso: string, nowMs: number): string {
  const at = new Date(iso)
  return at.toDateString() === new Date(nowMs).toDateString() ? clockTime.format(at) : dayAndTime.format(at)
}
