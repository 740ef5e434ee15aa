/** What the desktop app understands of its command line. Everything else there is Chromium's, and is let through. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder, type Surroundings } from '../../host/default-folder.policy.ts'

export interface DesktopArguments {
  readonly dataFolder: string
  /** Whether `--data-dir` named it: a start at login must name it too. */
  readonly ownFolder: boolean
  /** `--config FILE`, the same file that `kith node` takes. */
  readonly configFile: string | undefined
  /** `--minimised`: no window in a person's way (also `--minimized`). */
  readonly minimised: boolean
  /** What is no option: links and files to open, unchecked. */
  readonly words: readonly string[]
}

/**
 * @param args without the program
 * @param appFolder in a checkout: the folder that Electron was given to run, wherever it stands among the words
 */
export function readDesktopArguments(
  args: readonly string[],
  surroundings: Surroundings,
  appFolder: string | null,
): DesktopArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      config: { type: 'string' },
      minimised: { type: 'boolean' },
      minimized: { type: 'boolean' },
    },
  })
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
  const folder = text(values['data-dir'])
  return {
    dataFolder: folder === undefined ? defaultDataFolder(surroundings) : resolve(folder),
    ownFolder: folder !== undefined,
    configFile: text(values['config']),
    minimised: values['minimised'] === true || values['minimized'] === true,
    words: positionals.filter((word) => appFolder === null || resolve(word) !== resolve(appFolder)),
  }
}

/** Switches that take away what keeps a page from the machine; Chromium obeys them wherever they stand. */
const UNSAFE = ['no-sandbox', 'disable-web-security', 'allow-running-insecure-content'] as const

/**
 * @param has whether Chromium was given that switch
 * @returns why the app does not start with this command line, for a person; `null` when it may
 */
export function refusal(has: (name: string) => boolean): string | null {
  const found = UNSAFE.find((name) => has(name))
  if (found === undefined) return null
  const root =
    found === 'no-sandbox' ? ' As root, where there can be no sandbox, use the server: kith node --open.' : ''
  return `Kith does not start with --${found}: it takes away what keeps a page that was tampered with from this machine. Start it without that.${root}`
}
