/** Reads the whole chain and says where it breaks, and what that means. */
import type { AuditVerdict } from '../../contract/audit-views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { AuditRow, AuditStore } from './audit-store.types.ts'
import { createBreather } from './breather.ts'
import { type Chain, type Ends, NO_HASH, sameHash } from './chain.ts'

const PAGE_ROWS = 100

export async function verifyAudit(store: AuditStore, clock: Clock, chain: Chain): Promise<AuditVerdict> {
  const breathe = createBreather(clock)
  const ends = (): Ends | null => {
    const sealed = store.auditEnds()
    return sealed && chain.openEnds(sealed)
  }
  const opened = ends()
  if (!opened) return endsLost(store)
  const { head } = opened
  let { anchor } = opened
  let last: Ends['head'] = anchor
  while (last.seq < head.seq) {
    const rows = store.auditRows({ ...everything, fromSeq: last.seq + 1, toSeq: head.seq, limit: PAGE_ROWS })
    let problem = rows.length === 0 ? missing(last.seq + 1, head.seq, true) : null
    for (const row of rows) {
      problem = problemOf(chain, last, row)
      if (problem || !('hash' in row)) break
      last = { seq: row.seq, hash: row.hash }
    }
    if (problem) {
      // Meanwhile the oldest may have been dropped: then the chain begins behind them.
      const moved = ends()?.anchor
      if (!moved || moved.seq <= last.seq) return broken(opened, last.seq + 1, problem)
      anchor = moved
      last = moved
    }
    await breathe()
  }
  return overall(store, { ...opened, anchor }, last, ends)
}

const everything = { order: 'oldest', fromMs: null, untilMs: null, kinds: [], peerId: null } as const

function problemOf(chain: Chain, previous: Ends['head'], row: AuditRow): string | null {
  const seq = previous.seq + 1
  if (row.seq !== seq) return missing(seq, row.seq - 1, false)
  if ('unreadable' in row)
    return `Entry ${seq} cannot be read: it was changed after it was written, or moved here from another place.`
  if (!sameHash(row.hash, chain.hashOf(previous.hash, row)))
    return `Entry ${seq} was changed after it was written, or another one was put in its place.`
  return null
}

/** What the walk along the chain does not see. */
function overall(store: AuditStore, opened: Ends, last: Ends['head'], ends: () => Ends | null): AuditVerdict {
  const { head, broken: lost } = opened
  if (lost)
    return broken(
      opened,
      lost.fromSeq,
      `What sealed the two ends of the log was removed or changed, so nobody can vouch for ${entries(lost.fromSeq, lost.toSeq)}. ` +
        'Somebody changed the database, or the log was begun under another identity.',
    )
  if (last.seq === head.seq && !sameHash(last.hash, head.hash))
    return broken(opened, head.seq, `Entry ${head.seq} is not the one that was written.`)
  // Now, at once: while it was read, the log may have grown.
  const now = ends() ?? opened
  const span = store.auditSpan()
  if (span && span.last > now.head.seq)
    return broken(
      opened,
      now.head.seq + 1,
      `Behind the end of the log lies an entry (${span.last}) that this node never wrote.`,
    )
  if (span && span.first <= now.anchor.seq)
    return broken(
      opened,
      span.first,
      `Entry ${span.first} was dropped for its age or size, and somebody put one in its place.`,
    )
  return verdict(opened, null, null)
}

function endsLost(store: AuditStore): AuditVerdict {
  const span = store.auditSpan()
  if (!span && !store.auditEnds())
    return { intact: true, entries: 0, firstSeq: null, lastSeq: null, brokenAtSeq: null, problem: null }
  const first = Math.max(1, span?.first ?? 1)
  const last = Math.min(span?.last ?? 0, Number.MAX_SAFE_INTEGER)
  return broken(
    { anchor: { seq: first - 1, hash: NO_HASH }, head: { seq: last, hash: NO_HASH }, broken: null },
    first,
    'What seals the two ends of the log is missing or was changed, so nobody can vouch for any entry. ' +
      'Somebody changed the database, or the log was begun under another identity.',
  )
}

const broken = (ends: Ends, seq: number, problem: string): AuditVerdict => verdict(ends, seq, problem)

function verdict({ anchor, head }: Ends, brokenAtSeq: number | null, problem: string | null): AuditVerdict {
  const count = Math.max(0, head.seq - anchor.seq)
  return {
    intact: problem === null,
    entries: count,
    firstSeq: count === 0 ? null : anchor.seq + 1,
    lastSeq: count === 0 ? null : head.seq,
    brokenAtSeq,
    problem,
  }
}

const entries = (from: number, to: number): string => (from >= to ? `entry ${from}` : `entries ${from} to ${to}`)

function missing(from: number, to: number, atTheEnd: boolean): string {
  const which = from >= to ? `Entry ${from} is missing` : `Entries ${from} to ${to} are missing`
  return atTheEnd ? `${which}: the newest end of the log was cut off.` : `${which}: somebody removed what was written.`
}
