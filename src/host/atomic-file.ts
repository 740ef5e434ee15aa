/** Writes small files so that a crash leaves the old one or the new one, never half of either. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * Writes beside the target and renames over it. The content is on the disk before the name is.
 *
 * @param mode permission bits of the new file, such as 0o600
 * @throws what the file system says
 */
export function writeFileAtomic(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = openSync(beside, 'wx', mode)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
