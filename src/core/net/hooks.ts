/**
 * Kith's place inside libp2p: a service like any other, which is how libp2p hands its components to a module. It checks,
 * counts and holds every stream, and lends out the transport manager. `tests/ports/libp2p-contract.test.ts` names what breaks when
 * libp2p changes here.
 */
import type {
  Connection,
  Peer,
  PeerData,
  PeerId,
  PeerStore,
  Startable,
  Stream,
  StreamMiddleware,
} from '@libp2p/interface'
import type { Registrar, TransportManager } from '@libp2p/interface-internal'
import { LINK_PROTOCOL } from '../peers/index.ts'
import { type Treatment, throttleStream } from './throttled-stream.ts'
import { holdCandidates, SIGNALING_PROTOCOL } from './webrtc-signaling.ts'
import { creditRarely } from './window-credit.ts'

interface Components {
  readonly peerId: PeerId
  readonly peerStore: PeerStore
  readonly registrar: Registrar
  readonly transportManager: TransportManager
  readonly addressManager: object
}

export interface HookPorts {
  /** Throws when this stream may not be used. Asked for streams of either direction once their protocol is known. */
  readonly check: (stream: Stream, connection: Connection) => void
  /** How it is counted and held. */
  readonly treat: (stream: Stream, connection: Connection) => Treatment
  /** Bytes came over any stream of this connection. */
  readonly onHeard: (connection: Connection) => void
}

export interface Hooks extends Startable {
  readonly transports: TransportManager
}

export function hooks(ports: HookPorts): (components: Components) => Hooks {
  return ({ peerId, peerStore, registrar, transportManager, addressManager }) => {
    takeNoNotes(peerStore, peerId)
    const middleware: StreamMiddleware = (stream, connection, next) => {
      ports.check(stream, connection)
      throttleStream(stream, ports.treat(stream, connection), () => ports.onHeard(connection))
      if (stream.protocol === LINK_PROTOCOL) creditRarely(stream)
      if (stream.protocol === SIGNALING_PROTOCOL && stream.direction === 'outbound') holdCandidates(stream)
      next(stream, connection)
    }
    // Not `registrar.use()`: libp2p 3.3 appends the handler to the very array that `use` stored, so that the second stream of a
    // protocol would be handled twice. A fresh array each time is what its caller assumes.
    registrar.getMiddleware = () => [middleware]
    return {
      transports: transportManager,
      start: () => {},
      stop: () => {},
      // libp2p 3.3 forgets this timer of one second, which would keep the process alive after the node has stopped.
      afterStop: () => (addressManager as { _updatePeerStoreAddresses?: Startable })._updatePeerStoreAddresses?.stop(),
    }
  }
}

/**
 * libp2p writes down every stream's protocol and every dial's outcome in its peer store, and waits for it: a third of the time that
 * opening a stream takes. Nothing of it is read here: the address book is ours, and identify stores the protocols in full.
 */
function takeNoNotes(peerStore: PeerStore, self: PeerId): void {
  const merge = peerStore.merge.bind(peerStore)
  peerStore.merge = (peerId, data, options) =>
    // What this node says of itself is read: identify tells it to others.
    isNote(data) && !peerId.equals(self) ? Promise.resolve(nobody(peerId)) : merge(peerId, data, options)
}

function isNote({ protocols, metadata, ...rest }: PeerData): boolean {
  return (
    Object.keys(rest).length === 0 &&
    (protocols?.length ?? 1) === 1 &&
    (metadata === undefined || protocols === undefined)
  )
}

/** What `merge` would answer; libp2p does not look at it. */
const nobody = (id: Peer['id']): Peer => ({ id, addresses: [], metadata: new Map(), tags: new Map(), protocols: [] })
