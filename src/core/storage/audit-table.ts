/** The audit log's entries and the ends of their chain as rows. Knows no chain: a spoilt row is told as such, never thrown over. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { AuditRecord, AuditRow, AuditStore } from '../audit/index.ts'
import type { Cells } from './cells.ts'
import { StoredAudit, StoredAuditContent } from './records.ts'
import type { Transact } from './transactions.ts'

/** The name of the ends in `meta`. */
const ENDS = 'audit_ends'
/** Its header, its number and its share of a page that is never quite full; measured on 160,000 entries. */
const ROW_BYTES = 20
const bytesExpression = `length(kind) + ifnull(length(peer_id), 0) + length(actor) + length(reason) + length(content) + length(hash) + ${ROW_BYTES}`

/**
 * Without indexes on purpose: the log is read in windows of its numbers, and 50 MB are looked through in a tenth of a second,
 * while an index by peer would make it a quarter bigger and every write three times as slow.
 */
export function createAuditTable(
  db: DatabaseSync,
  cells: Cells,
  transact: Transact,
  guarded: <T>(work: () => T) => T,
): AuditStore {
  // REAL: a number beyond 2^53, which only somebody else can have written, must not throw while it is read.
  const select = (direction: 'ASC' | 'DESC') =>
    db.prepare(
      `SELECT seq, CAST(at_ms AS REAL) AS atMs, kind, peer_id AS peerId, actor, reason, CAST(count AS REAL) AS count,
       content, hash, ${bytesExpression} AS bytes FROM audit
       WHERE seq BETWEEN $fromSeq AND $toSeq
       AND ($fromMs IS NULL OR at_ms >= $fromMs) AND ($untilMs IS NULL OR at_ms <= $untilMs)
       AND ($kinds IS NULL OR kind IN (SELECT value FROM json_each($kinds)))
       AND ($peerId IS NULL OR peer_id = $peerId)
       ORDER BY seq ${direction} LIMIT $limit`,
    )
  const sql = {
    oldest: select('ASC'),
    newest: select('DESC'),
    span: db.prepare(
      'SELECT CAST((SELECT min(seq) FROM audit) AS REAL) AS first, CAST((SELECT max(seq) FROM audit) AS REAL) AS last',
    ),
    bytes: db.prepare(`SELECT CAST(ifnull(sum(${bytesExpression}), 0) AS REAL) AS bytes FROM audit`),
    // REPLACE: a row that somebody put behind the end must not stop the log.
    put: db.prepare(
      'INSERT OR REPLACE INTO audit VALUES ($seq, $atMs, $kind, $peerId, $actor, $reason, $count, $content, $hash)',
    ),
    prune: db.prepare('DELETE FROM audit WHERE seq <= $lastSeq'),
    ends: db.prepare('SELECT value FROM meta WHERE name = $name'),
    putEnds: db.prepare(
      'INSERT INTO meta VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  }

  function put(given: AuditRecord): number {
    const { name, details, ...record } = StoredAudit.parse(given)
    const content = cells.write(Buffer.from(JSON.stringify([name, details])), placeOf(record.seq))
    sql.put.run({ ...record, content })
    const texts = [record.kind, record.peerId ?? '', record.actor, record.reason]
    return texts.reduce((sum, text) => sum + text.length, content.length + record.hash.length + ROW_BYTES)
  }

  function rowOf({ content, bytes, ...row }: Record<string, SQLOutputValue>): AuditRow {
    const seq = Number(row['seq'])
    try {
      if (!(content instanceof Uint8Array)) throw new Error('its content is not a blob')
      const text = Buffer.from(cells.read(content, placeOf(seq))).toString('utf8')
      const [name, details] = StoredAuditContent.parse(JSON.parse(text))
      return { ...StoredAudit.parse({ ...row, name, details }), bytes: Number(bytes) }
    } catch (error) {
      return { seq, unreadable: error instanceof Error ? error.message : 'unreadable' }
    }
  }

  return {
    auditRows({ order, kinds, ...wish }) {
      const given = { ...wish, kinds: kinds.length === 0 ? null : JSON.stringify(kinds) }
      return guarded(() => sql[order].all(given)).map(rowOf)
    },
    auditSpan() {
      const { first, last } = guarded(() => sql.span.get()) ?? {}
      return typeof first === 'number' && typeof last === 'number' ? { first, last } : null
    },
    auditBytes: () => Number(guarded(() => sql.bytes.get())?.['bytes']),
    auditEnds() {
      const value = guarded(() => sql.ends.get({ name: ENDS }))?.['value']
      return value instanceof Uint8Array ? new Uint8Array(value) : null
    },
    appendAudit: (records, ends) =>
      guarded(() =>
        transact(() => {
          const bytes = records.reduce((sum, record) => sum + put(record), 0)
          sql.putEnds.run({ name: ENDS, value: ends })
          return bytes
        }),
      ),
    pruneAudit: (lastSeq, ends) =>
      guarded(() =>
        transact(() => {
          sql.prune.run({ lastSeq })
          sql.putEnds.run({ name: ENDS, value: ends })
        }),
      ),
  }
}

const placeOf = (seq: number) => ({ table: 'audit', column: 'content', row: String(seq) })
