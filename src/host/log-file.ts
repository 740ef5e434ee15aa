/** The log file of a node: JSON lines in `<data folder>/logs/kith.log`, rotated at start, never a secret in it. */
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { destination, pino, stdSerializers } from 'pino'
import type { Log, LogFields } from '../kit/log.ts'
import { MIB } from '../kit/units.ts'

const ROTATE_AT_BYTES = 5 * MIB
/** Old files beside the one in use: `kith.1.log` is the youngest. */
const KEPT_FILES = 3
/** Whatever a caller passes by mistake, at the top or one step down, is not written. */
const SECRET_FIELDS = ['token', 'passphrase', 'seed', 'secret', 'dataKey'].flatMap((name) => [name, `*.${name}`])

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface LogFile extends Log, Disposable {}

/**
 * Opens the log. Lines are written at once: a node logs little, and the last line before a crash is the one that matters.
 *
 * @throws what the file system says when the folder cannot be written
 */
export function openLogFile(dataFolder: string, level: LogLevel = 'info'): LogFile {
  const folder = join(dataFolder, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rotate(folder)
  const file = destination({ dest: join(folder, 'kith.log'), sync: true, mode: 0o600 })
  // A full disk must not take the node down with it; there is nowhere left to say so.
  file.on('error', () => {})
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: '[hidden]' },
      serializers: { error: stdSerializers.err },
    },
    file,
  )
  let open = true
  const write = (at: LogLevel) => (message: string, fields?: LogFields) => {
    if (open) logger[at](fields ?? {}, message)
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    [Symbol.dispose]() {
      if (!open) return
      open = false
      file.end()
    },
  }
}

function rotate(folder: string): void {
  const size = statSync(join(folder, 'kith.log'), { throwIfNoEntry: false })?.size ?? 0
  if (size <= ROTATE_AT_BYTES) return
  for (let age = KEPT_FILES; age >= 1; age -= 1) {
    const younger = join(folder, age === 1 ? 'kith.log' : `kith.${age - 1}.log`)
    if (statSync(younger, { throwIfNoEntry: false })) renameSync(younger, join(folder, `kith.${age}.log`))
  }
}
