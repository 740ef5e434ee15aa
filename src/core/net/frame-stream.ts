/**
 * Length-prefixed frames (unsigned varint, as everywhere in libp2p) over one libp2p stream. Written for streams on which little is said for
 * years: a frame costs one promise, where libp2p's own reader makes a dozen and keeps them until the next frame comes. What carries messages or
 * bulk makes the other end wait while nobody reads.
 */
import type { Stream, StreamMessageEvent } from '@libp2p/interface'
import { KithError } from '../../contract/errors.ts'
import { KIB } from '../../kit/units.ts'
import type { FrameStream, StreamOptions } from '../peers/index.ts'

/** A varint of a frame length that we accept never needs more bytes than this. */
const MAX_PREFIX_BYTES = 4
const CONTINUES = 0x80
const PAYLOAD_BITS = 7
/** Room for a burst of small frames that arrive in one packet. */
const MIN_BUFFER_BYTES = 16 * KIB
/** What holding a frame costs beside its bytes: without it frames of no bytes would be held without end. */
const FRAME_OVERHEAD_BYTES = 64
const NOTHING = new Uint8Array(0)

export function frameStream(stream: Stream, { maxFrameBytes, kind = 'control' }: StreamOptions): FrameStream {
  // One frame being read and one behind it (or some small ones): a peer cannot make us hold more.
  const maxHeldBytes = Math.max(MIN_BUFFER_BYTES, 2 * (maxFrameBytes + MAX_PREFIX_BYTES))
  const frames: Uint8Array[] = []
  let heldBytes = 0
  /** The beginning of a frame whose end has not come yet. */
  let rest: Uint8Array = NOTHING
  let readers: ((frame: Uint8Array | null) => void)[] = []
  let over = false
  let violation: string | null = null

  function end(): void {
    if (over) return
    over = true
    rest = NOTHING
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('remoteCloseWrite', onRemoteClosed)
    stream.removeEventListener('close', end)
    for (const resolve of readers.splice(0)) resolve(null)
  }

  /** What is left in the buffer after a broken frame must not be taken for frames. */
  function fail(reason: string): void {
    const isOpen = stream.status === 'open' && stream.remoteWriteStatus === 'writable'
    end()
    // Whoever hands us the bytes is still at it.
    if (isOpen) queueMicrotask(() => stream.abort(new Error(reason)))
  }

  function deliver(frame: Uint8Array): void {
    const [reader] = readers
    if (reader) {
      readers = readers.slice(1)
      return reader(frame)
    }
    heldBytes += frame.byteLength + FRAME_OVERHEAD_BYTES
    frames.push(frame)
  }

  function onMessage({ data }: StreamMessageEvent): void {
    let bytes = data.subarray()
    if (rest.byteLength > 0) bytes = joined(rest, bytes)
    let at = 0
    while (!over) {
      const prefix = prefixOf(bytes, at)
      if (prefix === 'incomplete') break
      if (prefix === 'endless' || prefix.length > maxFrameBytes) {
        violation = prefix === 'endless' ? 'the length of a frame does not end' : 'a frame is too long'
        return fail(violation)
      }
      const from = at + prefix.size
      if (bytes.byteLength < from + prefix.length) break
      at = from + prefix.length
      deliver(bytes.subarray(from, at))
    }
    // A copy: a byte of the next frame must not hold on to the packet that it came in.
    rest = at === bytes.byteLength ? NOTHING : bytes.slice(at)
    if (heldBytes + rest.byteLength <= maxHeldBytes) return onRemoteClosed()
    // The window is what bounds what may still come.
    if (kind !== 'control') return pause()
    // Not the other end's doing: this side reads too slowly.
    frames.length = 0
    fail('more came than is read')
  }

  function pause(): void {
    if (!over && stream.readStatus === 'readable') stream.pause()
  }

  function resume(): void {
    if (!over && heldBytes === 0 && stream.readStatus === 'paused') stream.resume()
  }

  /** The other end says no more, and everything that it said has come. */
  function onRemoteClosed(): void {
    if (stream.remoteWriteStatus !== 'writable' && stream.readBufferLength === 0) end()
  }

  stream.addEventListener('message', onMessage)
  stream.addEventListener('remoteCloseWrite', onRemoteClosed)
  stream.addEventListener('close', end)

  return {
    read() {
      const frame = frames.shift()
      if (frame) {
        heldBytes -= frame.byteLength + FRAME_OVERHEAD_BYTES
        resume()
        return Promise.resolve(frame)
      }
      resume()
      onRemoteClosed()
      return over ? Promise.resolve(null) : new Promise((resolve) => readers.push(resolve))
    },
    async write(frame) {
      try {
        if (!stream.send(joined(prefixFor(frame.byteLength), frame))) await sent(stream)
      } catch (cause) {
        throw new KithError('ConnectionFailed', 'The connection was lost while something was being sent.', { cause })
      }
    },
    async close() {
      try {
        await stream.close()
      } catch (error) {
        stream.abort(error instanceof Error ? error : new Error(String(error)))
      }
    },
    abort: () => stream.abort(new Error('aborted')),
    get violation() {
      return violation
    },
  }
}

/** An unsigned varint; the fourth byte has to be the last, or a peer could make us read and remember without end. */
function prefixOf(
  bytes: Uint8Array,
  at: number,
): 'incomplete' | 'endless' | { readonly length: number; readonly size: number } {
  let length = 0
  for (let size = 1; size <= MAX_PREFIX_BYTES; size++) {
    const byte = bytes[at + size - 1]
    if (byte === undefined) return 'incomplete'
    length += (byte % CONTINUES) * 2 ** (PAYLOAD_BITS * (size - 1))
    if (byte < CONTINUES) return { length, size }
  }
  return 'endless'
}

function prefixFor(length: number): Uint8Array {
  const bytes: number[] = []
  let left = length
  for (; left >= CONTINUES; left = Math.floor(left / CONTINUES)) bytes.push((left % CONTINUES) + CONTINUES)
  return Uint8Array.from([...bytes, left])
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.byteLength + second.byteLength)
  bytes.set(first)
  bytes.set(second, first.byteLength)
  return bytes
}

/**
 * Everything is on its way and there is room again. Rejects when there never will be. A `drain` alone says no more than that some of it went:
 * whoever went on then would fill the buffer by a frame for every few bytes.
 */
function sent(stream: Stream): Promise<void> {
  const news = stream.writeBufferLength > 0 ? 'idle' : 'drain'
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      stream.removeEventListener(news, onDrain)
      stream.removeEventListener('close', onClose)
    }
    const onDrain = (): void => {
      stop()
      resolve()
    }
    const onClose = (): void => {
      stop()
      reject(new Error('closed before there was room'))
    }
    stream.addEventListener(news, onDrain)
    stream.addEventListener('close', onClose)
  })
}
