/** What the desktop app understands of its command line. Everything else there is Chromium's, and is let through. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder, type Surroundings } from '../../host/default-folder.policy.ts'

export interface DesktopArguments {
  readonly dataFolder: string
  /** `--config FILE`, the same file that `kith node` takes. */
  readonly configFile: string | undefined
}

/** @param args without the program and, in a checkout, without the folder that Electron was given */
export function readDesktopArguments(args: readonly string[], surroundings: Surroundings): DesktopArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { 'data-dir': { type: 'string' }, config: { type: 'string' } },
  })
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
  const folder = text(values['data-dir'])
  return {
    dataFolder: folder === undefined ? defaultDataFolder(surroundings) : resolve(folder),
    configFile: text(values['config']),
  }
}
