/** What `import … from 'electron'` gives to the main process under the stand-in. What is missing here cannot be imported. */
import { app } from './app.ts'
import { downloads } from './browser.ts'
import { BrowserWindow, windows } from './browser-window.ts'
import { ipcMain } from './ipc-main.ts'
import { protocol, rawSession, session } from './session.ts'
import { strict } from './strict.ts'
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  rawTheme,
  safeStorage,
  screen,
  shell,
} from './system.ts'
import { Menu, MenuItem, Notification, nativeImage, Tray } from './tray-menu.ts'
import { webContents } from './web-contents.ts'

app.follow(windows.all)
downloads.ask = (url, fileName) => rawSession.willDownload(url, fileName)
rawTheme.onChange = windows.repaint

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
}

/** The module as one value, for `evaluate`: asking it for what it has not throws. */
export const electron = strict(
  'electron',
  {
    app,
    BrowserWindow,
    clipboard,
    crashReporter,
    dialog,
    globalShortcut,
    net,
    ipcMain,
    Menu,
    MenuItem,
    nativeImage,
    nativeTheme,
    Notification,
    powerMonitor,
    powerSaveBlocker,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
    webContents,
  },
  { bind: false },
)
