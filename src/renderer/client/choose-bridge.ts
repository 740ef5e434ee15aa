/** Picks the bridge that this page has: the desktop app's, or a WebSocket to the host that served the page. */
import { systemClock, systemRandom } from '../../kit/system.ts'
import { takeToken } from './access-token.ts'
import { openBrowserWire } from './browser-wire.ts'
import { createIpcBridge } from './ipc-bridge.ts'
import type { LinkedBridge } from './link.ts'
import { createSocketBridge } from './socket-bridge.ts'

export function chooseBridge(page: Window): LinkedBridge {
  if (page.kith !== undefined) return createIpcBridge(page.kith)
  const bridge = createSocketBridge(takeToken(page), {
    clock: systemClock,
    random: systemRandom,
    open: (events) => openBrowserWire(page.location.origin, events),
  })
  // Pasting the printed address into this same tab changes only its fragment: the page is not loaded again.
  page.addEventListener('hashchange', () => {
    if (page.location.hash !== '') bridge.useToken(takeToken(page))
  })
  // A tab that comes to the front should not show an old countdown.
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'visible') bridge.retryNow()
  })
  return bridge
}
