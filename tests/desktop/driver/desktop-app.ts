/** Starts the desktop app as built, with whichever driver this machine can run, and says which. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedRuntime } from '../../../scripts/electron-runtime.mjs'
import type { SettingsInput } from '../../../src/contract/settings.ts'
import { merged } from '../../../src/kit/tree.ts'
import { ensureBuilt } from '../../harness/kith-process.ts'
import type { DesktopApp, LaunchOptions } from './desktop-app.types.ts'
import { launchElectron } from './electron-driver.ts'
import { launchStandIn } from './stand-in-driver.ts'

export type { DesktopApp, LaunchOptions, StandIn } from './desktop-app.types.ts'

/** Nobody else is met, nothing is asked, and no keyring is needed. */
const QUIET: SettingsInput = {
  identity: { keyStore: 'insecure-file' },
  network: { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false },
}

let told = false
function tellDriver(words: string): void {
  if (!told) console.log(`desktop suite: ${words}`)
  told = true
}

/** @throws when the app ends before its main process can be reached, with what it printed */
export async function launchDesktop(options: LaunchOptions = {}): Promise<DesktopApp> {
  await ensureBuilt()
  const ownFolder = mkdtempSync(join(tmpdir(), 'kith-desktop-'))
  const dataFolder = options.dataFolder ?? join(ownFolder, 'data')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const settingsFile = join(dataFolder, 'settings.yaml')
  // JSON is YAML.
  if (!existsSync(settingsFile))
    writeFileSync(settingsFile, JSON.stringify(merged({ ...QUIET }, { ...options.settings }), null, 2))
  const runtime = findRuntime()
  const home = join(ownFolder, 'home')
  mkdirSync(home)
  // What the app writes beside its data (a start at login, say) must not reach the person who runs the tests.
  const given: LaunchOptions = {
    ...options,
    env: {
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local', 'share'),
      ...options.env,
    },
  }
  const app =
    runtime === null
      ? await launchStandIn(given, dataFolder, ownFolder)
      : await launchElectron(runtime, given, dataFolder)
  return Object.assign(app, {
    async [Symbol.asyncDispose]() {
      await app.quit()
      rmSync(ownFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  })
}

/** What `npm start` would take; nothing is fetched for a test. */
function findRuntime(): string | null {
  const path = installedRuntime()
  if (path === null) tellDriver('the stand-in for Electron, with pages of Chromium (no Electron runtime is installed)')
  else if (process.getuid?.() === 0)
    tellDriver('the stand-in for Electron, with pages of Chromium (Electron does not run as root)')
  else {
    tellDriver(`Electron’s own runtime (${path})`)
    return path
  }
  return null
}
