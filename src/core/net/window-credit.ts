/**
 * yamux grants the sender new credit after every frame, however small: on a stream of heartbeats that is as many packets for nothing as
 * for something. There it is granted once half of the window is used, as go-yamux does everywhere.
 */
import type { Stream } from '@libp2p/interface'

/** What keeps count in a yamux stream; libp2p does not promise it (`tests/ports/libp2p-contract.test.ts`). */
interface YamuxWindow {
  readonly state: number
  readonly recvWindow: number
  readonly recvWindowCapacity: number
  sendWindowUpdate(): void
}

/** Both ends know of the stream: an update carries nothing but credit. */
const ESTABLISHED = 3

/** For streams of small frames that are read at once; one of WebRTC, which has no windows, is left as it is. */
export function creditRarely(stream: Stream): void {
  if (!hasWindow(stream)) return
  const grant = stream.sendWindowUpdate.bind(stream)
  stream.sendWindowUpdate = () => {
    if (stream.state !== ESTABLISHED || stream.recvWindowCapacity < stream.recvWindow / 2) grant()
  }
}

function hasWindow(stream: object): stream is YamuxWindow {
  const { recvWindow, recvWindowCapacity, sendWindowUpdate } = stream as Partial<YamuxWindow>
  return (
    typeof recvWindow === 'number' && typeof recvWindowCapacity === 'number' && typeof sendWindowUpdate === 'function'
  )
}
