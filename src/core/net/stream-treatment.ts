/** How a stream is counted and held, by its protocol and by which end of a relayed connection this node is. */
import type { Connection, Stream } from '@libp2p/interface'
import type { TrafficClass, TrafficControl } from '../bandwidth/index.ts'
import { withoutPeerId } from './address.ts'
import { RELAY_HOP, RELAY_STOP } from './streams.ts'
import type { Treatment } from './throttled-stream.ts'

export interface TrafficKinds {
  readonly of: (protocol: string) => TrafficClass
  /** A stream of this protocol is about to be opened from here; who only opens it has not registered it. */
  opening(protocol: string, kind: TrafficClass | undefined): void
}

export function createTrafficKinds(handled: (protocol: string) => TrafficClass | undefined): TrafficKinds {
  /** By protocols of this program: they are few. */
  const opened = new Map<string, TrafficClass>()
  return {
    // libp2p's own (identify, ping, signalling) keep the links alive and are small.
    of: (protocol) => handled(protocol) ?? opened.get(protocol) ?? 'control',
    opening(protocol, kind) {
      if (kind) opened.set(protocol, kind)
    },
  }
}

export function createTreatment(traffic: TrafficControl, kinds: TrafficKinds) {
  return (stream: Stream, connection: Connection): Treatment => {
    const { protocol, direction } = stream
    const isRelaying = protocol === RELAY_HOP ? direction === 'inbound' : direction === 'outbound'
    const carries = protocol === RELAY_HOP || protocol === RELAY_STOP
    if (carries && !isRelaying) return { type: 'carrier' }
    const kind = kinds.of(protocol)
    const owner = {
      peerId: connection.remotePeer.toString(),
      kind: carries ? ('bulk' as const) : kind,
      remoteAddress: withoutPeerId(connection.remoteAddr),
      passesOn: carries,
    }
    return { type: carries ? 'passing-on' : kind, open: (onRoom) => traffic.open(owner, onRoom) }
  }
}
