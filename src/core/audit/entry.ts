/** From what happened to what is kept, and from what is kept to what is shown. */
import type { AuditView } from '../../contract/audit-views.ts'
import { isoTime } from '../../kit/clock.ts'
import type { AuditDraft, AuditEvent } from './audit.types.ts'
import type { AuditRecord } from './audit-store.types.ts'

/** A reason is a word or two of ours; nothing longer may make a write fail. */
const MAX_REASON = 64
/** Some addresses and names fit; a peer that sends more does not fill the log. */
const MAX_DETAILS = 2_048
/** A person's change of a hundred peers names all of them. */
const MAX_PERSON_DETAILS = 16_384
const MAX_TEXT = 256
const MAX_ITEMS = 20

export const draftOf = (event: AuditEvent, atMs: number, name: string | null): AuditDraft => ({
  atMs,
  kind: event.kind,
  peerId: event.peerId,
  // A lone surrogate would be read back as another letter, and would not fit the hash any more.
  name: name?.toWellFormed() ?? null,
  actor: event.actor,
  reason:
    event.reason
      .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
      .slice(0, MAX_REASON)
      .trim()
      .toWellFormed() || 'unknown',
  count: 1,
  details: event.details ?? {},
})

/** Bounded JSON: first long texts and lists are cut, then what still does not fit is left out. */
export function detailsText({ actor, details }: Pick<AuditDraft, 'actor' | 'details'>): string {
  const max = actor === 'person' ? MAX_PERSON_DETAILS : MAX_DETAILS
  try {
    const whole = JSON.stringify(details)
    if (whole.length <= max) return whole
    const fitting: Record<string, unknown> = {}
    let length = 2
    for (const [key, value] of Object.entries(details)) {
      const cut = shortened(value)
      length += JSON.stringify({ [key]: cut }).length
      if (length > max) break
      fitting[key] = cut
    }
    return JSON.stringify(fitting)
  } catch {
    // A cycle, a bigint: our own mistake, and no reason to lose the entry.
    return JSON.stringify({ unreadable: true })
  }
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(shortened)
  return value
}

/** @throws when the details are no JSON object, which only a change from outside can cause */
export function viewOf({ seq, atMs, kind, peerId, name, actor, reason, count, details }: AuditRecord): AuditView {
  const told = JSON.parse(details) as AuditView['details'] | null
  if (typeof told !== 'object' || told === null || Array.isArray(told)) throw new Error('the details are no object')
  return { seq, time: isoTime(atMs), kind, peerId, name, actor, reason, count, details: told }
}

/** What a search looks at, in small letters: who, why, and every value of the details, not their keys. */
export const wordsOf = ({ peerId, name, reason, details }: AuditView): string =>
  [peerId, name, reason, ...values(details)].join('\n').toLowerCase()

function values(value: unknown): unknown[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(values)
  return value === null ? [] : [value]
}
