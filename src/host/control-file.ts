/** `control.json`: how the command line finds the node that runs on a data folder (spec §13). Readable by its owner only. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from './atomic-file.ts'

const Control = z.object({
  /** Where the local server listens, without the token. */
  url: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ }),
  token: z.string().min(32),
  pid: z.int().positive(),
  version: z.string(),
})
export type Control = z.infer<typeof Control>

const controlPath = (dataFolder: string): string => join(dataFolder, 'control.json')

export function writeControl(dataFolder: string, control: Control): void {
  writeFileAtomic(controlPath(dataFolder), `${JSON.stringify(control)}\n`)
}

/** `null` when there is none, or none that makes sense: to the reader both mean that no node can be reached. */
export function readControl(dataFolder: string): Control | null {
  try {
    return Control.parse(JSON.parse(readFileSync(controlPath(dataFolder), 'utf8')))
  } catch {
    return null
  }
}

export function removeControl(dataFolder: string): void {
  rmSync(controlPath(dataFolder), { force: true })
}
