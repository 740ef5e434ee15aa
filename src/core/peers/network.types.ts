/**
 * The port through which the node meets the network. Declared here, where it is used; `net/` implements it with libp2p and
 * `tests/harness/fake-network.ts` in memory, both held to one conformance suite (`tests/ports/network-conformance.ts`).
 */
import type { Direction, Permission, Transport } from '../../contract/views.ts'
import type { Source } from '../../kit/emitter.ts'
import type { TrafficClass } from '../bandwidth/index.ts'

/**
 * What the gate says of a peer whose ID is proven:
 * `admitted` may use every protocol, `quarantined` may only learn over the link protocol that it is not approved and is
 * closed at once, `refused` is closed without a word.
 */
export type Standing = 'admitted' | 'quarantined' | 'refused'

/** Asked by the adapter in every hook in which libp2p knows the peer ID. Must be fast and must not throw. */
export interface Gate {
  /** The reason is a stable word: the metric label and the word in the audit log. */
  standing(attempt: { readonly peerId: string; readonly direction: Direction; readonly relayed: boolean }): {
    readonly standing: Standing
    readonly reason: string
  }
  /** May a quarantined connection use this protocol? Its peer may change what it may do at any time. */
  mayUseInQuarantine(attempt: {
    readonly peerId: string
    readonly direction: Direction
    readonly protocol: string
  }): boolean
  /** Has this peer the permission, now? */
  may(peerId: string, permission: Permission): boolean
  /** Connections of this peer come from the reserved pool and are never pruned. */
  readonly isTrusted: (peerId: string) => boolean
  /** Something runs with this peer that must not be cut off to make room for another. */
  readonly isBusy: (peerId: string) => boolean
  /** Of those that may be pruned, connections of kept peers go last. */
  readonly isKept: (peerId: string) => boolean
  /** May this peer reserve a place here, or be connected through this node to somebody who did? */
  mayUseRelay(peerId: string): boolean
  /** Should this node reserve a place on that peer? */
  mayRelayForUs(peerId: string): boolean
}

export interface ConnectionInfo {
  /** Unique within this run of the node. */
  readonly id: string
  readonly peerId: string
  readonly direction: Direction
  readonly transport: Transport
  /** Multiaddr of the other end, without the trailing `/p2p/<peer ID>`. */
  readonly remoteAddress: string
  readonly standing: Exclude<Standing, 'refused'>
  /** Why the gate said so. */
  readonly reason: string
}

export type NetworkEvent =
  | { readonly type: 'opened'; readonly connection: ConnectionInfo }
  | { readonly type: 'closed'; readonly connectionId: string; readonly peerId: string }
  /** A connection was turned away: by the gate, or because a limit was reached. */
  | {
      readonly type: 'refused'
      /** `null` when it was turned away before it had proven who it is. */
      readonly peerId: string | null
      readonly direction: Direction
      readonly remoteAddress: string
      readonly transport: Transport
      /**
       * The gate's reason, or the limit's: `limit-total`, `limit-address`, `limit-relay`, `limit-peer`, `limit-pending`, `limit-rate`.
       * `key-type`: its ID is none in Kith. `handshake-timeout`, `handshake-failed`: it never proved who it is. `pruned`: an open
       * connection went to make room for a trusted peer.
       */
      readonly reason: string
    }
  /** A stream was turned away. */
  | {
      readonly type: 'denied'
      readonly peerId: string
      readonly direction: Direction
      readonly protocol: string
      /**
       * The permission that is missing, or `limit-streams`, `limit-stream-rate`, `limit-pending`, `not-admitted`; `not-a-relay`: it brings
       * others to this node without being a relay of its choice.
       */
      readonly reason: string
    }
  /** Somebody announced itself on the local network. Unproven. */
  | { readonly type: 'discovered'; readonly peerId: string; readonly addresses: readonly string[] }
  /** The addresses under which this node is reachable changed. */
  | { readonly type: 'addresses'; readonly addresses: readonly string[] }

/** A stream of length-prefixed frames. A frame longer than the limit given at opening, or malformed, breaks the stream. */
export interface FrameStream {
  /** The next frame; `null` when the other end closed or the stream broke. */
  read(): Promise<Uint8Array | null>
  /** Resolves when the frame is on its way and there is room for another. @throws KithError ConnectionFailed */
  write(frame: Uint8Array): Promise<void>
  /** Flushes and closes; never throws. */
  close(): Promise<void>
  /** Closes at once; unsent frames are lost. */
  abort(): void
  /** How the other end broke the framing, once a read ended for that; `null` when the line broke, the stream ended, or all is well. */
  readonly violation: string | null
}

export interface StreamOptions {
  /** A longer frame from the other end breaks the stream. */
  readonly maxFrameBytes: number
  /** Who opens it towards us needs this; it is checked again when `recheck` is called. */
  readonly needs?: Permission
  /** How it is treated where bandwidth is scarce; `control` when left out. Both ends have to say the same. */
  readonly kind?: TrafficClass
}

export interface ListenReport {
  /** What could not be listened on as asked, and what was done instead. */
  readonly problems: readonly {
    readonly address: string
    readonly kind: 'invalid' | 'busy' | 'unavailable'
    /** Listened on instead, if anything. */
    readonly insteadOf: string | null
  }[]
}

export interface Network {
  readonly peerId: string
  readonly events: Source<NetworkEvent>
  /** Listens. @throws KithError InvalidAddress or ConnectionFailed when nothing could be listened on although asked */
  start(): Promise<ListenReport>
  /** Closes every connection and listener. Twice, or before `start`, is fine; `start` may follow. */
  stop(): Promise<void>
  /** Where others reach this node, each with `/p2p/<peer ID>`. */
  addresses(): readonly string[]
  /**
   * Connects, trying the addresses in their order; an open connection is reused. The gate is asked first.
   *
   * @throws KithError Unreachable, Timeout, Refused, ProtocolMismatch, InvalidAddress, Blocked, LimitReached, Aborted; `details.reason` is a
   * `PeerReason`
   */
  dial(peerId: string, addresses: readonly string[], signal: AbortSignal): Promise<ConnectionInfo>
  /** Opens a stream on one connection. @throws KithError; LimitReached when too many of the protocol are open */
  open(connectionId: string, protocol: string, options: StreamOptions, signal: AbortSignal): Promise<FrameStream>
  /** Answers streams that others open. One handler per protocol. */
  handle(
    protocol: string,
    options: StreamOptions,
    handler: (stream: FrameStream, connection: ConnectionInfo) => void,
  ): Disposable
  /** Exchanges with the other end what each speaks, so that relays are found. Once both let each other in; never throws. */
  introduce(connectionId: string): void
  /**
   * When bytes last came over any stream of this connection, on the monotonic clock: any byte is life. `null` before the first, and for a
   * connection that is not open.
   */
  heardAt(connectionId: string): number | null
  /** Permissions of this peer changed: ends every stream, relayed connection and reservation that it may not have any more. */
  recheck(peerId: string): void
  /** Closes one connection; never throws. `abort` does not wait for the other end. */
  close(connectionId: string, how: 'gracefully' | 'abort'): Promise<void>
}
