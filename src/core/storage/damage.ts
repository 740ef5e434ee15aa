/** What happens to a database that cannot be used: it stays where it is, a copy is kept, and a person is told (spec §7). */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { KithError } from '../../contract/errors.ts'
import { isoTime } from '../../kit/clock.ts'
import { MIB } from '../../kit/units.ts'

type DamageReason =
  | 'not-a-database'
  | 'other-application'
  | 'corrupt'
  | 'newer'
  | 'wrong-key'
  | 'main-file-missing'
  | 'bad-row'

export interface Damage {
  readonly reason: DamageReason
  /** What was seen, for a person who knows databases. */
  readonly detail: string
  readonly cause?: unknown
}

/** Enough to compare and to try a repair on; every start that fails must not fill the disk. */
const MAX_COPIES = 3
/** SQLite's companions of a database in WAL mode. */
const SUFFIXES = ['', '-wal', '-shm'] as const

const restore =
  'Nothing was changed. Restore it from a backup, or move it away (with its -wal and -shm files) to start with an empty list of peers.'
const words: Readonly<Record<DamageReason, string>> = {
  'not-a-database': `is not a database. ${restore}`,
  'other-application': `is a database of another program. ${restore}`,
  corrupt: `is damaged. ${restore}`,
  newer: 'was written by a later version of Kith. Nothing was changed. Start that version or a later one.',
  'wrong-key': `was sealed with another key than the one of this identity. ${restore}`,
  'main-file-missing': `is missing, but its journal, the file ending in -wal, is still there. ${restore}`,
  'bad-row': `has an entry that makes no sense. ${restore}`,
}

/** Keeps a copy beside the database and says what happened. */
export function storeDamaged(path: string, damage: Damage, wallMs: number): KithError {
  const copy = copyAside(path, wallMs)
  const kept = copy ? `A copy is kept as ${copy}.` : 'A copy could not be made.'
  return new KithError('StoreDamaged', `The database ${path} ${words[damage.reason]} ${kept}`, {
    details: { reason: damage.reason, detail: damage.detail, path, copy },
    ...(damage.cause === undefined ? {} : { cause: damage.cause }),
  })
}

/** @returns where the copy is: a new one, or the last one if that is the same; `null` when none could be made */
function copyAside(path: string, wallMs: number): string | null {
  try {
    const last = copies(path).at(-1)
    if (last && SUFFIXES.slice(0, 2).every((suffix) => sameContent(path + suffix, last + suffix))) return last
    const copy = `${path}.damaged-${isoTime(wallMs).replaceAll(':', '-')}`
    // Copies that differ by less than a millisecond are one.
    for (const suffix of SUFFIXES)
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE)
    for (const old of copies(path).slice(0, -MAX_COPIES))
      for (const suffix of SUFFIXES) rmSync(old + suffix, { force: true })
    return copy
  } catch {
    return null
  }
}

/** Oldest first: their names sort by time. A lost main file leaves a copy that is only a journal. */
function copies(path: string): string[] {
  const prefix = `${basename(path)}.damaged-`
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix))
  const bases = new Set(names.map((name) => name.replace(/-(wal|shm)$/, '')))
  return [...bases].sort().map((name) => join(dirname(path), name))
}

function sameContent(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return existsSync(one) === existsSync(other)
  if (statSync(one).size !== statSync(other).size) return false
  const files = [openSync(one, 'r'), openSync(other, 'r')] as const
  try {
    const buffers = [Buffer.alloc(MIB), Buffer.alloc(MIB)] as const
    for (;;) {
      const read = readSync(files[0], buffers[0])
      if (read !== readSync(files[1], buffers[1])) return false
      if (read === 0) return true
      if (!buffers[0].subarray(0, read).equals(buffers[1].subarray(0, read))) return false
    }
  } finally {
    files.forEach(closeSync)
  }
}
