/** The one window: a locked-down page that can reach nothing but the bridge, on the canvas colour of its theme. */
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { APP_HOME, type Asked, pageShowing } from '../page/app-page.policy.ts'
import type { WindowMemory } from './window-memory.ts'
import { MIN_SIZE, placement } from './window-state.policy.ts'

/** `--canvas` of the two themes (src/renderer/tokens.css), so that nothing flashes before the first paint. */
const CANVAS = { light: '#ffffff', dark: '#141518' }
const canvas = (): string => (nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light)

export interface WindowParts {
  readonly outFolder: string
  /** The tools for developers are there in a checkout only. */
  readonly inCheckout: boolean
  readonly memory: WindowMemory
  /** What the page shows first; `null`: what it shows by itself. */
  readonly first: Asked | null
  /** Asked when there is something to see. */
  readonly appearing: () => Promise<'show' | 'hide' | 'minimise'>
  /** Asked when a person closes it. */
  readonly closing: () => 'hide' | 'close'
  readonly onHidden: () => void
}

export interface AppWindow {
  readonly browser: BrowserWindow
  /** Brings it to the front. */
  focus(): void
  /** Brings it to the front, at that. */
  show(asked: Asked): void
  /** Loads the page from its beginning. */
  reload(): void
}

/** Opens the window. It shows itself when it has something to show. */
export function openWindow(parts: WindowParts): AppWindow {
  const { memory } = parts
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const place = placement(
    memory.now.window,
    [primary, ...others].map(({ workArea }) => workArea),
  )
  const browser = new BrowserWindow({
    ...place.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: 'Kith',
    autoHideMenuBar: true,
    backgroundColor: canvas(),
    webPreferences: {
      preload: join(parts.outFolder, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: parts.inCheckout,
      // Its dictionaries come from a third party (spec §3: none is contacted).
      spellcheck: false,
    },
  })

  let grown = !place.maximised
  /** Maximising shows a window, so it waits until the window may be seen. */
  function grow(): void {
    if (grown) return
    grown = true
    browser.maximize()
  }
  browser.on('show', grow)
  browser.on('restore', grow)
  async function appear(): Promise<void> {
    const how = await parts.appearing()
    // Somebody may have asked for it, or ended the app, meanwhile.
    if (browser.isDestroyed() || browser.isVisible()) return
    if (how === 'show') browser.show()
    else if (how === 'minimise') browser.minimize()
  }
  browser.once('ready-to-show', () => void appear())

  function remember(): void {
    if (!grown || browser.isMinimized()) return
    memory.remember({ window: { bounds: browser.getNormalBounds(), maximised: browser.isMaximized() } })
  }
  browser.on('resize', remember)
  browser.on('move', remember)
  browser.on('maximize', remember)
  browser.on('unmaximize', remember)

  browser.on('close', (event) => {
    if (parts.closing() === 'close') return
    event.preventDefault()
    browser.hide()
    parts.onHidden()
  })
  const repaint = (): void => browser.setBackgroundColor(canvas())
  nativeTheme.on('updated', repaint)
  browser.once('closed', () => nativeTheme.off('updated', repaint))

  const load = (address: string): void => {
    // A later load takes the place of one that is under way, which then rejects. What else goes wrong the page shows.
    browser.loadURL(address).catch(() => {})
  }
  load(parts.first === null ? APP_HOME : pageShowing(parts.first))

  return {
    browser,
    focus() {
      if (!browser.isDestroyed()) focusWindow(browser)
    },
    show(asked) {
      if (browser.isDestroyed()) return
      focusWindow(browser)
      load(pageShowing(asked))
    },
    reload: () => load(APP_HOME),
  }
}

/** Brings the window that is there to the front. */
function focusWindow(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
