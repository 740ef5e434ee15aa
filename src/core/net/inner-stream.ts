/**
 * What Kith leans on inside libp2p's streams and does not get promised: protected members of `AbstractMessageStream`, `YamuxStream` and
 * `WebRTCStream`. One list, pinned by exact versions and held by `tests/ports/throttle-contract.test.ts`, which names what broke.
 */
import type { Stream } from '@libp2p/interface'

/** Bytes in one piece or several; `Uint8ArrayList` of the package uint8arraylist. */
export interface Bytes {
  readonly byteLength: number
  sublist(from: number, to: number): Bytes
  subarray(from?: number, to?: number): Uint8Array
  consume(bytes: number): void
  prepend(bytes: Uint8Array): void
}

/** How much of what was passed went on; `canSendMore: false` means that a `drain` event will tell when to go on. */
export interface SendResult {
  readonly sentBytes: number
  readonly canSendMore: boolean
}

/** Both kinds of streams. */
export interface InnerStream extends Stream {
  sendData(data: Bytes): SendResult
  onData(data: Bytes | Uint8Array): void
  processSendQueue(): boolean
  onMuxerNeedsDrain(): void
  safeDispatchEvent(type: 'drain'): boolean
  sendResume(): void
  writableNeedsDrain: boolean
  maxMessageSize?: number
  maxWriteBufferLength?: number
  readonly readBuffer: Bytes
  readonly status: Stream['status']
}

/** Those of yamux: what keeps count of the windows. */
export interface YamuxInnerStream extends InnerStream {
  readonly state: number
  recvWindow: number
  recvWindowCapacity: number
  sendWindowCapacity: number
  sendWindowUpdate(): void
}

/** yamux: both ends know of the stream, and this side reads; an update carries nothing but credit. */
export const ESTABLISHED = 3

/** Its header in front of every frame. */
export const YAMUX_HEADER_BYTES = 12

export const isOpen = ({ status }: InnerStream): boolean => status === 'open' || status === 'closing'

export const inner = (stream: Stream): InnerStream => stream as InnerStream

export function hasWindows(stream: Stream): stream is YamuxInnerStream {
  const { recvWindow, recvWindowCapacity, sendWindowUpdate } = stream as Partial<YamuxInnerStream>
  return (
    typeof recvWindow === 'number' && typeof recvWindowCapacity === 'number' && typeof sendWindowUpdate === 'function'
  )
}
