/** Every open stream by its peer: turns away what is too much or not permitted, and ends what is permitted no more (spec §4, §5). */
import type { Connection, Stream } from '@libp2p/interface'
import type { Settings } from '../../contract/settings.ts'
import type { Direction, Permission } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { Gate, Standing } from '../peers/index.ts'
import { createSlidingWindow, decideStream } from '../resilience/index.ts'

/** Circuit relay v2: what a peer opens towards its relay, and what the relay opens towards who is to be reached. */
export const RELAY_HOP = '/libp2p/circuit/relay/0.2.0/hop'
export const RELAY_STOP = '/libp2p/circuit/relay/0.2.0/stop'

export interface Denial {
  readonly peerId: string
  readonly direction: Direction
  readonly protocol: string
  readonly reason: string
}

export interface StreamsPorts {
  readonly clock: Clock
  readonly gate: Gate
  readonly limits: () => Settings['limits']
  readonly standingOf: (connection: Connection) => Standing
  /** What whoever opens this protocol towards us needs. */
  readonly needsOf: (protocol: string) => Permission | undefined
  readonly onDenied: (denial: Denial) => void
}

export interface Streams {
  /** Why this stream may not be used; `null` when it may, and is remembered until it closes. */
  admit(stream: Stream, connection: Connection): string | null
  /** Ends the peer's streams that it may not have any more, and what is relayed for it if it may not use the relay. */
  recheck(peerId: string): void
  readonly open: number
}

export function createStreams(ports: StreamsPorts): Streams {
  const { gate } = ports
  const byPeer = new Map<string, Set<Stream>>()
  const opened = createSlidingWindow(ports.clock, SECOND_MS)

  function refusal(stream: Stream, connection: Connection): string | null {
    const { direction, protocol } = stream
    const peerId = connection.remotePeer.toString()
    const open = [...(byPeer.get(peerId) ?? [])].filter(
      (other) => other.protocol === protocol && other.direction === direction,
    ).length
    const limit = decideStream({ direction, open, lastSecond: opened.count(peerId) }, ports.limits())
    if (direction === 'inbound' && limit !== 'limit-stream-rate') opened.add(peerId)
    return limit ?? notAllowed(connection, direction, peerId, protocol)
  }

  function notAllowed(connection: Connection, direction: Direction, peerId: string, protocol: string): string | null {
    const standing = ports.standingOf(connection)
    const may =
      standing === 'admitted' ||
      (standing === 'quarantined' && gate.mayUseInQuarantine({ peerId, direction: connection.direction, protocol }))
    if (!may) return 'not-admitted'
    if (direction === 'outbound') return null
    // libp2p would take whoever brings somebody to us for a relay of ours, and reserve a place there.
    if (protocol === RELAY_STOP && !gate.mayRelayForUs(peerId)) return 'not-a-relay'
    const needs = ports.needsOf(protocol)
    return needs && !gate.may(peerId, needs) ? needs : null
  }

  function remember(stream: Stream, peerId: string): void {
    const siblings = byPeer.get(peerId) ?? new Set()
    byPeer.set(peerId, siblings.add(stream))
    stream.addEventListener(
      'close',
      () => {
        siblings.delete(stream)
        if (siblings.size === 0 && byPeer.get(peerId) === siblings) byPeer.delete(peerId)
      },
      { once: true },
    )
  }

  /** The permission for lack of which this open stream has to end. */
  function lacks({ direction, protocol }: Stream, peerId: string): Permission | null {
    if (protocol === RELAY_HOP ? direction === 'inbound' : protocol === RELAY_STOP && direction === 'outbound')
      return gate.mayUseRelay(peerId) ? null : 'use-relay'
    const needs = direction === 'inbound' ? ports.needsOf(protocol) : undefined
    return needs && !gate.may(peerId, needs) ? needs : null
  }

  return {
    admit(stream, connection) {
      const peerId = connection.remotePeer.toString()
      const { direction, protocol } = stream
      const reason = refusal(stream, connection)
      if (reason === null) remember(stream, peerId)
      // What this node may not use in quarantine it does not use: nobody was turned away.
      else if (direction === 'inbound' || reason !== 'not-admitted')
        ports.onDenied({ peerId, direction, protocol, reason })
      return reason
    },
    recheck(peerId) {
      for (const stream of byPeer.get(peerId) ?? []) {
        const reason = lacks(stream, peerId)
        if (reason === null) continue
        const { direction, protocol } = stream
        stream.abort(new Error(`no longer permitted: ${reason}`))
        ports.onDenied({ peerId, direction, protocol, reason })
      }
    },
    get open() {
      return [...byPeer.values()].reduce((sum, streams) => sum + streams.size, 0)
    },
  }
}
