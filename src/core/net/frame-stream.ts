/** Length-prefixed frames (unsigned varint, as everywhere in libp2p) over one libp2p stream. */
import type { Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { KithError } from '../../contract/errors.ts'
import { KIB } from '../../kit/units.ts'
import type { FrameStream, StreamOptions } from '../peers/index.ts'

/** A varint of a frame length that we accept never needs more bytes than this. */
const MAX_PREFIX_BYTES = 4
/** Room for a burst of small frames that arrive in one packet. */
const MIN_BUFFER_BYTES = 16 * KIB

export function frameStream(stream: Stream, { maxFrameBytes }: StreamOptions): FrameStream {
  const frames = lpStream(stream, {
    maxDataLength: maxFrameBytes,
    maxLengthLength: MAX_PREFIX_BYTES,
    // One frame being read and one behind it (or some small ones): a peer cannot make us hold more.
    maxBufferSize: Math.max(MIN_BUFFER_BYTES, 2 * (maxFrameBytes + MAX_PREFIX_BYTES)),
  })
  return {
    async read() {
      try {
        return (await frames.read()).subarray()
      } catch (error) {
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
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
