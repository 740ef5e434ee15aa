/** What every stream passes before it is used: the gate and the limits, and for WebRTC's signalling a place for the handshake. */
import type { Connection, Stream } from '@libp2p/interface'
import { KithError } from '../../contract/errors.ts'
import type { NetworkEvent } from '../peers/index.ts'
import type { Places } from './places.ts'
import type { Streams } from './streams.ts'
import { SIGNALING_PROTOCOL } from './webrtc-signaling.ts'

export interface StreamDoorPorts {
  readonly streams: Pick<Streams, 'admit'>
  readonly places: Pick<Places, 'expect'>
  readonly tell: (event: NetworkEvent) => void
}

/** Throws for a stream that may not be used, which makes libp2p abort it. */
export function createStreamDoor({ streams, places, tell }: StreamDoorPorts) {
  /** An answer to signalling is a handshake: it holds memory and sockets until it is done. */
  function holdPlace(stream: Stream, connection: Connection): string | null {
    const handshake = places.expect(null, () => stream.abort(new Error('handshake-timeout')))
    if (typeof handshake === 'string') {
      const { direction, protocol } = stream
      tell({ type: 'denied', peerId: connection.remotePeer.toString(), direction, protocol, reason: handshake })
      return handshake
    }
    stream.addEventListener('close', () => handshake[Symbol.dispose](), { once: true })
    return null
  }

  return (stream: Stream, connection: Connection): void => {
    const reason =
      streams.admit(stream, connection) ??
      (stream.protocol === SIGNALING_PROTOCOL && stream.direction === 'inbound' ? holdPlace(stream, connection) : null)
    if (reason?.startsWith('limit-') === true && stream.direction === 'outbound')
      throw new KithError('LimitReached', `Too many streams of ${stream.protocol} are open with this peer already.`, {
        details: { reason },
      })
    if (reason !== null) throw new Error(reason)
  }
}
