/** What the links are to the peer manager, and what is known of each connection. */
import type { PeerReason } from '../../contract/views.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import type { HeartbeatOptions } from './heartbeat.policy.ts'
import type { Link } from './link.ts'
import type { ByeReason, Hello } from './link-frames.ts'
import type { ConnectionInfo, FrameStream, Network } from './network.types.ts'

export type LinksEvent =
  | { readonly type: 'up'; readonly connection: ConnectionInfo; readonly hello: Hello }
  /** A round trip over the connection in use. */
  | { readonly type: 'rtt'; readonly peerId: string; readonly connectionId: string; readonly rttMs: number }
  /** The connection in use did not answer once. */
  | { readonly type: 'missed'; readonly peerId: string; readonly silenceMs: number }
  | { readonly type: 'heard'; readonly peerId: string }
  /** The last connection of the peer is given up; `down` follows. */
  | {
      readonly type: 'unresponsive'
      readonly peerId: string
      readonly lastRttMs: number | null
      readonly misses: number
      readonly silenceMs: number
    }
  /** What the peer sent is no frame of the link protocol. */
  | { readonly type: 'violated'; readonly peerId: string; readonly violation: string }
  /** Which connection is used changed while the peer stays linked. */
  | { readonly type: 'rearranged'; readonly peerId: string }
  /** A stranger that we refused is told of, once. */
  | { readonly type: 'knocked'; readonly connection: ConnectionInfo; readonly hello: Hello | null }
  /** The last link of a peer is gone. */
  | { readonly type: 'down'; readonly connection: ConnectionInfo; readonly reason: PeerReason }
  /** A connection ended without a link; `null` when nobody said why. */
  | { readonly type: 'stillborn'; readonly connection: ConnectionInfo; readonly reason: PeerReason | null }

export interface LinksPorts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  readonly admits: (peerId: string) => boolean
  readonly self: () => Hello
  /** As the settings say now. */
  readonly heartbeat: () => HeartbeatOptions
  readonly tell: (event: LinksEvent) => void
}

/** One connection, while it is known. */
export interface Conn {
  readonly info: ConnectionInfo
  readonly id: string
  readonly transport: ConnectionInfo['transport']
  readonly openedMs: number
  deadline: Disposable | null
  link: Link | null
  up: boolean
  /** Told of as a knock, or none for good. */
  knocked: boolean
  /** It is there to redeem an invite, and for nothing else. */
  joining: boolean
  /** The network closed it; its last frames may still be on the way through the link. */
  closed: boolean
  /** Why it ends, once somebody said so. */
  endReason: PeerReason | null
}

export interface Links extends Disposable {
  opened(connection: ConnectionInfo): void
  closed(connectionId: string): void
  /** A link that the other end opened. */
  readonly accept: (stream: FrameStream, connection: ConnectionInfo) => void
  /** The connection in use. */
  best(peerId: string): { readonly info: ConnectionInfo; readonly link: Link } | null
  /** A connection of either direction has not had its verdict yet: what becomes of the peer is still open. */
  isPending(peerId: string): boolean
  readonly has: (peerId: string) => boolean
  /** Says goodbye on every connection of the peer and closes it. */
  leave(peerId: string, reason: ByeReason | 'refused'): Promise<void>
  leaveAll(reason: ByeReason): Promise<void>
  /** Asks on every link whether the other side is still there. */
  checkAll(woke: boolean): void
  /** This connection is there to redeem an invite: it gets the time for it, is not refused meanwhile and is no knock. */
  readonly holdForJoin: (connectionId: string) => void
  /** Ends what was opened before the peer was let in: it can only refuse, and must not be taken for a way in. */
  endQuarantine(peerId: string): Promise<void>
}
