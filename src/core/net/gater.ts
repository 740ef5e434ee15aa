/** Puts the node's gate and the limits into every libp2p hook that can turn a connection away (libp2p-notes: traps 4 and 5). */
import type { ConnectionGater, MultiaddrConnection, PeerId } from '@libp2p/interface'
import type { Direction } from '../../contract/views.ts'
import type { Gate } from '../peers/index.ts'
import { transportOf, withoutPeerId } from './address.ts'
import type { Places } from './places.ts'

export interface Refusal {
  /** `null` before it is known. */
  readonly peerId: string | null
  readonly direction: Direction
  readonly remoteAddress: string
  readonly reason: string
}

export interface GaterPorts {
  readonly gate: Gate
  readonly places: Pick<Places, 'arrived' | 'proven' | 'opened' | 'refused'>
  /**
   * libp2p dials only whom Kith itself is dialling (or a relay on the way there), and friends who are connected through a relay
   * and may be reached directly.
   */
  readonly mayDial: (peerId: string) => boolean
  /** Told once of everything that is turned away: after a refusal libp2p asks nothing more of that connection. */
  readonly onRefused: (refusal: Refusal) => void
  /** A peer may not use this node as a relay, or be reached through it. */
  readonly onRelayDenied: (peerId: string, direction: Direction) => void
}

export function createGater(ports: GaterPorts): ConnectionGater {
  const { gate, places, onRefused } = ports

  function judge(peer: PeerId, direction: Direction, remoteAddress: string) {
    // Other kinds of keys cost far more to verify, and their IDs are none in Kith (libp2p-notes, trap 6).
    if (peer.type !== 'Ed25519') return { standing: 'refused', reason: 'key-type' }
    const relayed = transportOf(remoteAddress) === 'relay'
    return gate.standing({ peerId: peer.toString(), direction, relayed })
  }

  /** `connection` is `null` before there is one. */
  function denies(peer: PeerId, direction: Direction, connection: MultiaddrConnection | null): boolean {
    const peerId = peer.toString()
    const remoteAddress = connection ? withoutPeerId(connection.remoteAddr) : ''
    const { standing, reason } = judge(peer, direction, remoteAddress)
    if (standing === 'refused') {
      if (connection) places.refused(connection)
      onRefused({ peerId, direction, remoteAddress, reason })
      return true
    }
    const isStranger = standing !== 'admitted' || reason === 'learn'
    const limit = connection && places.proven(connection, peerId, isStranger)
    if (limit) onRefused({ peerId, direction, remoteAddress, reason: limit })
    return limit !== null
  }

  const hook = (direction: Direction) => (peer: PeerId, connection: MultiaddrConnection) =>
    denies(peer, direction, connection)
  const lastHook = (direction: Direction) => (peer: PeerId, connection: MultiaddrConnection) => {
    if (denies(peer, direction, connection)) return true
    places.opened(connection)
    return false
  }

  function relayDenied(peer: PeerId, direction: Direction): boolean {
    if (gate.mayUseRelay(peer.toString())) return false
    ports.onRelayDenied(peer.toString(), direction)
    return true
  }

  return {
    denyDialPeer: (peer) => !ports.mayDial(peer.toString()) || denies(peer, 'outbound', null),
    denyDialMultiaddr: () => false,
    denyOutboundConnection: hook('outbound'),
    denyOutboundEncryptedConnection: hook('outbound'),
    denyOutboundUpgradedConnection: lastHook('outbound'),
    denyInboundConnection(connection) {
      const limit = places.arrived(connection)
      if (!limit) return false
      const remoteAddress = withoutPeerId(connection.remoteAddr)
      onRefused({ peerId: null, direction: 'inbound', remoteAddress, reason: limit })
      return true
    },
    denyInboundEncryptedConnection: hook('inbound'),
    denyInboundUpgradedConnection: lastHook('inbound'),
    denyInboundRelayReservation: (source) => relayDenied(source, 'inbound'),
    denyOutboundRelayedConnection: (source, destination) =>
      relayDenied(source, 'inbound') || relayDenied(destination, 'outbound'),
    denyInboundRelayedConnection(relay, remote) {
      const remoteAddress = `/p2p/${relay.toString()}/p2p-circuit`
      const { standing, reason } = judge(remote, 'inbound', remoteAddress)
      if (standing !== 'refused') return false
      onRefused({ peerId: remote.toString(), direction: 'inbound', remoteAddress, reason })
      return true
    },
  }
}
