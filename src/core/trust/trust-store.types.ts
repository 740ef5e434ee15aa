/** What the trust domain remembers, and the port through which it does. `storage/` implements it. */
import type { BannedBy, PeerLimits, Permission, Transport, TrustLevel, VerifiedHow } from '../../contract/views.ts'

/** A peer about which somebody decided. Who is not here is `unknown`. */
export interface PeerRecord {
  readonly peerId: string
  readonly level: Exclude<TrustLevel, 'unknown'>
  /** What the person calls it. */
  readonly name: string | null
  /** What it calls itself: a claim. */
  readonly claimedName: string | null
  readonly agent: string | null
  /** What the person wrote down about it. */
  readonly note: string | null
  /** Keep it connected. */
  readonly kept: boolean
  /** Chosen for this peer; `null` follows its level. */
  readonly permissions: readonly Permission[] | null
  /** How much may pass between it and this node; zeros are none. */
  readonly limits: PeerLimits
  /** When and how a person made sure who it is. */
  readonly verifiedAtMs: number | null
  readonly verifiedHow: VerifiedHow | null
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
  /** The peer that suggested it; `null` when it came by itself. */
  readonly suggestedBy: string | null
}

/** Kept out until then, whatever its level. */
export interface BanRecord {
  readonly peerId: string
  readonly untilMs: number
  /** A person, or the node itself because of the peer's conduct (spec §8). */
  readonly by: BannedBy
}

/** A peer that a person removed: no introducer and no cache brings it back (spec §4). */
export interface RemovalRecord {
  readonly peerId: string
  readonly removedAtMs: number
}

/** An invite as the node keeps it: never its secret. */
export interface InviteRecord {
  readonly id: string
  /** SHA-256 of the secret, 32 bytes. */
  readonly secretDigest: Uint8Array
  readonly note: string | null
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
  readonly usedBy: string | null
  readonly usedAtMs: number | null
}

/** Synchronous and durable: when a call returns, a kill -9 does not undo it. */
export interface TrustStore {
  peers(): readonly PeerRecord[]
  /** @param before what was written of this peer last, if that is known: what has not changed is not written again */
  putPeer(record: PeerRecord, before?: PeerRecord): void
  /** Removes the peer with its addresses. */
  removePeer(peerId: string): void
  requests(): readonly RequestRecord[]
  putRequest(record: RequestRecord): void
  removeRequest(peerId: string): void
  bans(): readonly BanRecord[]
  putBan(record: BanRecord): void
  removeBan(peerId: string): void
  removals(): readonly RemovalRecord[]
  putRemoval(record: RemovalRecord): void
  removeRemoval(peerId: string): void
  invites(): readonly InviteRecord[]
  putInvite(record: InviteRecord): void
  removeInvite(id: string): void
  /** All of `work`'s writes, or none. */
  transaction<T>(work: () => T): T
}
