/** `app`: one instance for each data folder, starting and quitting in Electron's order, and what the system knows of it. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { browser } from './browser.ts'
import { desktop, packageJson, plain } from './desktop.ts'
import { schemesAreFixed } from './session.ts'
import { electronEvent, notModelled, onlyOptions, StrictEmitter, strict } from './strict.ts'

const EVENTS = [
  'ready',
  'will-finish-launching',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'activate',
  'open-url',
  'open-file',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
  'render-process-gone',
  'child-process-gone',
  'session-created',
  'certificate-error',
  'login',
  'select-client-certificate',
  'gpu-info-update',
  'accessibility-support-changed',
]
const PATHS = [
  'home',
  'appData',
  'userData',
  'sessionData',
  'temp',
  'exe',
  'module',
  'desktop',
  'documents',
  'downloads',
  'pictures',
  'logs',
  'crashDumps',
]

class App extends StrictEmitter {
  readonly #paths = new Map<string, string>()
  #isReady = false
  #ready: Promise<void> | null = null
  #isQuitting = false
  #isEnding = false
  #lockFolder: string | null = null
  #isSandboxed = false
  #windows: () => readonly { close(): void; destroy(): void }[] = () => []
  name: string = packageJson.productName ?? packageJson.name
  userModelId: string | null = null
  badgeCount = 0
  /** There is one on macOS only. */
  readonly dock = undefined
  readonly commandLine = strict('commandLine', {
    hasSwitch: (name: string): boolean => process.argv.includes(`--${name}`),
    appendSwitch: (name: string, value?: string): void =>
      void desktop.switches.push(value === undefined ? name : `${name}=${value}`),
  })

  constructor() {
    super('app', EVENTS)
    this.#paths.set('userData', join(process.env['KITH_STAND_IN_FOLDER'] ?? tmpdir(), 'user-data'))
  }
  follow(windows: () => readonly { close(): void; destroy(): void }[]): void {
    this.#windows = windows
  }

  get isPackaged(): boolean {
    return desktop.machine.packaged ?? false
  }
  getVersion(): string {
    return packageJson.version
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  getAppPath(): string {
    return resolve(import.meta.dirname, '..', '..', '..', '..')
  }
  getPath(name: string): string {
    if (!PATHS.includes(name)) throw notModelled(`app.getPath('${name}')`)
    if (name === 'exe') return process.execPath
    return this.#paths.get(name) ?? { home: homedir(), temp: tmpdir() }[name] ?? join(this.getPath('userData'), name)
  }
  setPath(name: string, path: string): void {
    if (!PATHS.includes(name)) throw notModelled(`app.setPath('${name}')`)
    this.#paths.set(name, path)
  }
  setAppLogsPath(path?: string): void {
    this.#paths.set('logs', path ?? join(this.getPath('userData'), 'logs'))
  }
  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en-US'
  }
  getSystemLocale(): string {
    return this.getLocale()
  }
  getPreferredSystemLanguages(): string[] {
    return [...(desktop.machine.languages ?? ['en-US'])]
  }
  getLocaleCountryCode(): string {
    return 'US'
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.#isSandboxed = true
  }
  /** For the checklist. Electron itself does not tell. */
  get isSandboxEnabled(): boolean {
    return this.#isSandboxed
  }
  disableHardwareAcceleration(): void {}
  isReady(): boolean {
    return this.#isReady
  }
  whenReady(): Promise<void> {
    began.resolve(undefined)
    this.#ready ??= this.#becomeReady()
    return this.#ready
  }
  async #becomeReady(): Promise<void> {
    await browser()
    schemesAreFixed()
    this.#isReady = true
    this.emit('will-finish-launching')
    this.emit('ready', electronEvent({}), {})
  }

  requestSingleInstanceLock(additionalData: object = {}): boolean {
    if (this.#lockFolder !== null) return true
    const folder = join(this.getPath('userData'), 'stand-in-instance')
    mkdirSync(folder, { recursive: true })
    if (!takeLock(join(folder, 'lock'))) {
      const knock = join(folder, `${process.pid}-${Date.now()}`)
      writeFileSync(`${knock}.part`, serialize({ argv: process.argv, cwd: process.cwd(), additionalData }))
      renameSync(`${knock}.part`, `${knock}.knock`)
      return false
    }
    this.#lockFolder = folder
    const hear = (): void => {
      for (const name of readdirSync(folder).filter((one) => one.endsWith('.knock'))) {
        const {
          argv,
          cwd,
          additionalData: data,
        } = deserialize(readFileSync(join(folder, name))) as { argv: string[]; cwd: string; additionalData: unknown }
        rmSync(join(folder, name))
        this.emit('second-instance', electronEvent({}), argv, cwd, data)
      }
    }
    watch(folder, hear).unref()
    return true
  }
  hasSingleInstanceLock(): boolean {
    return this.#lockFolder !== null
  }
  releaseSingleInstanceLock(): void {
    if (this.#lockFolder !== null) rmSync(join(this.#lockFolder, 'lock'), { force: true })
    this.#lockFolder = null
  }

  /** Electron's order: `before-quit`, the windows close, `will-quit`, `quit`. */
  quit(): void {
    if (this.#isEnding) return
    const wish = electronEvent({})
    this.emit('before-quit', wish)
    if (wish.defaultPrevented) return
    this.#isQuitting = true
    for (const window of [...this.#windows()]) window.close()
    if (this.#windows().length > 0) {
      this.#isQuitting = false
      return
    }
    const last = electronEvent({})
    this.emit('will-quit', last)
    if (last.defaultPrevented) {
      this.#isQuitting = false
      return
    }
    this.#end(0)
  }
  exit(code = 0): void {
    for (const window of [...this.#windows()]) window.destroy()
    this.#end(code)
  }
  #end(code: number): void {
    if (this.#isEnding) return
    this.#isEnding = true
    this.emit('quit', electronEvent({}), code)
    this.releaseSingleInstanceLock()
    process.exit(code)
  }
  noWindowLeft(): void {
    if (this.#isQuitting || this.#isEnding) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }
  relaunch(options?: object): void {
    onlyOptions('app.relaunch', options, ['args', 'execPath'])
    desktop.relaunches.push(plain(options ?? {}))
  }
  focus(): void {}
  hide(): void {}
  show(): void {}

  setLoginItemSettings(settings: { openAtLogin?: boolean }): void {
    onlyOptions('setLoginItemSettings', settings, [
      'openAtLogin',
      'openAsHidden',
      'path',
      'args',
      'enabled',
      'name',
      'type',
      'serviceName',
    ])
    desktop.loginItem = plain(settings)
    desktop.openAtLogin = settings.openAtLogin ?? false
  }
  getLoginItemSettings(): object {
    const { openAtLogin } = desktop
    return strict('LoginItemSettings', {
      openAtLogin,
      openAsHidden: false,
      wasOpenedAtLogin: false,
      wasOpenedAsHidden: false,
      restoreState: false,
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
      status: openAtLogin ? 'enabled' : 'not-registered',
    })
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    desktop.protocolClients.add(scheme)
    return true
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return desktop.protocolClients.delete(scheme)
  }
  isDefaultProtocolClient(scheme: string): boolean {
    return desktop.opensLinks || desktop.protocolClients.has(scheme)
  }
  setBadgeCount(count = 0): boolean {
    desktop.badge = count
    this.badgeCount = count
    return true
  }
  getBadgeCount(): number {
    return desktop.badge
  }
  setAppUserModelId(id: string): void {
    this.userModelId = id
  }
  setDesktopName(): void {}
  setAboutPanelOptions(): void {}
  isAccessibilitySupportEnabled(): boolean {
    return false
  }
  isUnityRunning(): boolean {
    return false
  }
  getAppMetrics(): object[] {
    return []
  }
}

/** The app runs so far that it asks to be ready: what a test does must not come before its first lines. */
const began = Promise.withResolvers<undefined>()
export const appBegan: Promise<undefined> = began.promise

/** A lock that its owner died with is nobody's. */
function takeLock(path: string): boolean {
  const own = `${path}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    for (;;) {
      try {
        linkSync(own, path)
        return true
      } catch {
        const owner = Number(readFileSync(path, 'utf8'))
        if (isAlive(owner)) return false
        rmSync(path, { force: true })
      }
    }
  } finally {
    rmSync(own, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export const app = strict('app', new App())
