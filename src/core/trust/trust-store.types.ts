/** What the trust domain remembers, and the port through which it does. `storage/` implements it. */
import type { Transport, TrustLevel } from '../../contract/views.ts'

/** A peer about which somebody decided. Who is not here is `unknown`. */
export interface PeerRecord {
  readonly peerId: string
  readonly level: Exclude<TrustLevel, 'unknown'>
  /** What the person calls it. */
  readonly name: string | null
  /** What it calls itself: a claim. */
  readonly claimedName: string | null
  readonly agent: string | null
  /** Keep it connected. */
  readonly kept: boolean
  readonly addedAtMs: number
  readonly lastSeenAtMs: number | null
}

/** An unknown peer that asked to connect. */
export interface RequestRecord {
  readonly peerId: string
  readonly name: string | null
  readonly addresses: readonly string[]
  readonly transport: Transport
  readonly agent: string | null
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
  readonly count: number
  readonly ignored: boolean
}

/** Synchronous and durable: when a call returns, a kill -9 does not undo it. */
export interface TrustStore {
  peers(): readonly PeerRecord[]
  putPeer(record: PeerRecord): void
  /** Removes the peer with its addresses. */
  removePeer(peerId: string): void
  requests(): readonly RequestRecord[]
  putRequest(record: RequestRecord): void
  removeRequest(peerId: string): void
  /** All of `work`'s writes, or none. */
  transaction<T>(work: () => T): T
}
