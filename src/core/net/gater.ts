/** Puts the node's gate into every libp2p hook that knows a peer ID (libp2p-notes: traps 4 and 5). */
import type { ConnectionGater, MultiaddrConnection, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Direction } from '../../contract/views.ts'
import type { Gate } from '../peers/index.ts'
import { transportOf, withoutPeerId } from './address.ts'

export interface GaterPorts {
  readonly gate: Gate
  /** Only what Kith itself is dialling (or a relay on the way there) is dialled: libp2p never dials on its own. */
  readonly isDialling: (peerId: string) => boolean
  /** Told of every peer whose proven ID was turned away. */
  readonly onRefused: (refused: { peerId: string; direction: Direction; remoteAddress: string; reason: string }) => void
}

export function createGater({ gate, isDialling, onRefused }: GaterPorts): ConnectionGater {
  const denies = (peer: PeerId, direction: Direction, remote: Multiaddr | null): boolean => {
    const peerId = peer.toString()
    const remoteAddress = remote ? withoutPeerId(remote) : ''
    const relayed = transportOf(remoteAddress) === 'relay'
    // Other kinds of keys cost far more to verify, and their IDs are none in Kith (libp2p-notes, trap 6).
    const { standing, reason } =
      peer.type === 'Ed25519'
        ? gate.standing({ peerId, direction, relayed })
        : { standing: 'refused', reason: 'key-type' }
    if (standing !== 'refused') return false
    onRefused({ peerId, direction, remoteAddress, reason })
    return true
  }
  const inbound = (peer: PeerId, connection: MultiaddrConnection) => denies(peer, 'inbound', connection.remoteAddr)
  const outbound = (peer: PeerId, connection: MultiaddrConnection) => denies(peer, 'outbound', connection.remoteAddr)
  return {
    denyDialPeer: (peer) => !isDialling(peer.toString()) || denies(peer, 'outbound', null),
    denyDialMultiaddr: () => false,
    denyOutboundConnection: outbound,
    denyOutboundEncryptedConnection: outbound,
    denyOutboundUpgradedConnection: outbound,
    denyInboundEncryptedConnection: inbound,
    denyInboundUpgradedConnection: inbound,
    denyInboundRelayReservation: (source) => !gate.mayUseRelay(source.toString()),
    denyOutboundRelayedConnection: (source, destination) =>
      !gate.mayUseRelay(source.toString()) || !gate.mayUseRelay(destination.toString()),
    denyInboundRelayedConnection: (_relay, remote) =>
      remote.type !== 'Ed25519' ||
      gate.standing({ peerId: remote.toString(), direction: 'inbound', relayed: true }).standing === 'refused',
  }
}
