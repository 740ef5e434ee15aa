/** Looks through the log in pieces: what is sealed can only be searched by opening it. */
import type { AuditPage, AuditQuery, AuditView } from '../../contract/audit-views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { AuditRow, AuditStore } from './audit-store.types.ts'
import { createBreather } from './breather.ts'
import { viewOf, wordsOf } from './entry.ts'

/** Opened at a time: some 5 ms. */
const PAGE_ROWS = 100
/** Looked at by the database at a time, of which few may fit: some 8 ms. */
const WINDOW_SEQS = 20_000
/** Opened in one call: about a second on a small machine. The answer says where to go on. */
const MAX_OPENED = 20_000

export async function searchAudit(
  store: Pick<AuditStore, 'auditRows' | 'auditSpan'>,
  clock: Clock,
  query: AuditQuery,
): Promise<AuditPage> {
  const { order, after, limit, kinds, peerId } = query
  const breathe = createBreather(clock)
  const fromMs = query.from === null ? null : Date.parse(query.from)
  const untilMs = query.until === null ? null : Date.parse(query.until)
  const text = query.text.trim().toLowerCase()
  const newest = order === 'newest'
  const step = newest ? -1 : 1
  const entries: AuditView[] = []
  const span = store.auditSpan()
  if (!span) return { entries, more: false, next: null }
  const last = Math.min(span.last, Number.MAX_SAFE_INTEGER - 1)
  const first = Math.max(span.first, 1)

  let at = after === null ? (newest ? last : first) : after + step
  at = newest ? Math.min(at, last) : Math.max(at, first)
  for (let opened = 0; at >= first && at <= last; ) {
    const [fromSeq, toSeq] = newest
      ? [Math.max(first, at - WINDOW_SEQS + 1), at]
      : [at, Math.min(last, at + WINDOW_SEQS - 1)]
    const rows = store.auditRows({ order, fromSeq, toSeq, fromMs, untilMs, kinds, peerId, limit: PAGE_ROWS })
    for (const row of rows) {
      const view = shown(row)
      if (!view || (text !== '' && !wordsOf(view).includes(text))) continue
      if (entries.length === limit) return { entries, more: true, next: entries.at(-1)?.seq ?? null }
      entries.push(view)
    }
    opened += rows.length
    if (rows.length === 0) {
      // Where rows were removed, or one was put far away, there are more empty windows than anybody can look at.
      const rest = newest ? { fromSeq: first, toSeq: fromSeq - 1 } : { fromSeq: toSeq + 1, toSeq: last }
      const [next] = store.auditRows({ ...everything, ...rest, order, limit: 1 })
      if (!next) break
      at = next.seq
      await breathe()
      continue
    }
    at = (rows.length === PAGE_ROWS ? (rows.at(-1)?.seq ?? at) : newest ? fromSeq : toSeq) + step
    if (opened >= MAX_OPENED && at >= first && at <= last) return { entries, more: true, next: at - step }
    await breathe()
  }
  return { entries, more: false, next: null }
}

const everything = { fromMs: null, untilMs: null, kinds: [], peerId: null } as const

/** What somebody spoilt is no entry any more; `verify` tells of it. */
function shown(row: AuditRow): AuditView | null {
  if ('unreadable' in row) return null
  try {
    return viewOf(row)
  } catch {
    return null
  }
}
