/** What every command gets: where it writes, which data folder it means, and what time it is. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ErrorName, KithError } from '../contract/errors.ts'
import { defaultDataFolder } from '../host/default-folder.policy.ts'
import type { Clock } from '../kit/clock.ts'
import type { Terminal } from './terminal.ts'

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly dataDir?: string | undefined
  readonly json?: boolean | undefined
}

export interface Context {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder of the program: the checkout, or where it is installed. */
  readonly root: string
  readonly version: string
}

export function dataFolderOf({ dataDir }: GlobalOptions, env: Context['env']): string {
  if (dataDir !== undefined) return resolve(dataDir)
  return join(defaultDataFolder({ platform: process.platform, env, home: homedir() }))
}

/** One clear line on standard error: for a person, or with `--json` as spec §13 has it. */
export function printError(terminal: Terminal, error: unknown, json: boolean): void {
  const { code, name, message } = asKithError(error)
  terminal.err(json ? JSON.stringify({ error: { code, name, message } }) : `kith: ${message.replace(/\s*\n\s*/g, ' ')}`)
}

export const usageError = (message: string): KithError => new KithError('InvalidRequest' satisfies ErrorName, message)

function asKithError(error: unknown): KithError {
  if (error instanceof KithError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new KithError('Internal', `This is a fault of Kith itself: ${why}`, { cause: error })
}

/** Everything was said; this is the exit code. */
export class ExitWith extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`ends with ${exitCode}`)
    this.exitCode = exitCode
  }
}
