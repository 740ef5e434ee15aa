/**
 * The desktop app: one window on the same node, host and bridge as `kith node`.
 *
 * No Electron runtime is assumed where Kith is built (docs/decisions/0005): what decides here is in files of its own with
 * tests, and this one only joins Electron's parts.
 */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Notification, powerMonitor, protocol, session } from 'electron'
import { createScreens } from '../host/screens.ts'
import { type Kith, startKith } from '../host/start-kith.ts'
import { systemClock } from '../kit/system.ts'
import { readDesktopArguments } from './life/desktop-arguments.ts'
import { createQuitGuard } from './life/quit-guard.ts'
import { createNotifications } from './notifications/notifications.ts'
import { pageAbout } from './page/app-page.policy.ts'
import { appScheme, serveScreens } from './page/app-protocol.ts'
import { confinePage, confineSession } from './page/confine.ts'
import { serveIpc } from './page/serve-ipc.ts'
import { createDesktopPower, type DesktopPower } from './signals/power.ts'
import { focusWindow, openWindow } from './window/app-window.ts'

/** "The app itself refused to start, and said why", apart from Electron's own ways to die (see scripts/start.mjs). */
const EXIT_REFUSED = 3

const outFolder = join(import.meta.dirname, '..')
const { dataFolder, configFile } = readDesktopArguments(process.argv.slice(app.isPackaged ? 1 : 2), {
  platform: process.platform,
  env: process.env,
  home: homedir(),
})

// The database, the log and the key are nobody else's, also in a folder that others may read.
process.umask(0o077)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
useOwnFolder(join(dataFolder, 'desktop'))

if (app.requestSingleInstanceLock()) void run()
else app.exit(0)

/** Chromium's own files, and with them the single-instance lock: one window for each data folder. */
function useOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    app.setPath('userData', folder)
  } catch {
    // The host cannot use the data folder either, and says why in words.
  }
}

async function run(): Promise<void> {
  // At once, so that the node starts while Chromium does. It never rejects: what went wrong is shown below.
  const power = createDesktopPower()
  const starting = start(power)
  app.on('web-contents-created', (_event, page) => confinePage(page))
  app.on('window-all-closed', () => app.quit())
  await app.whenReady()
  power.attach(powerMonitor)
  const started = await starting
  if ('problem' in started) {
    dialog.showErrorBox('Kith cannot start', started.problem)
    app.exit(EXIT_REFUSED)
    return
  }
  show(started)
}

async function start(power: DesktopPower): Promise<Kith | { readonly problem: string }> {
  try {
    return await startKith({
      dataFolder,
      configFile,
      // The command line is served; the screens are the window's.
      uiPort: 'off',
      screens: join(outFolder, 'renderer'),
      version: app.getVersion(),
      onNotification: createNotifications({
        create: (text) => new Notification(text),
        canShow: () => app.isReady() && Notification.isSupported() && BrowserWindow.getFocusedWindow() === null,
        open: openAbout,
      }),
      power,
    })
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** The one window, at what a notification is about. */
function openAbout(tag: string): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return
  focusWindow(window)
  void window.loadURL(pageAbout(tag))
}

function show(kith: Kith): void {
  const { host, log } = kith
  const onBug = (error: unknown): void => log.error('a fault of Kith itself', { error })
  process.on('uncaughtException', (error) => {
    onBug(error)
    app.exit(1)
  })
  // libp2p leaves some of its promises to nobody, and a peer can make one fail: an answer is lost then, not the node's state.
  process.on('unhandledRejection', (error) => log.error('nobody handled a failure', { error }))
  confineSession(session.defaultSession)
  serveScreens(protocol, createScreens(join(outFolder, 'renderer')))
  serveIpc(
    { ipc: ipcMain, pages: () => BrowserWindow.getAllWindows().map((window) => window.webContents), onBug },
    host.handlers,
    host.events,
  )
  const window = openWindow(outFolder)
  app.on('second-instance', () => focusWindow(window))
  app.on('before-quit', createQuitGuard({ clock: systemClock, stop: () => kith.stop(), quit: () => app.quit(), onBug }))
}
