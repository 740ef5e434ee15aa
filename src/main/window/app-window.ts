/** The one window: a locked-down page that can reach nothing but the bridge, on the canvas colour of its theme. */
import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { APP_HOME } from '../page/app-page.policy.ts'

/** `--canvas` of the two themes (src/renderer/tokens.css), so that nothing flashes before the first paint. */
const CANVAS = { light: '#ffffff', dark: '#141518' }
const canvas = (): string => (nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light)

/** Opens the window. It shows itself when it has something to show. */
export function openWindow(outFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Kith',
    backgroundColor: canvas(),
    webPreferences: {
      preload: join(outFolder, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      // Its dictionaries come from a third party (spec §3: none is contacted).
      spellcheck: false,
    },
  })
  const repaint = (): void => window.setBackgroundColor(canvas())
  nativeTheme.on('updated', repaint)
  window.once('closed', () => nativeTheme.off('updated', repaint))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(APP_HOME)
  return window
}

/** Brings the window that is there to the front. */
export function focusWindow(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
