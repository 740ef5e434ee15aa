/** Which columns are private, and their passage from sealed to plain and back when the setting changes (spec §2). */
import type { DatabaseSync } from 'node:sqlite'
import type { Cells } from './cells.ts'

interface PrivateColumns {
  readonly table: string
  readonly key: string
  readonly columns: readonly string[]
}

const privateColumns: readonly PrivateColumns[] = [
  { table: 'peers', key: 'peer_id', columns: ['name', 'claimed_name', 'note'] },
  { table: 'requests', key: 'peer_id', columns: ['name'] },
  { table: 'invites', key: 'id', columns: ['note'] },
  { table: 'audit', key: 'seq', columns: ['details'] },
  { table: 'blobs', key: 'name', columns: ['value'] },
]

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
    for (const { table, key, columns } of privateColumns)
      for (const column of columns) {
        const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`)
        const rows = db
          .prepare(`SELECT ${key} AS row, ${column} AS cell FROM ${table} WHERE ${column} IS NOT NULL`)
          .all()
        for (const { row, cell } of rows) {
          if (typeof row !== 'string' || !(cell instanceof Uint8Array)) continue
          const place = { table, column, row }
          update.run(cells.write(cells.read(cell, place), place), row)
          rewritten += 1
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
