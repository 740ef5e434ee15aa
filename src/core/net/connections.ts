/** Every open connection as the port names it, and how it stands from the moment its peer's ID is proven. */
import type { Connection } from '@libp2p/interface'
import type { ConnectionInfo, Gate, NetworkEvent, Standing } from '../peers/index.ts'
import { transportOf, withoutPeerId } from './address.ts'

export interface Known {
  readonly info: ConnectionInfo
  readonly connection: Connection
  /** When bytes last came over any of its streams. */
  heardMs: number | null
}

export interface Connections {
  get(connectionId: string): Known | undefined
  /** Asked by the stream hook too, which may come before `opened`. What was said once holds for this connection. */
  readonly standingOf: (connection: Connection) => Standing
  /** Somebody on the allowlist is connected through a relay: a hole may be punched towards it (DCUtR). */
  readonly isRelayed: (peerId: string) => boolean
  readonly onOpen: (event: CustomEvent<Connection>) => void
  readonly onClose: (event: CustomEvent<Connection>) => void
  /** Everything is closed. */
  clear(): void
}

export function createConnections(gate: Gate, tell: (event: NetworkEvent) => void): Connections {
  const known = new Map<string, Known>()
  const verdicts = new WeakMap<Connection, ReturnType<Gate['standing']>>()

  function verdictOf(connection: Connection): ReturnType<Gate['standing']> {
    let verdict = verdicts.get(connection)
    if (!verdict) {
      const { direction } = connection
      const relayed = transportOf(withoutPeerId(connection.remoteAddr)) === 'relay'
      verdict = gate.standing({ peerId: connection.remotePeer.toString(), direction, relayed })
      verdicts.set(connection, verdict)
    }
    return verdict
  }

  return {
    get: (connectionId) => known.get(connectionId),
    standingOf: (connection) => verdictOf(connection).standing,
    isRelayed: (peerId) =>
      [...known.values()].some(
        ({ info }) =>
          info.peerId === peerId &&
          info.transport === 'relay' &&
          info.standing === 'admitted' &&
          // A stranger that is let in to be looked at must not make this node dial addresses of its choice.
          info.reason !== 'learn',
      ),
    onOpen({ detail: connection }) {
      const { standing, reason } = verdictOf(connection)
      const { direction } = connection
      const peerId = connection.remotePeer.toString()
      const remoteAddress = withoutPeerId(connection.remoteAddr)
      const transport = transportSeenAs(remoteAddress)
      if (standing === 'refused') {
        // Only when a decision changed between the last hook and now.
        connection.abort(new Error('refused'))
        tell({ type: 'refused', peerId, direction, remoteAddress, transport, reason })
        return
      }
      const info: ConnectionInfo = { id: connection.id, peerId, direction, transport, remoteAddress, standing, reason }
      known.set(info.id, { info, connection, heardMs: null })
      tell({ type: 'opened', connection: info })
    },
    onClose({ detail: { id } }) {
      const closed = known.get(id)
      if (!closed) return
      known.delete(id)
      tell({ type: 'closed', connectionId: id, peerId: closed.info.peerId })
    },
    clear() {
      for (const { info } of known.values()) tell({ type: 'closed', connectionId: info.id, peerId: info.peerId })
      known.clear()
    },
  }
}

/** An inbound connection's address names the socket it came from, which is not always one that could be dialled. */
export function transportSeenAs(address: string): ConnectionInfo['transport'] {
  const transport = transportOf(address)
  if (transport !== 'other') return transport
  if (address.includes('/webrtc-direct')) return 'webrtc-direct'
  if (address.includes('/webrtc')) return 'webrtc'
  return address.includes('/tcp/') ? 'tcp' : 'other'
}
