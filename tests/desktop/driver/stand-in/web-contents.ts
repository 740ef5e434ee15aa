/** `webContents`: the page of a window, as the app handles it. */
import { readFileSync } from 'node:fs'
import { app } from './app.ts'
import { newPage } from './browser.ts'
import { desktop } from './desktop.ts'
import { rawIpcMain, webFrame } from './ipc-main.ts'
import type { StandInPage } from './page.ts'
import { defaultSession, serveRequest } from './session.ts'
import { cloned, electronEvent, notModelled, onlyOptions, StrictEmitter, strict } from './strict.ts'

/** What of `webPreferences` the stand-in plays; the fixed ones are what it can play only. */
const FIXED: Readonly<Record<string, unknown>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
}
const PREFERENCES = [
  ...Object.keys(FIXED),
  'preload',
  'nodeIntegrationInSubFrames',
  'spellcheck',
  'backgroundThrottling',
  'devTools',
  'navigateOnDragDrop',
  'safeDialogs',
  'disableDialogs',
  'autoplayPolicy',
  'enableWebSQL',
  'plugins',
  'enableBlinkFeatures',
  'v8CacheOptions',
  'images',
  'textAreasAreResizable',
  'additionalArguments',
]

const EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'did-start-loading',
  'did-navigate',
  'did-navigate-in-page',
  'did-frame-navigate',
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'render-process-gone',
  'unresponsive',
  'responsive',
  'destroyed',
  'page-title-updated',
  'context-menu',
  'before-input-event',
  'preload-error',
  'did-create-window',
  'zoom-changed',
  'console-message',
]

let lastId = 0
const all = new Map<number, WebContents>()

export interface Owner {
  readonly size: () => { readonly width: number; readonly height: number }
  readonly onReady: () => void
  readonly onTitle: (title: string) => void
  readonly onClosed: () => void
}

export class WebContents extends StrictEmitter {
  readonly id = ++lastId
  readonly session = defaultSession
  readonly #page: StandInPage
  readonly #preferences: Readonly<Record<string, unknown>>
  readonly self: object
  #isDestroyed = false
  #isCrashed = false
  #openHandler: ((details: object) => { action: string }) | null = null
  #ignoreMenuShortcuts = false
  #zoom = 1

  constructor(preferences: Readonly<Record<string, unknown>>, owner: Owner) {
    super('webContents', EVENTS)
    onlyOptions('webPreferences', preferences, PREFERENCES)
    for (const [name, value] of Object.entries(FIXED))
      if (preferences[name] !== undefined && preferences[name] !== value)
        throw notModelled(`webPreferences.${name}: ${JSON.stringify(preferences[name])}`)
    this.#preferences = preferences
    this.self = strict('webContents', this)
    const { preload } = preferences
    this.#page = newPage(
      {
        preload: typeof preload === 'string' ? readFileSync(preload, 'utf8') : null,
        subFrames: preferences['nodeIntegrationInSubFrames'] === true,
        size: owner.size,
        dark: () => desktop.dark,
      },
      {
        message: (message) => rawIpcMain.take(message, this.self),
        request: (request) => {
          if (request.isRedirect && request.resourceType === 'Document' && this.#isHeld('will-redirect', request.url))
            return Promise.resolve(null)
          return serveRequest(request)
        },
        wantsToLeave: (url) => !this.#isHeld('will-navigate', url),
        wantsWindow: ({ url, frameName, features }) => {
          const { action } = this.#openHandler?.({
            url,
            frameName,
            features,
            disposition: 'new-window',
            referrer: { url: '', policy: 'default' },
          }) ?? { action: 'allow' }
          if (action !== 'deny') throw notModelled('a window that a page opens')
        },
        navigated: (frame, inPage) => {
          const isMain = frame.parent === null
          if (isMain && !inPage) this.emit('did-navigate', electronEvent({}), frame.url, 200, 'OK')
          if (inPage) this.emit('did-navigate-in-page', electronEvent({}), frame.url, isMain, 1, 1)
        },
        loaded: () => {
          this.emit('dom-ready', electronEvent({}))
          this.emit('did-finish-load')
          owner.onReady()
        },
        title: (title) => {
          const event = electronEvent({})
          this.emit('page-title-updated', event, title, true)
          if (!event.defaultPrevented) owner.onTitle(title)
        },
        crashed: () => {
          this.#isCrashed = true
          const details = { reason: 'crashed', exitCode: 139 }
          this.emit('render-process-gone', electronEvent({}), details)
          app.emit('render-process-gone', electronEvent({}), this.self, details)
        },
        closed: owner.onClosed,
        reachedOut: (url) => desktop.refusedRequests.push(url),
      },
    )
    all.set(this.id, this)
  }

  /** A page's own wish, held back by whoever listens. */
  #isHeld(name: 'will-navigate' | 'will-redirect', url: string): boolean {
    const event = electronEvent({
      url,
      isSameDocument: false,
      isMainFrame: true,
      frame: this.mainFrame,
      initiator: this.mainFrame,
    })
    this.emit(name, event, url, false, true, 1, 1)
    return event.defaultPrevented
  }

  get mainFrame(): object {
    return webFrame(this.#page.mainFrame)
  }
  loadURL(url: string, options?: object): Promise<void> {
    onlyOptions('loadURL', options, [])
    this.#isCrashed = false
    return this.#page.navigate(url).catch((error: unknown) => {
      this.emit('did-fail-load', electronEvent({}), -2, String(error), url, true, 1, 1)
      throw error
    })
  }
  reload(): void {
    const wasCrashed = this.#isCrashed
    this.#isCrashed = false
    this.#page.reload().catch((error: unknown) => {
      if (wasCrashed) process.stderr.write(`stand-in: a crashed page did not come back: ${String(error)}\n`)
    })
  }
  reloadIgnoringCache(): void {
    this.reload()
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new Error('Object has been destroyed')
    this.#page.send(channel, cloned(args))
  }
  executeJavaScript(code: string): Promise<unknown> {
    return this.#page.run(code)
  }
  getURL(): string {
    return this.#page.mainFrame.url
  }
  getTitle(): Promise<unknown> {
    return this.#page.run('document.title')
  }
  isLoading(): boolean {
    return false
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  isCrashed(): boolean {
    return this.#isCrashed
  }
  forcefullyCrashRenderer(): void {
    this.#page.crash()
  }
  setWindowOpenHandler(handler: (details: object) => { action: string }): void {
    this.#openHandler = handler
  }
  setIgnoreMenuShortcuts(ignore: boolean): void {
    this.#ignoreMenuShortcuts = ignore
  }
  get ignoresMenuShortcuts(): boolean {
    return this.#ignoreMenuShortcuts
  }
  setZoomFactor(factor: number): void {
    this.#zoom = factor
  }
  getZoomFactor(): number {
    return this.#zoom
  }
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve()
  }
  setBackgroundThrottling(): void {}
  getOSProcessId(): number {
    return process.pid
  }
  focus(): void {}
  isFocused(): boolean {
    return false
  }
  openDevTools(): void {
    throw notModelled('webContents.openDevTools')
  }
  isDevToolsOpened(): boolean {
    return false
  }
  closeDevTools(): void {}
  getLastWebPreferences(): Readonly<Record<string, unknown>> {
    return { ...this.#preferences }
  }
  getType(): string {
    return 'window'
  }

  /** For the stand-in itself. */
  parts(): { readonly page: StandInPage; destroy(): void } {
    return {
      page: this.#page,
      destroy: () => {
        if (this.#isDestroyed) return
        this.#isDestroyed = true
        all.delete(this.id)
        void this.#page.close()
        this.emit('destroyed')
      },
    }
  }
}

export const webContents = strict('webContents', {
  getAllWebContents: (): object[] => [...all.values()].map((one) => one.self),
  fromId: (id: number): object | undefined => all.get(id)?.self,
  getFocusedWebContents: (): null => null,
})
