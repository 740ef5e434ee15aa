/** The folder in which one profile lives, and the lock that lets one node at a time use it (spec §13). */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { KithError } from '../contract/errors.ts'

/** SQLite's result code for "somebody else holds the lock" (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5

/** A lock that nobody refers to any more would be collected, and the folder be open to a second node. */
const heldLocks = new Set<DatabaseSync>()

/** Held until disposed; the system lets go of it when the process ends, however it ends. */
export interface DataFolderLock extends Disposable {
  readonly path: string
}

/**
 * Creates the folder (for its owner only) when it is missing and takes its lock.
 *
 * The lock is an exclusive SQLite transaction on an empty file: an operating system's lock on every platform, without a
 * native module. The kernel drops it with the process, so nothing is stale after `kill -9`, and no process ID is trusted:
 * `node.pid` only serves the message.
 *
 * @throws KithError `InvalidRequest` with `details.pid` when another node uses the folder, `InvalidConfig` when the folder
 * cannot be used
 */
export function lockDataFolder(path: string, pid: number): DataFolderLock {
  const pidFile = join(path, 'node.pid')
  let lock: DatabaseSync | undefined
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const lockFile = join(path, 'lock')
    lock = new DatabaseSync(lockFile, { timeout: 0 })
    chmodSync(lockFile, 0o600)
    lock.exec('BEGIN EXCLUSIVE')
    writeFileSync(pidFile, `${pid}\n`, { mode: 0o600 })
  } catch (error) {
    lock?.close()
    if (isBusy(error)) throw inUse(path, readPid(pidFile))
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidConfig', `Kith cannot use the data folder ${path}: ${why}`, { cause: error })
  }
  const held = lock
  heldLocks.add(held)
  return {
    path,
    [Symbol.dispose]() {
      if (!held.isOpen) return
      rmSync(pidFile, { force: true })
      heldLocks.delete(held)
      held.close()
    },
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

function inUse(path: string, pid: number | null): KithError {
  const who = pid === null ? 'another node' : `another node (process ${pid})`
  return new KithError(
    'InvalidRequest',
    `The data folder ${path} is in use by ${who}. Stop it first, or choose another folder with --data-dir.`,
    { details: { pid, dataFolder: path } },
  )
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}
