/** `BrowserWindow`: a page with a frame around it that nobody sees, whose bounds and states are kept as they were set. */

import type { WindowState } from '../desktop-app.types.ts'
import { app } from './app.ts'
import { text } from './desktop.ts'
import { electronEvent, notModelled, onlyOptions, StrictEmitter, strictClass } from './strict.ts'
import { primaryArea } from './system.ts'
import { WebContents } from './web-contents.ts'

interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const OPTIONS = [
  'width',
  'height',
  'x',
  'y',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'webPreferences',
  'icon',
  'center',
  'useContentSize',
  'autoHideMenuBar',
  'titleBarStyle',
  'titleBarOverlay',
  'trafficLightPosition',
  'frame',
  'resizable',
  'minimizable',
  'maximizable',
  'fullscreenable',
  'skipTaskbar',
  'paintWhenInitiallyHidden',
  'fullscreen',
  'darkTheme',
  'acceptFirstMouse',
  'tabbingIdentifier',
  'enableLargerThanScreen',
]
const EVENTS = [
  'ready-to-show',
  'show',
  'hide',
  'close',
  'closed',
  'focus',
  'blur',
  'resize',
  'resized',
  'move',
  'moved',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
  'page-title-updated',
  'unresponsive',
  'responsive',
  'session-end',
  'query-session-end',
  'will-resize',
  'will-move',
  'app-command',
]

const open: RawWindow[] = []
let lastId = 0
let focused: RawWindow | null = null

function become(window: RawWindow): void {
  focused = window
}

class RawWindow extends StrictEmitter {
  readonly id = ++lastId
  readonly #contents: WebContents
  #self: object = this
  #bounds: Bounds
  #normal: Bounds
  #minimum: readonly [number, number]
  #title: string
  #isVisible: boolean
  #isMinimized = false
  #isMaximized = false
  #isFullScreen = false
  #isDestroyed = false
  #isFlashing = false
  #progress = -1
  #isReadyTold = false
  #background: string
  #menuBar = true
  #menu: unknown = undefined

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    super('BrowserWindow', EVENTS)
    onlyOptions('BrowserWindow', options, OPTIONS)
    const area = primaryArea()
    const width = Number(options['width'] ?? 800)
    const height = Number(options['height'] ?? 600)
    this.#bounds = {
      x: Number(options['x'] ?? area.x + Math.round((area.width - width) / 2)),
      y: Number(options['y'] ?? area.y + Math.round((area.height - height) / 2)),
      width,
      height,
    }
    this.#normal = this.#bounds
    this.#minimum = [Number(options['minWidth'] ?? 0), Number(options['minHeight'] ?? 0)]
    this.#title = text(options['title'], app.getName())
    this.#isVisible = options['show'] !== false
    this.#background = text(options['backgroundColor'], '#ffffff')
    this.#contents = new WebContents((options['webPreferences'] ?? {}) as Readonly<Record<string, unknown>>, {
      size: () => ({ width: this.#bounds.width, height: this.#bounds.height }),
      onReady: () => {
        if (this.#isReadyTold) return
        this.#isReadyTold = true
        this.emit('ready-to-show')
      },
      onTitle: (title) => {
        const event = electronEvent({})
        this.emit('page-title-updated', event, title, true)
        if (!event.defaultPrevented) this.#title = title
      },
      onClosed: () => this.destroy(),
    })
    open.push(this)
  }

  /** Once the strict face is made, which is what the app holds. */
  become(self: object): void {
    this.#self = self
    app.emit('web-contents-created', electronEvent({}), this.#contents.self)
    app.emit('browser-window-created', electronEvent({}), self)
    if (this.#isVisible) this.focus()
  }
  get self(): object {
    return this.#self
  }
  get webContents(): object {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed')
    return this.#contents.self
  }
  get contents(): WebContents {
    return this.#contents
  }

  loadURL(url: string, options?: object): Promise<void> {
    return this.#contents.loadURL(url, options)
  }
  loadFile(): void {
    throw notModelled('BrowserWindow.loadFile: nothing of Kith is loaded from file://')
  }
  reload(): void {
    this.#contents.reload()
  }
  getTitle(): string {
    return this.#title
  }
  setTitle(title: string): void {
    this.#title = title
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  isVisible(): boolean {
    return this.#isVisible && !this.#isMinimized
  }
  isFocused(): boolean {
    return focused === this
  }
  isMinimized(): boolean {
    return this.#isMinimized
  }
  isMaximized(): boolean {
    return this.#isMaximized
  }
  isFullScreen(): boolean {
    return this.#isFullScreen
  }
  isNormal(): boolean {
    return !this.#isMinimized && !this.#isMaximized && !this.#isFullScreen
  }
  isEnabled(): boolean {
    return true
  }
  show(): void {
    this.showInactive()
    this.focus()
  }
  showInactive(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.emit('show')
  }
  hide(): void {
    if (!this.#isVisible) return
    this.#isVisible = false
    this.emit('hide')
    this.blur()
  }
  focus(): void {
    if (focused === this || !this.#isVisible) return
    focused?.blur()
    become(this)
    this.#isFlashing = false
    this.emit('focus')
    app.emit('browser-window-focus', electronEvent({}), this.#self)
  }
  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
    app.emit('browser-window-blur', electronEvent({}), this.#self)
  }
  moveTop(): void {}
  setAlwaysOnTop(): void {}
  minimize(): void {
    if (this.#isMinimized) return
    // As Electron does, also for a window that was never shown.
    this.#isVisible = true
    this.#isMinimized = true
    this.blur()
    this.emit('minimize')
  }
  restore(): void {
    if (!this.#isMinimized) return
    this.#isMinimized = false
    this.emit('restore')
  }
  maximize(): void {
    if (this.#isMaximized) return
    this.#isVisible = true
    this.#isMaximized = true
    this.#place(primaryArea())
    this.emit('maximize')
  }
  unmaximize(): void {
    if (!this.#isMaximized) return
    this.#isMaximized = false
    this.#place(this.#normal)
    this.emit('unmaximize')
  }
  setFullScreen(full: boolean): void {
    if (full === this.#isFullScreen) return
    this.#isFullScreen = full
    this.#place(full ? primaryArea() : this.#normal)
    this.emit(full ? 'enter-full-screen' : 'leave-full-screen')
  }
  getBounds(): Bounds {
    return { ...this.#bounds }
  }
  getNormalBounds(): Bounds {
    return { ...this.#normal }
  }
  getContentBounds(): Bounds {
    return { ...this.#bounds }
  }
  setBounds(change: Partial<Bounds>): void {
    this.#normal = this.#atLeast({ ...this.#bounds, ...change })
    this.#place(this.#normal)
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }
  center(): void {
    const area = primaryArea()
    this.setPosition(
      area.x + Math.round((area.width - this.#bounds.width) / 2),
      area.y + Math.round((area.height - this.#bounds.height) / 2),
    )
  }
  getMinimumSize(): number[] {
    return [...this.#minimum]
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
  }
  #atLeast(bounds: Bounds): Bounds {
    const [width, height] = this.#minimum
    return { ...bounds, width: Math.max(width, bounds.width), height: Math.max(height, bounds.height) }
  }
  #place(bounds: Bounds): void {
    const before = this.#bounds
    this.#bounds = { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }
    if (before.width !== bounds.width || before.height !== bounds.height) {
      this.#contents.parts().page.resize()
      this.emit('resize')
      this.emit('resized')
    }
    if (before.x !== bounds.x || before.y !== bounds.y) {
      this.emit('move')
      this.emit('moved')
    }
  }
  setBackgroundColor(color: string): void {
    this.#background = color
  }
  getBackgroundColor(): string {
    return this.#background
  }
  setProgressBar(progress: number): void {
    this.#progress = progress
  }
  flashFrame(flag: boolean): void {
    this.#isFlashing = flag && focused !== this
  }
  setOverlayIcon(): void {}
  setIcon(): void {}
  setSkipTaskbar(): void {}
  setTitleBarOverlay(): void {}
  setMenu(menu: unknown): void {
    this.#menu = menu
  }
  removeMenu(): void {
    this.#menu = null
  }
  setMenuBarVisibility(visible: boolean): void {
    this.#menuBar = visible
  }
  isMenuBarVisible(): boolean {
    return this.#menuBar && this.#menu !== null
  }
  setAutoHideMenuBar(): void {}
  setContentProtection(): void {}
  close(): void {
    if (this.#isDestroyed) return
    const event = electronEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#isDestroyed) return
    this.blur()
    this.#isDestroyed = true
    this.#isVisible = false
    open.splice(open.indexOf(this), 1)
    this.#contents.parts().destroy()
    this.emit('closed')
    if (open.length === 0) app.noWindowLeft()
  }
  /** For a test's eyes. */
  view(): WindowState {
    return {
      id: this.id,
      title: this.#title,
      visible: this.isVisible(),
      focused: focused === this,
      minimized: this.#isMinimized,
      maximized: this.#isMaximized,
      fullScreen: this.#isFullScreen,
      bounds: this.getBounds(),
      flashing: this.#isFlashing,
      progress: this.#progress,
      address: this.#contents.getURL(),
    }
  }

  static getAllWindows(): object[] {
    return open.map((window) => window.self)
  }
  static getFocusedWindow(): object | null {
    return focused?.self ?? null
  }
  static fromWebContents(contents: object): object | null {
    return open.find((window) => window.contents.self === contents)?.self ?? null
  }
  static fromId(id: number): object | null {
    return open.find((window) => window.id === id)?.self ?? null
  }
}

export const BrowserWindow = new Proxy(strictClass('BrowserWindow', RawWindow), {
  construct(target, args, newTarget) {
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const self = Reflect.construct(target, args, newTarget) as RawWindow
    self.become(self)
    return self
  },
})

/** Of the windows that are open, in the order in which they were opened. */
export const windows = {
  all: (): readonly RawWindow[] => open,
  repaint(): void {
    for (const window of open) window.contents.parts().page.repaint()
  },
}
