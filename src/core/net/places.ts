/**
 * Ties the places of the connection limits to libp2p's connections: each is taken in the first hook that sees the connection and given
 * back when it closes, whatever went wrong in between.
 */
import type { MultiaddrConnection } from '@libp2p/interface'
import type { Direction } from '../../contract/views.ts'
import type { ConnectionLimit, ConnectionLimits, Place } from '../resilience/index.ts'
import { withoutPeerId } from './address.ts'

/** A connection that ends without a word from the gate: its handshake came to nothing, or somebody else needs its place. */
export interface Ended {
  readonly peerId: string | null
  readonly direction: Direction
  readonly remoteAddress: string
  readonly reason: 'handshake-timeout' | 'handshake-failed' | 'pruned'
}

export interface PlacesPorts {
  readonly limits: ConnectionLimits
  readonly onEnded: (ended: Ended) => void
}

export interface Places {
  /** An inbound connection has come, from whom is not known. */
  arrived(connection: MultiaddrConnection): ConnectionLimit | null
  /** The ID of the other end is known. */
  proven(connection: MultiaddrConnection, peerId: string, stranger: boolean): ConnectionLimit | null
  /** The handshake is over. */
  opened(connection: MultiaddrConnection): void
  /** The gate has turned it away: that it closes is no news. */
  refused(connection: MultiaddrConnection): void
  /** A handshake of which libp2p has no connection to show yet. `address` is how its connection's address will begin. */
  readonly expect: (address: string | null, abort: () => void) => Disposable | ConnectionLimit
}

type Why = 'handshake-timeout' | 'pruned'

/** A handshake under way whose connection has not shown up. */
interface Expected {
  readonly address: string | null
  readonly place: Place
  end: (why: Why) => void
}

export function createPlaces({ limits, onEnded }: PlacesPorts): Places {
  const places = new WeakMap<MultiaddrConnection, Place>()
  /** Bounded by the limit on handshakes under way. */
  const expected = new Set<Expected>()

  function told(connection: MultiaddrConnection, reason: Ended['reason'], peerId: string | null): void {
    onEnded({ peerId, direction: connection.direction, remoteAddress: withoutPeerId(connection.remoteAddr), reason })
  }

  /** Cuts the connection off. */
  function cutting(connection: MultiaddrConnection): (why: Why) => void {
    return (why) => {
      told(connection, why, places.get(connection)?.peerId ?? null)
      places.delete(connection)
      connection.abort(new Error(why))
    }
  }

  function hold(connection: MultiaddrConnection, place: Place): void {
    places.set(connection, place)
    const over = (): void => {
      place[Symbol.dispose]()
      // Whoever turned it away has let go of it: this one went by itself.
      if (places.get(connection) === place && place.peerId === null) told(connection, 'handshake-failed', null)
      places.delete(connection)
    }
    // It may be over before anybody asked; then there is no event to wait for.
    if (connection.status === 'open') connection.addEventListener('close', over, { once: true })
    else over()
  }

  function letGo(connection: MultiaddrConnection): void {
    places.get(connection)?.[Symbol.dispose]()
    places.delete(connection)
  }

  return {
    arrived(connection) {
      const address = connection.remoteAddr.toString()
      for (const handshake of expected) {
        if (handshake.address === null || !address.startsWith(handshake.address)) continue
        expected.delete(handshake)
        handshake.end = cutting(connection)
        hold(connection, handshake.place)
        return null
      }
      const place = limits.arrive(originAddress(connection), cutting(connection))
      if (typeof place === 'string') return place
      hold(connection, place)
      return null
    },
    proven(connection, peerId, stranger) {
      let place = places.get(connection)
      if (!place) {
        place = limits.leave(cutting(connection))
        hold(connection, place)
      }
      const limit = place.prove(peerId, stranger)
      if (limit) letGo(connection)
      return limit
    },
    opened: (connection) => places.get(connection)?.opened(),
    refused: letGo,
    expect(address, abort) {
      const place = limits.arrive(address, (why) => handshake.end(why))
      if (typeof place === 'string') return place
      const handshake: Expected = {
        address,
        place,
        end(reason) {
          expected.delete(handshake)
          onEnded({ peerId: null, direction: 'inbound', remoteAddress: address ?? '', reason })
          abort()
        },
      }
      expected.add(handshake)
      return {
        [Symbol.dispose]: () => {
          // Otherwise its connection has come and holds the place itself, or it was cut off.
          if (expected.delete(handshake)) place[Symbol.dispose]()
        },
      }
    },
  }
}

/** What is known of a WebRTC connection's other end: libp2p names only the peer when another connection brought the two together. */
interface NegotiatedConnection {
  readonly peerConnection?: {
    readonly sctp?: {
      readonly transport?: {
        readonly iceTransport?: {
          getSelectedCandidatePair(): { readonly remote?: { readonly address?: string | null } } | null
        }
      }
    } | null
  }
}

function originAddress(connection: MultiaddrConnection): string | null {
  const address = withoutPeerId(connection.remoteAddr)
  if (!address.startsWith('/webrtc')) return address
  try {
    const { peerConnection } = connection as unknown as NegotiatedConnection
    const host = peerConnection?.sctp?.transport?.iceTransport?.getSelectedCandidatePair()?.remote?.address
    if (host === undefined || host === null) return null
    return host.includes(':') ? `/ip6/${host}` : `/ip4/${host}`
  } catch {
    // Without an address only the limit of its peer holds, and that on the connection which brought the two together.
    return null
  }
}
