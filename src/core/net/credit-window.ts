/**
 * A window for streams that have none: WebRTC's data channels cannot be paused for reading, so the receiver grants credit in the stream itself.
 * Both ends of Kith's own streams do this where the muxer has no windows. Every record has a header of four bytes: what it is, and how much.
 */
import { FIRST_WINDOW_BYTES, type StreamTraffic } from '../bandwidth/index.ts'
import { type Bytes, type InnerStream, isOpen } from './inner-stream.ts'
import { createCredits, type ReceiveWindow } from './receive-window.ts'

export const RECORD_HEADER_BYTES = 4
/** What a record is; other values break the stream. */
const DATA = 0
const CREDIT = 1
const MAX_LENGTH = 2 ** 24 - 1
const NOTHING = new Uint8Array(0)

/** Wraps what the stream sends and receives; to be called before anything of the application's passed. */
export function creditWindow(stream: InnerStream, traffic: Pick<StreamTraffic, 'down' | 'window'>): ReceiveWindow {
  let maySendBytes = FIRST_WINDOW_BYTES
  let mayReceiveBytes = FIRST_WINDOW_BYTES
  let rest: Uint8Array = NOTHING
  let broken = false
  const sendRaw = stream.sendData.bind(stream)
  const deliver = stream.onData.bind(stream)
  const resumed = stream.sendResume.bind(stream)

  const credits = createCredits({
    traffic,
    capacityBytes: () => mayReceiveBytes,
    grant(bytes) {
      mayReceiveBytes += bytes
      sendRaw(record(stream.readBuffer.sublist(0, 0), CREDIT, Math.min(bytes, MAX_LENGTH)))
    },
  })
  const refresh = (): void => {
    if (stream.readStatus === 'readable' && isOpen(stream)) credits.refresh()
  }

  function violated(what: string): void {
    broken = true
    rest = NOTHING
    // Whoever hands us the bytes is still at it.
    queueMicrotask(() => stream.abort(new Error(what)))
  }

  function credited(bytes: number): void {
    maySendBytes = Math.min(maySendBytes + bytes, MAX_LENGTH)
    if (stream.writeBufferLength > 0) stream.safeDispatchEvent('drain')
  }

  function receive(bytes: Uint8Array): void {
    let at = 0
    while (bytes.byteLength - at >= RECORD_HEADER_BYTES) {
      const kind = bytes[at]
      const length = lengthAt(bytes, at + 1)
      if (kind === CREDIT) {
        at += RECORD_HEADER_BYTES
        credited(length)
        continue
      }
      if (kind !== DATA) return violated('a record is neither data nor credit')
      if (length > mayReceiveBytes) return violated('more was sent than was granted')
      const from = at + RECORD_HEADER_BYTES
      if (bytes.byteLength < from + length) break
      at = from + length
      mayReceiveBytes -= length
      if (length > 0) deliver(bytes.subarray(from, at))
    }
    // A record is at most what was granted, so this is no more than a window.
    rest = at === bytes.byteLength ? NOTHING : bytes.slice(at)
    refresh()
  }

  // A message has to hold the header too.
  if (stream.maxMessageSize !== undefined) stream.maxMessageSize -= RECORD_HEADER_BYTES
  stream.sendData = (data) => {
    const now = Math.min(data.byteLength, maySendBytes)
    if (now === 0) return { sentBytes: 0, canSendMore: false }
    const { sentBytes, canSendMore } = sendRaw(record(data.sublist(0, now), DATA, now))
    if (sentBytes === 0) return { sentBytes: 0, canSendMore: false }
    maySendBytes -= now
    return { sentBytes: now, canSendMore: canSendMore && now === data.byteLength }
  }
  stream.onData = (data) => {
    const bytes = data.subarray()
    if (broken) return
    if (rest.byteLength === 0) return receive(bytes)
    const all = new Uint8Array(rest.byteLength + bytes.byteLength)
    all.set(rest)
    all.set(bytes, rest.byteLength)
    receive(all)
  }
  stream.sendResume = () => {
    resumed()
    refresh()
  }
  return { receive: credits.receive, refresh }
}

function record(data: Bytes, kind: number, length: number): Bytes {
  const header = new Uint8Array(RECORD_HEADER_BYTES)
  new DataView(header.buffer).setUint32(0, length)
  header[0] = kind
  data.prepend(header)
  return data
}

const lengthAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) * 2 ** 16 + (bytes[at + 1] ?? 0) * 2 ** 8 + (bytes[at + 2] ?? 0)
