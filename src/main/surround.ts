/** What surrounds the window: the tray, the badge, notifications, and what the system tells of itself. Only joins Electron's parts. */
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  Notification,
  nativeImage,
  powerMonitor,
  Tray,
} from 'electron'
import { answer } from '../contract/answer.ts'
import type { Announcement, Handlers } from '../contract/contract.ts'
import type { Settings } from '../contract/settings.ts'
import type { Notification as Told } from '../core/notification.types.ts'
import { createLinuxPower } from '../host/power.ts'
import { machine } from '../host/surroundings.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import type { Source } from '../kit/emitter.ts'
import { createNotifications } from './notifications/notifications.ts'
import { createDesktopPower, type DesktopPower } from './signals/power.ts'
import { askLoginManager, createScreenLock, neverLocked } from './signals/screen-lock.ts'
import { createBadge } from './tray/badge.ts'
import { createTray, type SystemTray } from './tray/tray.ts'
import type { TrayIcon } from './tray/tray-icon.policy.ts'
import { quietUntilMs, type TrayDeed, type TrayEntry } from './tray/tray-menu.policy.ts'
import { alwaysThere, askSessionBus, createTrayPresence, type TrayPresence } from './tray/tray-presence.ts'
import { watchNode } from './tray/watched-node.ts'
import { wordsIn } from './words.ts'
import type { MainWords } from './words.types.ts'

/** `appId` of electron-builder.config.mjs. */
const APP_ID = 'kith.desktop'

export interface SurroundParts {
  /** Where the built app lies; the icons are in `main/icons` there. */
  readonly outFolder: string
  readonly clock: Clock
  readonly settings: () => Settings
  /** Brings the window to the front, at this screen; `null`: as it is. */
  readonly open: (screen: string | null) => void
  readonly quit: () => void
  readonly onBug: (error: unknown) => void
}

/** The node, whether it runs or not. */
interface Node {
  readonly handlers: Handlers
  readonly events: Source<Announcement>
}

export interface Surround extends Disposable {
  readonly power: DesktopPower
  readonly tray: Pick<TrayPresence, 'present' | 'changed' | 'known'>
  readonly notify: (told: Told) => void
  /** Once the app is ready. */
  attach(node: Node): void
}

export function createSurround(parts: SurroundParts): Surround {
  const { clock, outFolder, onBug } = parts
  const isLinux = process.platform === 'linux'
  // Windows shows notifications only of programs that it knows by such a name: the installer's.
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
  const power = createDesktopPower(isLinux ? createLinuxPower(machine.every) : null)
  const tray = createTrayPresence(machine.every, isLinux ? askSessionBus : alwaysThere)
  const lock = createScreenLock({ every: machine.every, ask: isLinux ? askLoginManager : neverLocked })
  const undo: Disposable[] = [power, tray, lock]
  let handlers: Handlers | null = null

  const words = (): MainWords => wordsIn(parts.settings().appearance.language, app.getPreferredSystemLanguages())

  /** Through the same door as a screen. */
  async function act({ call, input }: { readonly call: string; readonly input: unknown }): Promise<string | null> {
    if (!handlers) return 'Kith is still starting. Try again in a moment.'
    const reply = await answer(handlers, call, input, onBug)
    return reply.ok ? null : reply.error.message
  }

  const notifications = createNotifications({
    create: ({ actions, ...text }) =>
      new Notification({ ...text, actions: actions.map((label) => ({ type: 'button', text: label })) }),
    look: () => ({
      supported: app.isReady() && Notification.isSupported(),
      wanted: parts.settings().desktop.notifications,
      lookedAt: BrowserWindow.getFocusedWindow() !== null,
    }),
    lock,
    words,
    open: parts.open,
    act,
  })
  undo.push(notifications)

  function choose(deed: TrayDeed): void {
    switch (deed.is) {
      case 'switch':
        return switchTo({ profile: deed.profile, ...(deed.for === 'the-schedule' ? {} : { until: untilOf(deed.for) }) })
      case 'end-switch':
        return switchTo({ profile: null })
      case 'requests':
        return parts.open('requests')
      case 'show':
        return parts.open(null)
      case 'quit':
        return parts.quit()
    }
  }

  function untilOf(how: Parameters<typeof quietUntilMs>[0]): string | null {
    const atMs = quietUntilMs(how, clock.wallMs())
    return atMs === null ? null : isoTime(atMs)
  }

  function switchTo(input: object): void {
    void act({ call: 'bandwidth.override', input }).then((why) => {
      if (why !== null) notifications.failed(why)
    }, onBug)
  }

  function createSystemTray(first: TrayIcon): SystemTray {
    const system = new Tray(trayImage(first))
    // On a Mac a click opens the menu.
    if (process.platform !== 'darwin') system.on('click', () => parts.open(null))
    return {
      setIcon: (icon) => system.setImage(trayImage(icon)),
      setToolTip: (text) => system.setToolTip(text),
      setMenu: (entries, chosen) => system.setContextMenu(Menu.buildFromTemplate(menuItems(entries, chosen))),
      destroy: () => system.destroy(),
    }
  }

  /** An empty picture where there is none; `@2x` beside it is taken by itself. */
  const image = (name: string): NativeImage => nativeImage.createFromPath(join(outFolder, 'main', 'icons', name))

  function trayImage(icon: TrayIcon): NativeImage {
    if (process.platform === 'darwin') return image(`tray-${icon}Template.png`)
    return image(`tray-${icon}-${process.platform === 'win32' ? 16 : 22}.png`)
  }

  function setBadge(waiting: number): void {
    if (process.platform === 'win32') {
      for (const window of BrowserWindow.getAllWindows())
        window.setOverlayIcon(waiting > 0 ? image('badge-16.png') : null, words().tray.requests(waiting))
    } else app.setBadgeCount(waiting)
  }

  return {
    power,
    tray,
    notify: notifications.notify,
    attach(node) {
      handlers = node.handlers
      power.attach(powerMonitor)
      lock.attach(powerMonitor)
      const watcher = watchNode({ ...node, onBug })
      undo.push(
        watcher,
        createTray({ clock, watcher, presence: tray, words, create: createSystemTray, choose }),
        createBadge(watcher, (waiting) => {
          setBadge(waiting)
          if (waiting === 0) notifications.withdraw('requests')
        }),
      )
    },
    [Symbol.dispose]() {
      for (const each of undo.splice(0).reverse()) each[Symbol.dispose]()
    },
  }
}

function menuItems(entries: readonly TrayEntry[], choose: (deed: TrayDeed) => void): MenuItemConstructorOptions[] {
  return entries.map((entry): MenuItemConstructorOptions => {
    if ('separator' in entry) return { type: 'separator' }
    if ('entries' in entry) return { label: entry.label, submenu: menuItems(entry.entries, choose) }
    const { label, deed } = entry
    return deed === null ? { label, enabled: false } : { label, click: () => choose(deed) }
  })
}
