/**
 * Keeps the WebRTC library from a race that it loses about once in twelve dials on a fast network, after which the dial hangs
 * until its timeout: libdatachannel tells its ICE agent of the answer before it has noted the fingerprint in it. When the other
 * end's checks are there already, the handshake is over by then, and refused. The other end can only check what it knows of, so
 * our candidates are held back until the answer has been taken in.
 */
import type { Stream } from '@libp2p/interface'

/** @libp2p/webrtc, `SIGNALING_PROTOCOL`. */
export const SIGNALING_PROTOCOL = '/webrtc-signaling/0.0.1'
/** Turns of the promise queue from the arrival of the answer until the library has it: about a dozen, with room. */
const TURNS = 100

/** For the signalling stream of the end that dials: its first message is the offer, and the first that comes is the answer. */
export function holdCandidates(stream: Stream): void {
  const send = stream.send.bind(stream)
  const held: Parameters<Stream['send']>[0][] = []
  let offered = false
  let holding = true

  async function release(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve()
    holding = false
    // A stream that was closed meanwhile needs none of it any more.
    for (const data of held.splice(0)) if (stream.writeStatus === 'writable') send(data)
  }

  stream.send = (data) => {
    if (!offered || !holding) {
      offered = true
      return send(data)
    }
    held.push(data)
    return true
  }
  stream.addEventListener('remoteCloseWrite', () => void release(), { once: true })
  const dispatch = stream.dispatchEvent.bind(stream)
  stream.dispatchEvent = (event: Event) => {
    if (event.type === 'message' && holding) void release()
    return dispatch(event)
  }
}
