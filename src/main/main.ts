/**
 * The desktop app: one window on the same node, host and bridge as `kith node`.
 *
 * No Electron runtime is assumed where Kith is built (docs/decisions/0005): what decides here is in files of its own with
 * tests, and this one only joins Electron's parts. The window does not wait for the node: whatever keeps the node from
 * running is said on its page.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron'
import { Settings } from '../contract/settings.ts'
import { endProcess } from '../host/keychain.ts'
import { createScreens } from '../host/screens.ts'
import { loadSettings } from '../host/settings-file.ts'
import { startKith } from '../host/start-kith.ts'
import { systemClock } from '../kit/system.ts'
import { onClose, onOpen } from './life/closing.policy.ts'
import { readDesktopArguments, refusal } from './life/desktop-arguments.ts'
import { createDesktopPart } from './life/desktop-part.ts'
import { createDialogs } from './life/dialogs.ts'
import { followSettings } from './life/followed-settings.ts'
import { handOver, readHandOver } from './life/hand-over.ts'
import { createLateLog } from './life/late-log.ts'
import { lifeWords } from './life/life-words.ts'
import { createLinkClient } from './life/link-client.ts'
import { createLoginItem, programOf } from './life/login-item.ts'
import { createNodeKeeper } from './life/node-keeper.ts'
import { createOpenedThings } from './life/opened-things.ts'
import { createQuitGuard } from './life/quit-guard.ts'
import { onEndOfSession, relaunchArguments } from './life/session-end.ts'
import type { Asked } from './page/app-page.policy.ts'
import { appScheme, serveScreens } from './page/app-protocol.ts'
import { confinePage, confineSession } from './page/confine.ts'
import { serveIpc } from './page/serve-ipc.ts'
import { createSurround } from './surround.ts'
import { loadUpdater } from './updates/load-updater.ts'
import { createUpdates } from './updates/updates.ts'
import { menuTemplate } from './window/app-menu.ts'
import { type AppWindow, openWindow } from './window/app-window.ts'
import { guardPage } from './window/page-guard.ts'
import { createWindowMemory } from './window/window-memory.ts'
import { wordsIn } from './words.ts'

/** "The app itself refused to start, and said why", apart from Electron's own ways to die (see scripts/start.mjs). */
const EXIT_REFUSED = 3

const { platform, env } = process
const inCheckout = !app.isPackaged
const outFolder = join(import.meta.dirname, '..')
const screens = join(outFolder, 'renderer')
const { dataFolder, ownFolder, configFile, minimised, words } = readDesktopArguments(
  process.argv.slice(1),
  { platform, env, home: homedir() },
  inCheckout ? app.getAppPath() : null,
)
const desktopFolder = join(dataFolder, 'desktop')

// The database, the log and the key are nobody else's, also in a folder that others may read.
process.umask(0o077)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
useOwnFolder()

const refused = refusal((name) => app.commandLine.hasSwitch(name))
if (refused !== null) {
  dialog.showErrorBox('Kith cannot start', refused)
  app.exit(EXIT_REFUSED)
} else if (app.requestSingleInstanceLock(handOver(words, process.cwd()))) begin()
else app.exit(0)

/** Chromium's own files, and with them the single-instance lock: one window for each data folder. */
function useOwnFolder(): void {
  try {
    mkdirSync(desktopFolder, { recursive: true, mode: 0o700 })
    app.setPath('userData', desktopFolder)
  } catch {
    // The host cannot use the data folder either, and says why in words.
  }
}

/** The settings as they are in the file; what is wrong with it the host says. */
function savedSettings(): Settings {
  try {
    return loadSettings({ dataFolder, configFile }).settings
  } catch {
    return Settings.parse({})
  }
}

function begin(): void {
  const log = createLateLog(() => keeper.kith?.log ?? null)
  const onBug = (error: unknown): void => log.error('a fault of Kith itself', { error })
  const clock = systemClock
  let window: AppWindow | null = null
  /** What the page is to show before there is one. */
  let asked: Asked | null = null
  let quitting = false

  // What the desktop is told, and what it shows.
  const surround = createSurround({
    outFolder,
    clock,
    settings: () => settings.now,
    open: openScreen,
    quit: () => app.quit(),
    onBug,
  })
  const { tray, power } = surround
  const dialogs = createDialogs({ dialog, words: () => speak(), window: visibleWindow })
  const things = createOpenedThings({
    show: showAsked,
    complain: (name, problem) => void dialogs.fileProblem(name, problem).catch(onBug),
  })
  const loginItem = createLoginItem({
    platform,
    env,
    home: homedir(),
    program: programOf(app.isPackaged, process.execPath, env),
    dataFolder: ownFolder ? dataFolder : null,
    app,
  })
  const linkClient = createLinkClient({ app, clock, inCheckout, changed: () => desktop.refresh() })
  const updates = createUpdates({
    clock,
    log,
    load: () => loadUpdater(log),
    // The new program would find the folder and the lock of the single instance taken.
    async leave() {
      await stopAll()
      app.releaseSingleInstanceLock()
    },
    restart,
  })
  const desktop = createDesktopPart({
    platform,
    logFolder: join(dataFolder, 'logs'),
    tray: () => tray.present,
    startsAtLogin: () => loginItem.on,
    opensLinks: () => linkClient.opens,
    updates,
    agreesToOpen: (address) => dialogs.agreesToOpen(address),
    openExternal: (address) => shell.openExternal(address),
    // There is no log yet where the folder could not be used at all.
    openFolder: (path) => shell.openPath(existsSync(path) ? path : dataFolder),
    takeFile: () => things.takeFile(),
    restart,
  })

  // At once, so that the node starts while Chromium does.
  const keeper = createNodeKeeper({
    startKith: (more) =>
      startKith({
        ...more,
        dataFolder,
        configFile,
        // The command line is served; the screens are the window's.
        uiPort: 'off',
        screens,
        version: app.getVersion(),
        onNotification: surround.notify,
        power,
        breakers: { updates: updates.breaker },
      }),
    desktop,
    onTrouble: (what, error) => log.error(what, { error }),
  })
  const settings = followSettings({ first: savedSettings(), handlers: keeper.handlers, events: keeper.events, onBug })
  const memory = createWindowMemory(desktopFolder, clock, (error) =>
    log.warn('the window’s place was not kept', { error }),
  )

  process.on('uncaughtException', (error) => {
    onBug(error)
    app.exit(1)
  })
  // libp2p leaves some of its promises to nobody, and a peer can make one fail: an answer is lost then, not the node's state.
  process.on('unhandledRejection', (error) => log.error('nobody handled a failure', { error }))
  app.on('web-contents-created', (_event, page) => confinePage(page))
  app.on('window-all-closed', () => app.quit())
  app.on('activate', () => window?.focus())
  app.on('second-instance', (_event, _argv, _folder, data) => {
    window?.focus()
    const given = readHandOver(data)
    void things.open(given.words, given.folder).catch(onBug)
  })
  // macOS hands links and files over in this way only, also those that the app is started with.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    void things.open([url], '/').catch(onBug)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void things.open([path], '/').catch(onBug)
  })
  app.on('before-quit', () => {
    quitting = true
  })
  app.on('before-quit', createQuitGuard({ clock, stop: stopAll, quit: () => app.quit(), onBug }))
  app.on('quit', (_event, code) => {
    // A keychain that hangs holds a thread, and the process with it.
    if (keeper.kith?.keychainBusy) endProcess(code, true)
  })
  void things.open(words, process.cwd()).catch(onBug)
  void app.whenReady().then(open).catch(onBug)

  function open(): void {
    surround.attach(keeper)
    confineSession(session.defaultSession, inCheckout)
    serveScreens(protocol, createScreens(screens))
    serveIpc(
      { ipc: ipcMain, pages: () => BrowserWindow.getAllWindows().map((one) => one.webContents), clock, onBug },
      keeper.handlers,
      keeper.events,
    )
    showAs(settings.now)
    settings.changed.on(follow)
    updates.follow(settings.now)
    settings.changed.on((now) => updates.follow(now))
    window = openWindow({
      outFolder,
      inCheckout,
      memory,
      first: asked,
      appearing,
      closing: () => onClose({ quitting, tray: tray.present, closeToTray: settings.now.desktop.closeToTray }),
      onHidden: tellOfTray,
    })
    guardPage({
      clock,
      log,
      window: window.browser,
      page: window.browser.webContents,
      load: () => window?.reload(),
      ask: dialogs,
      openLogs: () => void desktop.handlers['desktop.openLogs'](undefined).catch(onBug),
      quit: () => app.quit(),
    })
    onEndOfSession({ process, power: powerMonitor, window: window.browser }, () => app.quit())
    linkClient.register()
    tray.changed.on(followTray)
    void keeper.start()
  }

  /** How the window first appears. Whether there is a tray is asked only where it matters. */
  async function appearing() {
    const wanted = minimised || settings.now.desktop.startMinimised
    return onOpen({ minimised: wanted, tray: wanted && (await tray.known), asked: asked !== null })
  }

  /** An extension of the desktop was switched on or off. */
  function followTray(present: boolean): void {
    desktop.refresh()
    // Nobody finds a window that is hidden behind an icon which is gone.
    if (!present && visibleWindow() === null) window?.focus()
  }

  function showAs({ appearance }: Settings): void {
    nativeTheme.themeSource = appearance.theme
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(speak().menu, platform, inCheckout)))
  }

  /** What follows from the settings as the node says them: a file that cannot be read must not change the system. */
  function follow(told: Settings): void {
    showAs(told)
    try {
      loginItem.set(told.desktop.startAtLogin)
    } catch (error) {
      log.warn('the start at login could not be changed', { error })
    }
    desktop.refresh()
  }

  function restart(): void {
    app.relaunch(relaunchArguments(process.argv, words, env))
    app.quit()
  }

  function speak() {
    return lifeWords(wordsIn(settings.now.appearance.language, app.getPreferredSystemLanguages()).locale)
  }

  function visibleWindow(): BrowserWindow | null {
    const browser = window?.browser
    return browser && !browser.isDestroyed() && browser.isVisible() ? browser : null
  }

  function showAsked(wanted: Asked): void {
    asked = wanted
    window?.show(wanted)
  }

  /** The window, at what a notification or the tray leads to. */
  function openScreen(screen: string | null): void {
    if (screen === null) window?.focus()
    else showAsked({ is: 'screen', screen })
  }

  function tellOfTray(): void {
    if (memory.now.toldOfTray) return
    memory.remember({ toldOfTray: true })
    if (Notification.isSupported()) new Notification(speak().goesOn).show()
  }

  async function stopAll(): Promise<void> {
    settings[Symbol.dispose]()
    memory[Symbol.dispose]()
    updates[Symbol.dispose]()
    await keeper.stop()
    surround[Symbol.dispose]()
  }
}
