/** Length-prefixed frames (unsigned varint, as everywhere in libp2p) over one libp2p stream. */
import type { Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { KithError } from '../../contract/errors.ts'
import { KIB } from '../../kit/units.ts'
import type { FrameStream, StreamOptions } from '../peers/index.ts'

/** A varint of a frame length that we accept never needs more bytes than this. */
const MAX_PREFIX_BYTES = 4
const CONTINUES = 0x80
const PAYLOAD_BITS = 7
/** Room for a burst of small frames that arrive in one packet. */
const MIN_BUFFER_BYTES = 16 * KIB

export function frameStream(stream: Stream, { maxFrameBytes }: StreamOptions): FrameStream {
  const frames = lpStream(stream, {
    maxDataLength: maxFrameBytes,
    maxLengthLength: MAX_PREFIX_BYTES,
    lengthDecoder: (bytes) => decodeLength(bytes.subarray()),
    // One frame being read and one behind it (or some small ones): a peer cannot make us hold more.
    maxBufferSize: Math.max(MIN_BUFFER_BYTES, 2 * (maxFrameBytes + MAX_PREFIX_BYTES)),
  })
  let broken = false
  let violation: string | null = null
  return {
    async read() {
      // What is left in the buffer after a broken frame must not be taken for frames.
      if (broken) return null
      try {
        return (await frames.read()).subarray()
      } catch (error) {
        broken = true
        violation = violationOf(error)
        // Too long or malformed: the other end broke the protocol, so the stream is of no more use.
        if (stream.status === 'open' && stream.remoteWriteStatus === 'writable') stream.abort(asError(error))
        return null
      }
    },
    async write(frame) {
      try {
        await frames.write(frame)
      } catch (cause) {
        throw new KithError('ConnectionFailed', 'The connection was lost while something was being sent.', { cause })
      }
    },
    async close() {
      try {
        await stream.close()
      } catch (error) {
        stream.abort(asError(error))
      }
    },
    abort: () => stream.abort(new Error('aborted')),
    get violation() {
      return violation
    },
  }
}

/** An endless length prefix. */
class EndlessLengthError extends Error {
  override readonly name = 'EndlessLengthError'
}

/**
 * What the other end provably did, if that is why a read failed. Everything else may be the network's doing, or our own: a buffer
 * overflows when this side reads too slowly.
 */
function violationOf(error: unknown): string | null {
  switch (asError(error).name) {
    case 'EndlessLengthError':
    case 'InvalidDataLengthLengthError':
      return 'the length of a frame does not end'
    case 'InvalidDataLengthError':
      return 'a frame is too long'
    default:
      return null
  }
}

/**
 * An unsigned varint. libp2p's reader takes a `RangeError` as “give me another byte”, for ever: a peer that never ends its
 * prefix would be read and remembered without bound, so the fourth byte has to be the last.
 */
function decodeLength(bytes: Uint8Array): number {
  const last = bytes.at(-1) ?? CONTINUES
  if (last >= CONTINUES) {
    if (bytes.byteLength < MAX_PREFIX_BYTES) throw new RangeError('another byte, please')
    throw new EndlessLengthError('The length of a frame does not end.')
  }
  return bytes.reduce((length, byte, index) => length + (byte % CONTINUES) * 2 ** (PAYLOAD_BITS * index), 0)
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
