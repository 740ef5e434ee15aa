/** What the peer manager takes, tells and answers. */

import type { LinkHistoryView } from '../../contract/link-views.ts'
import type { Direction, PeerReason, PeerState, Transport } from '../../contract/views.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import type { Source } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import type { Breaker } from '../resilience/index.ts'
import type { AddressBook } from './address-book.ts'
import type { HeartbeatOptions } from './heartbeat.policy.ts'
import type { Hello } from './link-frames.ts'
import type { LinkHistoryStore } from './link-history.types.ts'
import type { Network } from './network.types.ts'
import type { ReconnectOptions } from './peer-state.policy.ts'

export interface PeerManagerPorts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  readonly book: AddressBook
  /** Keeps how the links fared. */
  readonly store: LinkHistoryStore
  /** Of the peer's dials and calls. Asked anew each time. */
  readonly breaker: (peerId: string) => Breaker
  /** What the trust domain says of a peer, now. */
  readonly trust: {
    /** Somebody decided about it. */
    readonly knows: (peerId: string) => boolean
    /** It may be connected, in either direction. */
    readonly admits: (peerId: string) => boolean
    /** Why it may not, for a screen to say. */
    readonly refusal: (peerId: string) => 'blocked' | 'banned'
    /** It is to be kept connected. */
    readonly keeps: (peerId: string) => boolean
  }
  /** What this node says of itself to whom it lets in or dials. */
  readonly self: () => Hello
}

export interface PeerManagerOptions extends ReconnectOptions {
  readonly maxDials: number
  readonly dialTimeoutMs: number
  readonly heartbeat: HeartbeatOptions
}

export type PeerEvent =
  /** Something that `status` shows changed. */
  | { readonly type: 'changed'; readonly peerId: string }
  /** A heartbeat was answered, over this connection. */
  | { readonly type: 'measured'; readonly peerId: string; readonly connectionId: string; readonly rttMs: number }
  /** It did not answer once; it may yet. */
  | { readonly type: 'suspect'; readonly peerId: string; readonly silenceMs: number }
  /** It is given up: its connection is closed. */
  | {
      readonly type: 'unresponsive'
      readonly peerId: string
      readonly lastRttMs: number | null
      readonly misses: number
      readonly silenceMs: number
    }
  /** It broke a protocol of ours: what it provably did, not what the network did to it. */
  | { readonly type: 'violated'; readonly peerId: string; readonly violation: string }
  /** A try to reconnect came to its end. */
  | { readonly type: 'tried'; readonly peerId: string; readonly outcome: 'connected' | PeerReason }
  /** A peer that is let in said who it is. */
  | { readonly type: 'met'; readonly peerId: string; readonly hello: Hello; readonly transport: Transport }
  /** A peer that is not let in asked to be. */
  | {
      readonly type: 'knocked'
      readonly peerId: string
      /** `null` when it did not introduce itself. */
      readonly hello: Hello | null
      readonly transport: Transport
      readonly remoteAddress: string
    }
  /** An unknown peer announced itself on the local network. */
  | { readonly type: 'nearby'; readonly peerId: string; readonly addresses: readonly string[] }

export interface PeerStatus {
  readonly state: PeerState
  readonly failure: 'temporary' | 'permanent' | null
  readonly reason: PeerReason | null
  readonly transport: Transport | null
  readonly direction: Direction | null
  readonly remoteAddress: string | null
  /** Smoothed, of the connection in use. */
  readonly rttMs: number | null
  /** Of the latest heartbeat that was answered. */
  readonly lastRttMs: number | null
  /** Of those that are remembered. */
  readonly p95RttMs: number | null
  /** In a row, without a stable link between them. */
  readonly failures: number
  readonly dormant: boolean
  /** Monotonic: when its open breaker lets a probe through. */
  readonly breakerRetryMs: number | null
  /** Monotonic; while it is suspect, when anything was last heard of it. */
  readonly silentSinceMs: number | null
  /** Monotonic. */
  readonly connectedSinceMs: number | null
  /** Monotonic. */
  readonly nextTryMs: number | null
}

export interface PeerManager {
  readonly events: Source<PeerEvent>
  /** Listens to the network and begins to connect kept peers. */
  start(keptPeers: readonly string[]): void
  /** Says goodbye on every link and lets go of every timer. The network itself is stopped by who started it. */
  stop(): Promise<void>
  status(peerId: string): PeerStatus
  /** Every peer that this node was or is connected with, dials or waits for, since it started. */
  statuses(): ReadonlyMap<string, PeerStatus>
  /** How the link to it fared. */
  history(peerId: string): LinkHistoryView
  /** Writes down now how the links fared. */
  flush(): void
  /** Something happened after which tries may succeed that failed before: kept peers that wait are tried now, connected ones are pinged. */
  retryAll(why: 'woke' | 'network-changed'): void
  /** Peers that are connected now. */
  readonly connected: () => readonly string[]
  /** Dials now. Resolves when connected. @throws KithError why not */
  dial(peerId: string): Promise<void>
  /** A person's wish: stays disconnected until a person connects it or the peer comes by itself. */
  disconnect(peerId: string): Promise<void>
  /** Trust, `kept` or addresses changed: closes what is no longer admitted, tries again what may work now. */
  reconsider(peerId: string): Promise<void>
  /**
   * This connection is there to redeem an invite, on either side: it has 10 s for it, is not ended because one side does not let the other in,
   * and is no request. To be called as soon as that is known; a connection that is linked already is left alone.
   */
  readonly holdForJoin: (connectionId: string) => void
  /** @throws KithError Unreachable or Timeout */
  ping(peerId: string): Promise<number>
  /** Measures the line that is used now, for whoever does so many times a second: no history and no breaker hears of it. `null`: no answer. */
  readonly probe: (peerId: string) => Promise<{ readonly connectionId: string; readonly rttMs: number } | null>
}
