/** What the program around the node can do beyond the node: a window, a tray, updates. A server has none of it, and says so. */
import type { DesktopHandlers } from '../contract/contract.ts'
import type { DesktopView } from '../contract/desktop-views.ts'
import { KithError } from '../contract/errors.ts'
import { createEmitter, type Source } from '../kit/emitter.ts'

export interface DesktopPart {
  readonly handlers: DesktopHandlers
  readonly changed: Source<DesktopView>
}

/** @param dataFolder where a server writes its log too */
export function createServerPart(dataFolder: string): DesktopPart {
  const view: DesktopView = {
    kind: 'server',
    platform: process.platform,
    tray: false,
    startsAtLogin: null,
    opensLinks: null,
    logFolder: dataFolder,
    update: { state: 'off', version: null, notes: null, percent: null, checkedAt: null, problem: null },
  }
  const refuse = (): Promise<never> =>
    Promise.reject(
      new KithError(
        'InvalidRequest',
        'Only the desktop app can do that. This node runs as a server, and its screens are shown by a browser.',
      ),
    )
  return {
    handlers: {
      'desktop.status': () => Promise.resolve(view),
      'desktop.openLogs': refuse,
      'desktop.openExternal': refuse,
      'desktop.takeFile': () => Promise.resolve(null),
      'desktop.restart': refuse,
      'updates.check': refuse,
      'updates.download': refuse,
      'updates.install': refuse,
    },
    changed: createEmitter<DesktopView>(),
  }
}
