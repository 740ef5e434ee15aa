/** SQLite's result codes in the words of the contract (sqlite.org/rescode.html). */
import { KithError } from '../../contract/errors.ts'
import type { Damage } from './damage.ts'

const BUSY = 5
const READONLY = 8
const IOERR = 10
const IOERR_SHMSIZE = 4_874
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

/** What an error of SQLite says about the file, or `null` when it says nothing of the kind. */
export function damageOf(error: unknown): Damage | null {
  const code = codeOf(error)
  if (code === null) return null
  const detail = error instanceof Error ? error.message : ''
  // Extended codes keep the primary one in their lowest byte.
  if ((code & 0xff) === NOTADB) return { reason: 'not-a-database', detail, cause: error }
  if ((code & 0xff) === CORRUPT) return { reason: 'corrupt', detail, cause: error }
  return null
}

/** A `KithError` for what a person can mend; anything else as it came, because it is a bug. */
export function mended(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (code === null) return error
  // Shared memory of the journal is the first thing that does not fit.
  if ((code & 0xff) === FULL || code === IOERR_SHMSIZE)
    return new KithError(
      'DiskFull',
      'The disk is full, so Kith could not save this. Make room on the disk, then try again.',
      {
        cause: error,
        details: { path },
      },
    )
  if ((code & 0xff) === BUSY)
    return new KithError('InvalidConfig', `Another program has the database ${path} open. Close it, then try again.`, {
      cause: error,
      details: { path },
    })
  if ((code & 0xff) === READONLY || (code & 0xff) === CANTOPEN)
    return new KithError(
      'InvalidConfig',
      `The database ${path} cannot be opened for writing. Check that the file and its folder belong to you.`,
      { cause: error, details: { path } },
    )
  if ((code & 0xff) === IOERR)
    return new KithError(
      'StoreDamaged',
      `The disk reports an error where the database ${path} is. Kith changed nothing. Check the disk before you try again.`,
      { cause: error, details: { path, reason: 'disk-error', copy: null } },
    )
  return error
}

const codeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null
