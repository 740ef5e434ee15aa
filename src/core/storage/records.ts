/** The door through which every row passes, in both directions: what cannot be read back is never written. */
import { z } from 'zod'
import { AuditActor, AuditKind } from '../../contract/audit-views.ts'
import { Deed, MAX_MOVES, MAX_SPELLS } from '../../contract/link-views.ts'
import {
  Address,
  BannedBy,
  PeerId,
  PeerLimits,
  PeerReason,
  PeerState,
  Permission,
  Transport,
  TrustLevel,
  VerifiedHow,
} from '../../contract/views.ts'

/** Milliseconds since the Unix epoch. */
const EpochMs = z.int().nonnegative()
/** Claims of strangers are cut, so that nobody fills the disk, or makes a write fail, with a name. */
const Claim = z
  .string()
  .transform((text) => text.slice(0, 1024))
  .nullable()
/** SQLite has no booleans. */
const Flag = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean)

export const StoredPeer = z.strictObject({
  peerId: PeerId,
  level: TrustLevel.exclude(['unknown']),
  name: Claim,
  claimedName: Claim,
  agent: Claim,
  note: z.string().max(2000).nullable(),
  kept: Flag,
  permissions: z.array(Permission).nullable(),
  limits: z.strictObject(PeerLimits.shape),
  verifiedAtMs: EpochMs.nullable(),
  verifiedHow: VerifiedHow.nullable(),
  addedAtMs: EpochMs,
  lastSeenAtMs: EpochMs.nullable(),
})

export const StoredRequest = z.strictObject({
  peerId: PeerId,
  name: Claim,
  addresses: z.array(Address).max(1024),
  transport: Transport,
  agent: Claim,
  firstSeenAtMs: EpochMs,
  lastSeenAtMs: EpochMs,
  count: z.int().positive(),
  ignored: Flag,
  suggestedBy: PeerId.nullable(),
})

export const StoredBan = z.strictObject({ peerId: PeerId, untilMs: EpochMs, by: BannedBy })

/** Amounts that grow for years. */
const Amount = z.int().nonnegative()

export const StoredReputation = z.strictObject({
  peerId: PeerId,
  score: z.number().min(0).max(100),
  scoredAtMs: EpochMs,
  bans: Amount,
  moves: z
    .array(
      z.strictObject({
        atMs: EpochMs,
        why: z.enum([...Deed.options, 'reset', 'unbanned']),
        by: z.number(),
        detail: z.string().max(256).nullable(),
      }),
    )
    .max(MAX_MOVES),
  successfulTransfers: Amount,
  failedTransfers: Amount,
  successfulMessages: Amount,
  failedMessages: Amount,
  latencyMs: z.number().nonnegative().nullable(),
  receivedBytes: Amount,
  sentBytes: Amount,
  firstSeenAtMs: EpochMs.nullable(),
  lastSeenAtMs: EpochMs.nullable(),
})

export const StoredLinkHistory = z.strictObject({
  peerId: PeerId,
  spells: z
    .array(
      z.strictObject({
        fromMs: EpochMs,
        state: z.enum([...PeerState.options, 'offline']),
        reason: PeerReason.nullable(),
      }),
    )
    .max(MAX_SPELLS),
})

/** What passed; with the name of nobody it is everybody's who has no row of their own. */
const StoredVolume = z.strictObject({
  sentBytes: Amount,
  receivedBytes: Amount,
  sentPayloadBytes: Amount,
  receivedPayloadBytes: Amount,
})
const Metered = z.union([PeerId, z.literal('')])
const Hour = z.int().nonnegative()
export const StoredPeerVolume = StoredVolume.extend({ peerId: Metered })
export const StoredHour = StoredVolume.extend({ hour: Hour })
export const StoredPeerHour = StoredPeerVolume.extend({ hour: Hour })
export const StoredPeerDay = StoredPeerVolume.extend({ day: z.iso.date() })

export const StoredRemoval = z.strictObject({ peerId: PeerId, removedAtMs: EpochMs })

export const StoredInvite = z.strictObject({
  id: z.string().min(1).max(64),
  secretDigest: z.instanceof(Uint8Array),
  note: Claim,
  createdAtMs: EpochMs,
  expiresAtMs: EpochMs,
  revokedAtMs: EpochMs.nullable(),
  usedBy: PeerId.nullable(),
  usedAtMs: EpochMs.nullable(),
})

export const StoredAddress = z.strictObject({
  peerId: PeerId,
  address: Address,
  source: z.enum(['person', 'peer', 'mdns', 'connection']),
  addedAtMs: EpochMs,
  lastSuccessAtMs: EpochMs.nullable(),
  lastFailureAtMs: EpochMs.nullable(),
  failures: z.int().nonnegative(),
  failingSinceMs: EpochMs.nullable(),
})

/** What is private of an audit entry, in one cell: the peer's name then, and the details as JSON text. */
export const StoredAuditContent = z.tuple([z.string().nullable(), z.string()])

export const StoredAudit = z.strictObject({
  seq: z.int().positive(),
  /** What a date can be (ECMA-262 §21.4.1.1). */
  atMs: EpochMs.max(8.64e15),
  kind: AuditKind,
  peerId: PeerId.nullable(),
  name: z.string().nullable(),
  actor: AuditActor,
  reason: z.string().min(1).max(64),
  count: z.int().positive(),
  details: z.string(),
  hash: z.instanceof(Uint8Array),
})
