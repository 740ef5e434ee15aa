/** Opens the database: looks at it first without touching it, makes a new one only where there is none (spec §7). */
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { type Cells, createCells } from './cells.ts'
import { createStore } from './create-store.ts'
import { type Damage, storeDamaged } from './damage.ts'
import { APPLICATION_ID, migrate, migrations, pragma, versionOf } from './migrations.ts'
import { rewritePrivateColumns, sealState } from './private-columns.ts'
import { damageOf, mended } from './sqlite-errors.ts'
import type { Store } from './store.types.ts'

export interface StoreOptions {
  readonly path: string
  /** 32 bytes. Without it only plain values can be read and written. */
  readonly dataKey: Uint8Array | null
  /** Whether private values are sealed. When it changed since the last time, all of them are rewritten. Default: if there is a key. */
  readonly sealing?: boolean
  readonly clock: Clock
  readonly log: Log
}

/** Somebody else, a backup program say, may hold the database for a moment. */
const BUSY_TIMEOUT_MS = 1_000

/**
 * Every write is on the disk when its call returns (WAL, synchronous=FULL): neither a kill -9 nor a power loss undoes it.
 *
 * @throws KithError `StoreDamaged` when the database is damaged, of a later version or sealed with another key: it is left
 * untouched, and `details.copy` says where a copy is; `DiskFull`; `InvalidConfig` when the file cannot be used
 */
export function openStore(options: StoreOptions): Store {
  const { path, dataKey, clock, log } = options
  const sealing = options.sealing ?? dataKey !== null
  const cells = createCells(dataKey, sealing)
  const damaged = (damage: Damage): KithError => {
    const error = storeDamaged(path, damage, clock.wallMs())
    log.error('storage: the database cannot be used', { error })
    return error
  }
  const onError = (error: unknown): unknown => {
    const damage = damageOf(error)
    return damage ? damaged(damage) : mended(error, path)
  }

  let db: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const damage = existsSync(path) ? inspect(path, cells, dataKey !== null) : make(path)
    if (damage) throw damaged(damage)
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
    prepare(db, log)
    if ((sealState(db, cells) === 'sealed') !== sealing) {
      const rewritten = rewritePrivateColumns(db, cells, sealing)
      if (rewritten > 0) log.info('storage: private values were rewritten', { rewritten, sealed: sealing })
    }
    return createStore(db, cells, onError, (table, cause) => {
      const detail = `${table}: ${cause instanceof Error ? cause.message : 'unreadable'}`
      return damaged({ reason: 'bad-row', detail, cause })
    })
  } catch (error) {
    if (db?.isOpen) db.close()
    throw onError(error)
  }
}

function prepare(db: DatabaseSync, log: Log): void {
  db.exec('PRAGMA journal_mode = WAL')
  // FULL: a commit waits for the disk. fullfsync: on macOS that is not the same as waiting for the drive.
  db.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON')
  db.exec('PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF')
  const steps = migrate(db)
  if (steps.length > 0) log.info('storage: the database was brought up to date', { steps })
}

/** Reads only: opening for writing would already move the journal into a file that may be damaged. */
function inspect(path: string, cells: Cells, hasKey: boolean): Damage | null {
  // A new database is renamed into its place when it is whole, so an empty file was not always empty.
  if (statSync(path).size === 0) return { reason: 'not-a-database', detail: 'the file is empty' }
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    const application = pragma(db, 'application_id')
    if (application !== APPLICATION_ID)
      return { reason: 'other-application', detail: `application_id is ${String(application)}` }
    const version = versionOf(db)
    if (version > migrations.length)
      return { reason: 'newer', detail: `its version is ${version}, this Kith knows ${migrations.length}` }
    const check = pragma(db, 'quick_check(1)')
    if (check !== 'ok') return { reason: 'corrupt', detail: String(check) }
    if (version === 0 || sealState(db, cells) !== 'sealed-with-another-key') return null
    if (hasKey) return { reason: 'wrong-key', detail: 'the data key does not open it' }
    throw new KithError(
      'InvalidConfig',
      'The private values in the database are sealed, and the key of this identity was not given.',
    )
  } catch (error) {
    const damage = damageOf(error)
    if (damage) return damage
    throw error
  } finally {
    db.close()
  }
}

/** Beside its place and then into it: at `path` there is a whole database or none. */
function make(path: string): Damage | null {
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    return { reason: 'main-file-missing', detail: 'there is a journal without its database' }
  const beside = `${path}.new`
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(beside + suffix, { force: true })
  closeSync(openSync(beside, 'wx', 0o600))
  const db = new DatabaseSync(beside)
  try {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    migrate(db)
  } finally {
    db.close()
  }
  chmodSync(beside, 0o600)
  renameSync(beside, path)
  syncFolder(dirname(path))
  return null
}

/** Makes a rename durable. Windows has no such call and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
