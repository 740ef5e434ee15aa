/** What a filter of the audit log lets through: the same for what the node is asked and for what it announces. */
import type { AuditKind, AuditView } from '../../contract/audit-views.ts'

export interface AuditFilter {
  /** Empty: all of them. */
  readonly kinds: readonly AuditKind[]
  readonly peerId: string | null
  readonly text: string
  /** ISO 8601; `null` is open. */
  readonly from: string | null
  readonly until: string | null
}

export const everything: AuditFilter = { kinds: [], peerId: null, text: '', from: null, until: null }

export const isEverything = ({ kinds, peerId, text, from, until }: AuditFilter): boolean =>
  kinds.length === 0 && peerId === null && text.trim() === '' && from === null && until === null

/** Text is found in peer ID, name, reason and details, without regard to case, as the node finds it. */
export function passes({ kinds, peerId, text, from, until }: AuditFilter, entry: AuditView): boolean {
  if (kinds.length > 0 && !kinds.includes(entry.kind)) return false
  if (peerId !== null && entry.peerId !== peerId) return false
  const atMs = Date.parse(entry.time)
  if (from !== null && atMs < Date.parse(from)) return false
  if (until !== null && atMs > Date.parse(until)) return false
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return true
  const there = [entry.peerId ?? '', entry.name ?? '', entry.reason, JSON.stringify(entry.details)]
  return there.some((part) => part.toLowerCase().includes(wanted))
}
