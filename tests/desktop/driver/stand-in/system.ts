/** The rest of the desktop that the module reaches: screens, theme, power, clipboard, the shell and its dialogs. */
import { answerDialog, desktop, plain } from './desktop.ts'
import { notModelled, onlyOptions, StrictEmitter, strict } from './strict.ts'

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
const PANEL = 32

const displays = (): object[] =>
  (desktop.machine.displays ?? [{ id: 1, x: 0, y: 0, width: 1920, height: 1080 }]).map(({ id, ...bounds }) =>
    strict('Display', {
      id,
      label: `Display ${id}`,
      bounds,
      workArea: { ...bounds, y: bounds.y + PANEL, height: bounds.height - PANEL },
      size: { width: bounds.width, height: bounds.height },
      workAreaSize: { width: bounds.width, height: bounds.height - PANEL },
      scaleFactor: 1,
      rotation: 0,
      internal: id === 1,
      touchSupport: 'unknown',
    }),
  )
export const primaryArea = (): Area => (displays()[0] as { workArea: Area }).workArea

class Screen extends StrictEmitter {
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed'])
  }
  getAllDisplays(): object[] {
    return displays()
  }
  getPrimaryDisplay(): object {
    return displays()[0]!
  }
  getDisplayMatching({ x, y, width, height }: Area): object {
    const overlap = ({ bounds }: { bounds: Area }): number =>
      Math.max(0, Math.min(x + width, bounds.x + bounds.width) - Math.max(x, bounds.x)) *
      Math.max(0, Math.min(y + height, bounds.y + bounds.height) - Math.max(y, bounds.y))
    return (displays() as { bounds: Area }[]).reduce((best, one) => (overlap(one) > overlap(best) ? one : best))
  }
  getDisplayNearestPoint({ x, y }: { x: number; y: number }): object {
    return this.getDisplayMatching({ x, y, width: 1, height: 1 })
  }
  getCursorScreenPoint(): { x: number; y: number } {
    return { x: 0, y: 0 }
  }
}
export const screen = strict('screen', new Screen())

class NativeTheme extends StrictEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'
  #told: boolean
  shouldUseHighContrastColors = false
  shouldUseInvertedColorScheme = false
  prefersReducedTransparency = false
  inForcedColorsMode = false
  onChange: () => void = () => undefined

  constructor() {
    super('nativeTheme', ['updated'])
    this.#told = desktop.dark
    this.#systemDark = desktop.dark
  }
  #systemDark: boolean
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark'
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#systemDark
  }
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Error processing argument: ${source}`)
    this.#source = source
    this.tell()
  }
  become(dark: boolean): void {
    this.#systemDark = dark
    this.tell()
  }
  tell(): void {
    desktop.dark = this.shouldUseDarkColors
    if (this.#told === desktop.dark) return
    this.#told = desktop.dark
    this.onChange()
    this.emit('updated')
  }
}
export const rawTheme = new NativeTheme()
export const nativeTheme = strict('nativeTheme', rawTheme)

class PowerMonitor extends StrictEmitter {
  constructor() {
    super('powerMonitor', [
      'suspend',
      'resume',
      'on-ac',
      'on-battery',
      'shutdown',
      'lock-screen',
      'unlock-screen',
      'user-did-become-active',
      'user-did-resign-active',
      'thermal-state-change',
      'speed-limit-change',
    ])
  }
  isOnBatteryPower(): boolean {
    return desktop.onBattery
  }
  get onBatteryPower(): boolean {
    return desktop.onBattery
  }
  getSystemIdleTime(): number {
    return desktop.idleSeconds
  }
  getSystemIdleState(threshold: number): string {
    return desktop.idleSeconds >= threshold ? 'idle' : 'active'
  }
  getCurrentThermalState(): string {
    return 'unknown'
  }
}
export const powerMonitor = strict('powerMonitor', new PowerMonitor())

let text = ''
export const clipboard = strict('clipboard', {
  readText: (): string => text,
  writeText: (value: string): void => void (text = value),
  clear: (): void => void (text = ''),
  availableFormats: (): string[] => (text === '' ? [] : ['text/plain']),
})

/** Nothing is really opened: what was asked for is remembered. */
export const shell = strict('shell', {
  openExternal(address: string, options?: object): Promise<void> {
    onlyOptions('shell.openExternal', options, ['activate'])
    desktop.openedExternals.push(address)
    return Promise.resolve()
  },
  openPath(path: string): Promise<string> {
    desktop.openedPaths.push(path)
    return Promise.resolve('')
  },
  showItemInFolder: (path: string): void => void desktop.openedPaths.push(path),
  beep: (): void => undefined,
})

const MESSAGE = [
  'message',
  'type',
  'buttons',
  'defaultId',
  'cancelId',
  'title',
  'detail',
  'noLink',
  'normalizeAccessKeys',
  'checkboxLabel',
  'checkboxChecked',
  'icon',
  'signal',
  'textWidth',
]
const OPEN = [
  'title',
  'defaultPath',
  'buttonLabel',
  'filters',
  'properties',
  'message',
  'securityScopedBookmarks',
  'nameFieldLabel',
  'showsTagField',
  'showOverwriteConfirmation',
]
/** The window may be left out. */
const optionsOf = (args: readonly unknown[]): Readonly<Record<string, unknown>> =>
  (args.length > 1 ? args[1] : args[0]) as Readonly<Record<string, unknown>>

function messageAnswer(options: Readonly<Record<string, unknown>>): unknown {
  onlyOptions('showMessageBox', options, MESSAGE)
  const buttons = (options['buttons'] as readonly string[] | undefined) ?? ['OK']
  const cancel = buttons.findIndex((label) => /^(cancel|no|abbrechen|nein)$/i.test(label))
  const cancelled = { response: Number(options['cancelId'] ?? Math.max(0, cancel)), checkboxChecked: false }
  return answerDialog('showMessageBox', options, cancelled)
}

/** A dialog answers at once: what a test laid ready, else as if a person had cancelled. */
export const dialog = strict('dialog', {
  showMessageBox: (...args: unknown[]) => Promise.resolve(messageAnswer(optionsOf(args))),
  showMessageBoxSync: (...args: unknown[]) => (messageAnswer(optionsOf(args)) as { response: number }).response,
  showErrorBox(title: string, content: string): void {
    desktop.dialogs.push({ kind: 'showErrorBox', options: { title, content }, answer: null })
    process.stderr.write(`stand-in: error box: ${title}: ${content}\n`)
  },
  showOpenDialog(...args: unknown[]) {
    onlyOptions('showOpenDialog', optionsOf(args), OPEN)
    return Promise.resolve(answerDialog('showOpenDialog', optionsOf(args), { canceled: true, filePaths: [] }))
  },
  showSaveDialog(...args: unknown[]) {
    onlyOptions('showSaveDialog', optionsOf(args), OPEN)
    return Promise.resolve(answerDialog('showSaveDialog', optionsOf(args), { canceled: true, filePath: '' }))
  },
})

/** As on a Linux without a keyring. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: (): boolean => false,
  encryptString: (): Buffer => {
    throw new Error(
      'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.',
    )
  },
  decryptString: (): string => {
    throw new Error(
      'Error while decrypting the ciphertext provided to safeStorage.decryptString. Encryption is not available.',
    )
  },
  getSelectedStorageBackend: (): string => 'basic_text',
})

/** The main process may reach out, as in Electron: a test gives it a server of its own, and sees which addresses it asked. */
export const net = strict('net', {
  fetch(address: string, init?: RequestInit): Promise<Response> {
    desktop.fetched.push(address)
    return fetch(address, init)
  },
  isOnline: (): boolean => true,
  get online(): boolean {
    return true
  },
})

const blockers = new Map<number, string>()
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type: string): number {
    if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep')
      throw notModelled(`powerSaveBlocker '${type}'`)
    blockers.set(blockers.size + 1, type)
    return blockers.size
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
})

const shortcuts = new Set<string>()
export const globalShortcut = strict('globalShortcut', {
  register(accelerator: string): boolean {
    shortcuts.add(accelerator)
    return true
  },
  unregister: (accelerator: string): void => void shortcuts.delete(accelerator),
  unregisterAll: (): void => shortcuts.clear(),
  isRegistered: (accelerator: string): boolean => shortcuts.has(accelerator),
})

export const crashReporter = strict('crashReporter', {
  start(options: object): void {
    plain(options)
    throw notModelled('crashReporter.start: Kith reports to nobody')
  },
})
