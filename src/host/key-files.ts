/** The identity's files in the data folder: the sealed key, the plain key, and the marker that says which one counts. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { KithError } from '../contract/errors.ts'
import { decodeMarker, encodeMarker, type MarkerStore, type SecretStore } from '../core/identity/index.ts'
import type { Log } from '../kit/log.ts'
import { KIB } from '../kit/units.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { folderFiles } from './folder-files.ts'

/** A sealed key is half a KiB; anything this large is something else. */
const MAX_FILE_BYTES = 64 * KIB
/** Everybody but the owner. */
const OTHERS = 0o077

export interface KeyFilesOptions {
  /** The data folder of the profile. */
  readonly folder: string
  readonly log: Log
}

/** Keeps what the identity sealed with a passphrase. */
export const createSealedFile = (options: KeyFilesOptions): SecretStore =>
  createSecretFile(join(options.folder, folderFiles.sealedKey), options.log)

/** Keeps the key as it is. Whoever reads the file can act as this node: only for who asks for it. */
export function createInsecureFile({ folder, log }: KeyFilesOptions): SecretStore {
  const path = join(folder, folderFiles.plainKey)
  const file = createSecretFile(path, log)
  return {
    async load() {
      const secret = await file.load()
      if (secret !== null)
        log.warn('the key of this node lies in a plain file; whoever can read it can act as this node', { path })
      return secret
    },
    save: (secret) => file.save(secret),
  }
}

/** @throws KithError `Integrity` from `load` when the file is there and makes no sense */
export function createMarkerFile({ folder }: Pick<KeyFilesOptions, 'folder'>): MarkerStore {
  const path = join(folder, folderFiles.marker)
  return {
    load: () => settled(() => (({ text }) => (text === null ? null : decodeMarker(text)))(read(path))),
    save: (marker) => settled(() => write(path, encodeMarker(marker))),
  }
}

function createSecretFile(path: string, log: Log): SecretStore {
  return {
    load: () =>
      settled(() => {
        const { text, mode } = read(path)
        if (text !== null && process.platform !== 'win32' && (mode & OTHERS) !== 0) tighten(path, log)
        return text
      }),
    save: (secret) => settled(() => write(path, secret)),
  }
}

/** Others could read the key until now: a person should know, and it must not stay so. */
function tighten(path: string, log: Log): void {
  try {
    chmodSync(path, 0o600)
  } catch (cause) {
    throw new KithError(
      'InvalidConfig',
      `Other users of this machine can read ${path}, and Kith may not change that. Make it readable by you only: chmod 600.`,
      { cause, details: { path } },
    )
  }
  log.warn('other users of this machine could read the key file; now only you can', { path })
}

function read(path: string): { text: string | null; mode: number } {
  try {
    const { size, mode } = statSync(path)
    if (size > MAX_FILE_BYTES) throw new KithError('Integrity', `${path} is too large to be what it should be.`)
    return { text: readFileSync(path, 'utf8'), mode }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { text: null, mode: 0 }
    throw explained(error, path, 'read')
  }
}

/** On the disk when it returns: the file, and then its name. */
function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileAtomic(path, text, 0o600)
    if (process.platform === 'win32') return
    const folder = openSync(dirname(path), 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch (error) {
    throw explained(error, path, 'write')
  }
}

function explained(cause: unknown, path: string, verb: 'read' | 'write'): unknown {
  if (cause instanceof KithError) return cause
  const code = codeOf(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new KithError('DiskFull', `The disk is full, so ${path} could not be written. Make room, then try again.`, {
      cause,
      details: { path },
    })
  return new KithError(
    'InvalidConfig',
    `Kith cannot ${verb} ${path} (${code ?? 'unknown reason'}). Check that the file and its folder belong to you.`,
    { cause, details: { path } },
  )
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** The ports are asynchronous for the keychain's sake; files of a few hundred bytes need no waiting. */
async function settled<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work)
}
