/** Start at login: by the system's own list on macOS and Windows, by an entry in the autostart folder elsewhere. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import { writeFileAtomic } from '../../host/atomic-file.ts'
import { autostartEntry, autostartFolder } from './autostart-entry.policy.ts'

export interface LoginItemParts {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The program that starts Kith on this machine; `null` in a checkout, which is no program that a system could start. */
  readonly program: string | null
  /** A data folder of its own: its start at login is another than that of the usual one. */
  readonly dataFolder: string | null
  readonly app: Pick<App, 'setLoginItemSettings' | 'getLoginItemSettings'>
}

export interface LoginItem {
  /** What the system says; `null` where this build cannot be registered with it. */
  readonly on: boolean | null
  /** Makes it so; does nothing where it is so, or cannot be. @throws what the system says */
  set(wanted: boolean): void
}

export function createLoginItem({ platform, env, home, program, dataFolder, app }: LoginItemParts): LoginItem {
  const args = dataFolder === null ? [] : ['--data-dir', dataFolder]
  if (program === null) return { on: null, set: () => {} }
  return platform === 'darwin' || platform === 'win32' ? ofSystem() : ofFolder(program)

  /** macOS starts the app without arguments: another data folder cannot be named there. */
  function ofSystem(): LoginItem {
    if (platform === 'darwin' && dataFolder !== null) return { on: null, set: () => {} }
    // Windows takes the list as one line.
    const which = platform === 'win32' ? { args: args.map((argument) => `"${argument}"`) } : {}
    return {
      get on() {
        return app.getLoginItemSettings(which).openAtLogin
      },
      set(wanted) {
        if (app.getLoginItemSettings(which).openAtLogin !== wanted)
          app.setLoginItemSettings({ ...which, openAtLogin: wanted })
      },
    }
  }

  function ofFolder(path: string): LoginItem {
    const folder = autostartFolder(env, home)
    const name =
      dataFolder === null ? 'kith' : `kith-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 8)}`
    const file = join(folder, `${name}.desktop`)
    const entry = autostartEntry([path, ...args])
    return {
      get on() {
        return existsSync(file)
      },
      set(wanted) {
        if (!wanted) {
          rmSync(file, { force: true })
          return
        }
        // Also where it is there: the program may have moved since (an AppImage in another folder).
        if (existsSync(file) && readFileSync(file, 'utf8') === entry) return
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileAtomic(file, entry, 0o644)
      },
    }
  }
}

/** What the system is to start: the AppImage itself, not what is unpacked of it for this one run. */
export function programOf(
  packaged: boolean,
  execPath: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (!packaged) return null
  return env['APPIMAGE'] || execPath
}
