/** Asks a program of the system for a line, bounded in time and size, without keeping this process alive. */
import { execFile } from 'node:child_process'
import type { Socket } from 'node:net'
import { SECOND_MS } from '../kit/units.ts'

/** The answer is there within milliseconds; a bus that takes longer is stuck. */
const DEADLINE_MS = 2 * SECOND_MS

/** @returns what it printed @throws when it is not there, fails, or says too much or too late */
export function askCommand(command: string, words: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { signal, maxBuffer: 4096, killSignal: 'SIGKILL' } as const
    const child = execFile(command, words, options, (error, printed) => {
      clearTimeout(deadline)
      if (error) reject(new Error(error.message, { cause: error }))
      else resolve(printed)
    })
    // `timeout` of execFile would keep the process alive.
    const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS).unref()
    child.unref()
    for (const pipe of [child.stdout, child.stderr]) (pipe as Socket | null)?.unref()
  })
}
