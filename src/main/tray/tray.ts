/** The icon in the tray and its menu: follows the node, is there while the desktop shows such icons. Decides nothing. */
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { MainWords } from '../words.types.ts'
import { type TrayIcon, trayIcon } from './tray-icon.policy.ts'
import { type TrayDeed, type TrayEntry, trayMenu, trayToolTip } from './tray-menu.policy.ts'
import type { TrayPresence } from './tray-presence.ts'
import type { NodeWatcher } from './watched-node.ts'
import type { WatchedNode } from './watched-node.types.ts'

/** What is used of Electron's own tray. */
export interface SystemTray {
  setIcon(icon: TrayIcon): void
  setToolTip(text: string): void
  /** Replaces the menu; one that is open closes. */
  setMenu(entries: readonly TrayEntry[], choose: (deed: TrayDeed) => void): void
  destroy(): void
}

export interface TrayPorts {
  readonly clock: Clock
  readonly watcher: NodeWatcher
  readonly presence: Pick<TrayPresence, 'present' | 'changed'>
  readonly words: () => MainWords
  readonly create: (icon: TrayIcon) => SystemTray
  readonly choose: (deed: TrayDeed) => void
}

/** A menu that changes each second cannot be read, and on Linux closes under the hand. */
const RATES_EVERY_MS = 5 * SECOND_MS

export function createTray({ clock, watcher, presence, words, create, choose }: TrayPorts): Disposable {
  let shown: { readonly tray: SystemTray; icon: TrayIcon; toolTip: string; menu: string } | null = null
  let rates: WatchedNode['rates'] = null
  let ratesAtMs = Number.NEGATIVE_INFINITY
  let owed: Disposable | null = null

  /** The first and the last of a burst are shown, and every so often one between. */
  function heldRates(now: WatchedNode): WatchedNode['rates'] {
    const dueMs = ratesAtMs + RATES_EVERY_MS
    if (now.rates === rates) return rates
    if (now.rates !== null && rates !== null && clock.now() < dueMs) {
      owed ??= clock.at(dueMs, () => {
        owed = null
        show()
      })
      return rates
    }
    ratesAtMs = clock.now()
    return (rates = now.rates)
  }

  function show(): void {
    if (!presence.present) return
    const now = { ...watcher.now, rates: heldRates(watcher.now) }
    const icon = trayIcon(now)
    shown ??= { tray: create(icon), icon, toolTip: '', menu: '' }
    if (icon !== shown.icon) shown.tray.setIcon((shown.icon = icon))
    const toolTip = trayToolTip(now, words())
    if (toolTip !== shown.toolTip) shown.tray.setToolTip((shown.toolTip = toolTip))
    const entries = trayMenu(now, words(), clock.wallMs())
    const menu = JSON.stringify(entries)
    if (menu === shown.menu) return
    shown.menu = menu
    shown.tray.setMenu(entries, choose)
  }

  function hide(): void {
    owed?.[Symbol.dispose]()
    owed = null
    shown?.tray.destroy()
    shown = null
  }

  show()
  const listening = [watcher.changed.on(show), presence.changed.on((present) => (present ? show() : hide()))]
  return {
    [Symbol.dispose]() {
      for (const each of listening) each[Symbol.dispose]()
      hide()
    },
  }
}
