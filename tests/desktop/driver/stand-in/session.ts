/** `session` and `protocol`: what a page may ask of the system, what it may load, and who answers it. */
import { toBrowser } from './address.ts'
import { browser } from './browser.ts'
import { desktop } from './desktop.ts'
import type { PageAnswer, PageRequest } from './page.ts'
import { electronEvent, notModelled, onlyOptions, StrictEmitter, strict } from './strict.ts'

type Permit = (page: unknown, permission: string, decide: (granted: boolean) => void, details: object) => void
type Check = (page: unknown, permission: string, origin: string, details: object) => boolean
type BeforeRequest = (details: object, answer: (response: { cancel?: boolean; redirectURL?: string }) => void) => void
type Serve = (request: Request) => Response | Promise<Response>

/** Electron's name of each permission, and what the browser calls the same. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  notifications: ['notifications'],
  'background-sync': ['background-sync'],
  'idle-detection': ['idle-detection'],
  'storage-access': ['storage-access'],
  'window-management': ['window-management'],
  'display-capture': ['display-capture'],
  keyboardLock: ['keyboard-lock'],
  pointerLock: ['pointer-lock'],
  fileSystem: [],
  fullscreen: [],
  hid: [],
  serial: [],
  usb: [],
  openExternal: [],
  unknown: [],
}

class Session extends StrictEmitter {
  #permit: Permit | null = null
  #check: Check | null = null
  #device: ((details: object) => boolean) | null = null
  #displayMedia: unknown = null
  #before: { urls: readonly string[] | null; listener: BeforeRequest } | null = null
  #spellChecker = true
  readonly webRequest = strict('webRequest', {
    onBeforeRequest: (...args: unknown[]) => {
      const [filter, listener] = args.length > 1 ? args : [null, args[0]]
      onlyOptions('webRequest filter', filter ?? {}, ['urls'])
      this.#before = listener
        ? { urls: (filter as { urls: string[] } | null)?.urls ?? null, listener: listener as BeforeRequest }
        : null
    },
  })

  constructor() {
    super('Session', ['will-download', 'select-hid-device', 'select-serial-port', 'select-usb-device'])
  }
  setPermissionRequestHandler(handler: Permit | null): void {
    this.#permit = handler
    void this.tellBrowser()
  }
  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler
    void this.tellBrowser()
  }
  setDevicePermissionHandler(handler: ((details: object) => boolean) | null): void {
    this.#device = handler
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this.#displayMedia = handler
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.#spellChecker = enabled
  }
  isSpellCheckerEnabled(): boolean {
    return this.#spellChecker
  }
  setSpellCheckerLanguages(languages: readonly string[]): void {
    if (languages.length > 0) throw notModelled('a spell checker with languages')
  }
  async clearCache(): Promise<void> {
    await Promise.resolve()
  }
  /** What the handlers say of a permission, as they would be asked by a page. Without a handler Electron grants everything. */
  async asks(permission: string, page: unknown, url: string): Promise<'granted' | 'denied'> {
    const details = { requestingUrl: url, isMainFrame: true }
    const permitted = await new Promise<boolean>((resolve) => {
      if (this.#permit) this.#permit(page, permission, resolve, details)
      else resolve(true)
    })
    const passes = this.#check ? this.#check(page, permission, originOf(url), details) : true
    return permitted && passes ? 'granted' : 'denied'
  }
  /** Whether a device would be handed out. */
  asksDevice(deviceType: string): boolean {
    return this.#device ? this.#device({ deviceType, origin: 'app://kith', device: {} }) : false
  }
  hasDisplayMediaHandler(): boolean {
    return this.#displayMedia !== null
  }
  /**
   * The browser asks nobody later: each permission that it knows is asked about when a handler is set, and granted or
   * denied for the app's own origin.
   */
  async tellBrowser(page: unknown = null): Promise<void> {
    const devtools = await browser()
    const url = 'app://kith/'
    for (const [permission, names] of Object.entries(PERMISSIONS)) {
      const setting = await this.asks(permission, page, url)
      desktop.permissions[permission] = setting
      for (const name of names)
        await devtools
          .send('Browser.setPermission', { permission: { name }, setting, origin: new URL(toBrowser(url)).origin })
          // A name that this browser does not know is one that no page can ask for.
          .catch(() => undefined)
    }
  }
  async mayRequest(request: PageRequest): Promise<boolean> {
    const before = this.#before
    if (!before || (before.urls !== null && !before.urls.some((pattern) => fits(pattern, request.url)))) return true
    const { cancel = false, redirectURL } = await new Promise<{ cancel?: boolean; redirectURL?: string }>((resolve) =>
      before.listener(
        strict('details', {
          id: 1,
          url: request.url,
          method: request.method,
          resourceType: request.resourceType,
          referrer: '',
          timestamp: 0,
          webContentsId: 1,
        }),
        resolve,
      ),
    )
    if (redirectURL !== undefined) throw notModelled('redirectURL of onBeforeRequest')
    return !cancel
  }
  willDownload(url: string, filename: string): boolean {
    const event = electronEvent({})
    const item = strict('DownloadItem', {
      getURL: () => url,
      getFilename: () => filename,
      cancel: () => event.preventDefault(),
    })
    this.emit('will-download', event, item, null)
    desktop.downloads.push({ url, fileName: filename, saved: !event.defaultPrevented })
    return !event.defaultPrevented
  }
}

/** As Electron writes it: with a slash at its end, also for the app's own scheme. */
const originOf = (address: string): string => {
  const { protocol: scheme, host, origin } = new URL(address)
  return scheme === 'app:' ? `app://${host}/` : `${origin}/`
}

const fits = (pattern: string, url: string): boolean =>
  pattern === '<all_urls>' ||
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(url)

export const rawSession = new Session()
export const defaultSession = strict('Session', rawSession)
export const session = strict('session', { defaultSession })

const schemes = new Map<string, Serve>()
let isReady = false
export const schemesAreFixed = (): void => void (isReady = true)

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(list: readonly { scheme: string; privileges?: object }[]) {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { privileges = {} } of list) {
      onlyOptions('privileges', privileges, [
        'standard',
        'secure',
        'supportFetchAPI',
        'stream',
        'codeCache',
        'bypassCSP',
        'allowServiceWorkers',
        'corsEnabled',
      ])
    }
  },
  handle(scheme: string, serve: Serve) {
    if (scheme !== 'app') throw notModelled(`the scheme ${scheme}`)
    if (schemes.has(scheme)) throw new Error(`The scheme ${scheme} is handled already`)
    schemes.set(scheme, serve)
  },
  unhandle: (scheme: string) => void schemes.delete(scheme),
  isProtocolHandled: (scheme: string) => schemes.has(scheme),
})

/** Answers a page's request from the app's own scheme; whatever else it wants is refused and remembered. */
export async function serveRequest(request: PageRequest): Promise<PageAnswer | null> {
  const serve = schemes.get(URL.parse(request.url)?.protocol.slice(0, -1) ?? '')
  if (!(await rawSession.mayRequest(request))) {
    desktop.cancelledRequests.push(request.url)
    return null
  }
  if (!serve) {
    desktop.refusedRequests.push(request.url)
    return null
  }
  const { method, body } = request
  // A browser's own headers cannot all be set by hand, and the app is not to lean on them.
  const answer = await serve(new Request(request.url, { method, ...(body === undefined ? {} : { body }) }))
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await answer.arrayBuffer()),
  }
}
