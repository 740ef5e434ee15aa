/** Which columns are private, and their passage from sealed to plain and back when the setting changes (spec §2). */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Cells, Place } from './cells.ts'

interface PrivateColumns {
  readonly table: string
  readonly key: string
  readonly columns: readonly string[]
  /** A value that cannot be read stays as it is: the chain of the log tells of it, and the node starts all the same. */
  readonly mayBeSpoilt?: boolean
}

const privateColumns: readonly PrivateColumns[] = [
  { table: 'peers', key: 'peer_id', columns: ['name', 'claimed_name', 'note'] },
  { table: 'requests', key: 'peer_id', columns: ['name'] },
  { table: 'invites', key: 'id', columns: ['note'] },
  { table: 'audit', key: 'seq', columns: ['content'], mayBeSpoilt: true },
  { table: 'blobs', key: 'name', columns: ['value'] },
]

/** At a time: an audit log of 50 MB must not be in memory as a whole. */
const PAGE_ROWS = 1_000

/** Known words under the data key: present exactly while private values are sealed, and tells the right key from a wrong one. */
const KEY_CHECK = 'key_check'
const keyCheckPlace = { table: 'meta', column: 'value', row: KEY_CHECK }
const keyCheckWords = Buffer.from('kith')

export type SealState = 'plain' | 'sealed' | 'sealed-with-another-key'

export function sealState(db: DatabaseSync, cells: Cells): SealState {
  const check = db.prepare('SELECT value FROM meta WHERE name = ?').get(KEY_CHECK)?.['value']
  if (!(check instanceof Uint8Array)) return 'plain'
  try {
    return keyCheckWords.equals(cells.read(check, keyCheckPlace)) ? 'sealed' : 'sealed-with-another-key'
  } catch {
    return 'sealed-with-another-key'
  }
}

/**
 * Rewrites every private value in today's form, all of them or none, and leaves nothing of the other form in free pages
 * or in the journal.
 *
 * @returns how many values it rewrote
 */
export function rewritePrivateColumns(db: DatabaseSync, cells: Cells, sealing: boolean): number {
  let rewritten = 0
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const { table, key, columns, mayBeSpoilt = false } of privateColumns)
      for (const column of columns) {
        const update = db.prepare(`UPDATE ${table} SET ${column} = $cell WHERE ${key} = $row`)
        const page = db.prepare(
          `SELECT ${key} AS row, ${column} AS cell FROM ${table} WHERE ($after IS NULL OR ${key} > $after)
           AND ${column} IS NOT NULL ORDER BY ${key} LIMIT ${PAGE_ROWS}`,
        )
        let after: SQLOutputValue = null
        for (;;) {
          const rows: Record<string, SQLOutputValue>[] = page.all({ after })
          for (const { row, cell } of rows) {
            if (!(cell instanceof Uint8Array)) continue
            const place = { table, column, row: String(row) }
            const value = mayBeSpoilt ? readable(cells, cell, place) : cells.read(cell, place)
            if (!value) continue
            update.run({ cell: cells.write(value, place), row: row ?? null })
            rewritten += 1
          }
          after = rows.at(-1)?.['row'] ?? null
          if (rows.length < PAGE_ROWS) break
        }
      }
    if (sealing) db.prepare('INSERT INTO meta VALUES (?, ?)').run(KEY_CHECK, cells.write(keyCheckWords, keyCheckPlace))
    else db.prepare('DELETE FROM meta WHERE name = ?').run(KEY_CHECK)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
  if (rewritten === 0) return 0
  db.exec('VACUUM')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return rewritten
}

function readable(cells: Cells, cell: Uint8Array, place: Place): Uint8Array | null {
  try {
    return cells.read(cell, place)
  } catch {
    return null
  }
}
