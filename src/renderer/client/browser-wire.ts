/** Opens the browser's own WebSocket for the bridge. */
import type { Wire, WireEvents } from './socket-bridge.ts'

/** @param origin of the page, such as `http://127.0.0.1:4712` */
export function openBrowserWire(origin: string, events: WireEvents): Wire {
  const url = new URL('/bridge', origin)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url)
  socket.addEventListener('open', () => events.onOpen())
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') events.onMessage(event.data)
  })
  // `error` always comes with a `close`, which alone says why.
  socket.addEventListener('close', (event) => events.onClose(event.code))
  return { send: (text) => socket.send(text), close: () => socket.close() }
}
