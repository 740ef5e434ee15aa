/** What a test of the desktop suite sees of the running app, whichever driver runs it. */
import type * as Electron from 'electron'
import type { Page } from 'playwright-core'
import type { SettingsInput } from '../../../src/contract/settings.ts'

/** What a function of `evaluate` gets first: the `electron` module of the main process. */
export type ElectronModule = typeof Electron

export interface LaunchOptions {
  /** The folder of the app, such as one out of a package. Default: this checkout. */
  readonly appFolder?: string
  /** Further words of the command line, such as a `kith://` link or `--hidden`. */
  readonly args?: readonly string[]
  /** An existing data folder, left alone afterwards; default: a new one, removed afterwards. */
  readonly dataFolder?: string
  readonly env?: Readonly<Record<string, string>>
  /**
   * Laid over what every test needs (key in a plain file, no mDNS, one free port on 127.0.0.1) and written as the data
   * folder's own settings file, if it has none yet: what a person changes there stays as ever.
   */
  readonly settings?: SettingsInput
  /** What only the stand-in can pretend. The Electron driver takes the machine as it is. */
  readonly machine?: Machine
}

/** The machine that the stand-in pretends to be. */
export interface Machine {
  /** Default: true. GNOME shows no tray by itself: then `new Tray` makes an icon that nobody sees. */
  readonly tray?: boolean
  /** Default: true. */
  readonly notifications?: boolean
  /** Default: `['en-US']`. */
  readonly languages?: readonly string[]
  /** Default: false. */
  readonly dark?: boolean
  /** Default: false. */
  readonly onBattery?: boolean
  /** Default: one of 1920×1080 at 0,0, the panel taking 32 points at the top. */
  readonly displays?: readonly DisplayBounds[]
  /** Answers `app.isPackaged`. Default: false. */
  readonly packaged?: boolean
}

export interface DisplayBounds {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface DesktopApp extends AsyncDisposable {
  readonly driver: 'stand-in' | 'electron'
  readonly dataFolder: string
  /** Of the main process. */
  readonly pid: number
  /** The first window's page, waited for. Its own address differs between drivers: ask `addressOf` for `app://…`. */
  window(): Promise<Page>
  /** The pages of the windows that are open now. */
  windows(): Promise<readonly Page[]>
  /** The address that the app itself sees: `app://kith/…` with either driver. */
  addressOf(page: Page): string
  /** The other way: what a script of a page must ask for to reach `app://…`. */
  inPage(address: string): string
  /**
   * Runs the function in the main process; `arg` and its answer cross by structured clone. Nothing outside the function
   * can be used in it. What it throws is thrown here, with its message.
   */
  evaluate<Answer, Arg>(work: (electron: ElectronModule, arg: Arg) => Answer, arg: Arg): Promise<Awaited<Answer>>
  evaluate<Answer>(work: (electron: ElectronModule) => Answer): Promise<Awaited<Answer>>
  /** Starts the app a second time on the same data folder; answers that second process's exit code. */
  launchSecond(args?: readonly string[]): Promise<number>
  /** What the pages logged as an error, and what they threw. */
  readonly errors: readonly string[]
  /** The exit code of the main process. */
  readonly exited: Promise<number>
  /** Asks the app to quit as a person does (`app.quit()`); answers the exit code. Twice is fine. */
  quit(): Promise<number>
  /** Ends the main process at once, as a power cut would. The data folder stays. */
  kill(): Promise<void>
  /** What the main process printed so far. */
  readonly output: () => string
  /** What only the stand-in can show and do; `null` with the real thing, where a test must make do with `evaluate`. */
  readonly standIn: StandIn | null
}

/** The part of the desktop around the app, which the stand-in plays. */
export interface StandIn {
  /** Everything that can be seen or was asked of the system so far. */
  state(): Promise<DesktopState>
  /** A person does something with a notification that is shown. Throws when it is not. */
  actOnNotification(id: number, act: NotificationAct): Promise<void>
  /** A person clicks the tray's icon, which opens nothing by itself on Linux. */
  clickTray(): Promise<void>
  /** A person chooses from the tray's menu, by the labels on the way. Throws when there is none or it is disabled. */
  chooseTray(...labels: readonly string[]): Promise<void>
  /** What the next dialogs of this kind answer, in turn. Without an answer a dialog is cancelled. */
  answerDialogs(kind: DialogKind, ...answers: readonly unknown[]): Promise<void>
  /** What `app.getLoginItemSettings()` and the protocol registration say from now on. */
  setSystem(change: {
    readonly openAtLogin?: boolean
    readonly opensKithLinks?: boolean
    readonly dark?: boolean
    readonly idle?: number
  }): Promise<void>
  /** Kills the page's process, as running out of memory would. */
  crashPage(): Promise<void>
  /** Milliseconds since the main process began, at which things happened. */
  timings(): Promise<Timings>
}

/** Milliseconds since the main process began to run (before the first line of the app). */
export interface Timings {
  /** The first line of `main.js` ran. */
  readonly mainMs: number
  /** `app.whenReady()` was asked for; the browser was started then at the latest. */
  readonly browserAskedMs: number | null
  /** The browser answered. */
  readonly browserReadyMs: number | null
}

export type NotificationAct =
  | { readonly kind: 'click' }
  | { readonly kind: 'close' }
  | { readonly kind: 'action'; readonly index: number }
  | { readonly kind: 'reply'; readonly text: string }

export type DialogKind = 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'

export interface DesktopState {
  /** On the screen now, oldest first. */
  readonly notifications: readonly ShownNotification[]
  /** Every one that was shown, oldest first. */
  readonly allNotifications: readonly ShownNotification[]
  /** `null`: there is none, or it was destroyed. */
  readonly tray: TrayState | null
  /** The menu of the application (macOS, or the window's menu bar elsewhere); `null`: none. */
  readonly menu: readonly MenuItemState[] | null
  readonly badge: number
  /** Addresses given to `shell.openExternal`. Nothing was really opened. */
  readonly openedExternals: readonly string[]
  /** Paths given to `shell.openPath` and `shell.showItemInFolder`. */
  readonly openedPaths: readonly string[]
  readonly dialogs: readonly { readonly kind: string; readonly options: unknown; readonly answer: unknown }[]
  /** What `setLoginItemSettings` last said; `null` until then. */
  readonly loginItem: unknown
  /** Schemes that the app registered itself for. */
  readonly protocolClients: readonly string[]
  /** Requests of pages that the app itself held back (`onBeforeRequest`). */
  readonly cancelledRequests: readonly string[]
  /** What was let through by the app and went anywhere but to its own protocol. The stand-in refused it. */
  readonly refusedRequests: readonly string[]
  /** What the main process asked for itself (`net.fetch`). That is really asked. */
  readonly fetched: readonly string[]
  /** What pages wanted to save, and whether the app let them. */
  readonly downloads: readonly { readonly url: string; readonly fileName: string; readonly saved: boolean }[]
  /** Names of `ipcMain` that a page can use. */
  readonly channels: { readonly handled: readonly string[]; readonly heard: readonly string[] }
  /** Switches that the app gave to Chromium. */
  readonly switches: readonly string[]
  readonly relaunches: readonly unknown[]
  readonly windows: readonly WindowState[]
  /** Permissions as the browser was told, by Electron's names. */
  readonly permissions: Readonly<Record<string, 'granted' | 'denied'>>
}

export interface ShownNotification {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly actions: readonly string[]
  readonly hasReply: boolean
  readonly silent: boolean
}

export interface TrayState {
  readonly toolTip: string
  readonly title: string
  /** Where the icon came from: a path, or `data:…`. */
  readonly image: string
  readonly menu: readonly MenuItemState[] | null
}

export interface MenuItemState {
  readonly label: string
  readonly type: string
  readonly enabled: boolean
  readonly visible: boolean
  readonly checked: boolean
  readonly submenu: readonly MenuItemState[] | null
}

export interface WindowState {
  readonly id: number
  readonly title: string
  readonly visible: boolean
  readonly focused: boolean
  readonly minimized: boolean
  readonly maximized: boolean
  readonly fullScreen: boolean
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly flashing: boolean
  readonly progress: number
  readonly address: string
}
