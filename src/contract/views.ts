/** The shapes in which the node shows itself to screens and to the command line (spec §13). Absent is `null`. */
import { z } from 'zod'

/**
 * An Ed25519 peer ID in its usual text form. Ed25519 only: other key types cost the verifier far more, and Kith makes
 * none (libp2p peer-ids spec).
 */
export const PeerId = z.string().regex(/^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/, 'not an Ed25519 peer ID (12D3KooW…)')

/** ISO 8601 in UTC. */
export const Time = z.iso.datetime()
/** A name, cleaned at the door: no control or direction-changing characters, trimmed, 1–64 characters. */
export const Name = z
  .string()
  .max(256)
  .transform((text) =>
    text
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .pipe(z.string().min(1, 'a name needs at least one visible character').max(64, 'a name has at most 64 characters'))
/** One multiaddr as text. Its grammar is checked by the node. */
export const Address = z.string().min(1).max(1024)

export const TrustLevel = z.enum(['blocked', 'unknown', 'verified', 'trusted'])
export type TrustLevel = z.infer<typeof TrustLevel>

export const Permission = z.enum(['message', 'offer-files', 'auto-accept-files', 'use-relay', 'introduce'])
export type Permission = z.infer<typeof Permission>

export const AdmissionMode = z.enum(['learn', 'ask', 'locked'])
export type AdmissionMode = z.infer<typeof AdmissionMode>

export const PeerState = z.enum(['disconnected', 'dialing', 'connected', 'suspect', 'failed'])
export type PeerState = z.infer<typeof PeerState>

/** `tcp` and `webrtc-direct` are direct, `webrtc` was negotiated through a relay and is direct now, `relay` still passes through one. */
export const Transport = z.enum(['tcp', 'webrtc-direct', 'webrtc', 'relay', 'other'])
export type Transport = z.infer<typeof Transport>

export const Direction = z.enum(['inbound', 'outbound'])
export type Direction = z.infer<typeof Direction>

/** Why a peer is in its state, for a screen to put into words. */
export const PeerReason = z.enum([
  'not-approved',
  'refused',
  'timeout',
  'unreachable',
  'reset',
  'remote-full',
  'unresponsive',
  'peer-id-mismatch',
  'no-common-protocol',
  'invalid-address',
  'no-address',
  'blocked',
  'disconnected-here',
  'disconnected-there',
  'stopped',
  'replaced',
  'banned',
  /** This node has no place left for it. */
  'full-here',
])
export type PeerReason = z.infer<typeof PeerReason>

/** What a person writes down about a peer, for themselves only. */
export const Note = z.string().trim().max(2000, 'a note has at most 2,000 characters')

/** How a person made sure that a peer ID belongs to whom they think. */
export const VerifiedHow = z.enum(['words', 'code', 'invite'])
export type VerifiedHow = z.infer<typeof VerifiedHow>

export const BannedBy = z.enum(['person', 'node'])
export type BannedBy = z.infer<typeof BannedBy>

/** 10 GiB/s: above any line that a person has, and exact as a number. */
export const MAX_BYTES_PER_SECOND = 10 * 1_024 ** 3

/** What a person set for one peer, inside the node's own caps. 0 is unlimited. */
export const PeerLimits = z.object({
  uploadBytesPerSecond: z.int().min(0).max(MAX_BYTES_PER_SECOND).default(0),
  downloadBytesPerSecond: z.int().min(0).max(MAX_BYTES_PER_SECOND).default(0),
  /** Both directions together, in the month as the node's quota counts it; 0 is none. When it is reached, `quota.whenReached` says what follows. */
  monthlyBytes: z.int().min(0).default(0),
})
export type PeerLimits = z.infer<typeof PeerLimits>

export const PeerView = z.object({
  peerId: PeerId,
  /** What the person calls the peer, else what the peer calls itself. */
  name: z.string().nullable(),
  note: z.string().nullable(),
  trust: TrustLevel,
  /** What it may do now: its own permissions, else the level's. */
  permissions: z.array(Permission),
  /** The permissions were chosen for this peer and do not follow its level. */
  ownPermissions: z.boolean(),
  /** When a person made sure who this is, and how. */
  verified: z.object({ at: Time, how: VerifiedHow }).nullable(),
  /** Kept out until then, whatever its level. */
  bannedUntil: Time.nullable(),
  /** By whom: a person, or the node itself because of its conduct. */
  bannedBy: BannedBy.nullable(),
  /** What its conduct has earned it: 0–100, 50 to begin with. */
  score: z.number().min(0).max(100),
  /** The node keeps this peer connected. */
  kept: z.boolean(),
  state: PeerState,
  /** Set while `state` is `failed`: a permanent failure is not redialled by itself. */
  failure: z.enum(['temporary', 'permanent']).nullable(),
  reason: PeerReason.nullable(),
  transport: Transport.nullable(),
  direction: Direction.nullable(),
  /** Failed tries in a row, without a stable link between them. */
  failures: z.int().nonnegative(),
  /** Failed so often that it is only tried now and then; never given up. */
  dormant: z.boolean(),
  /** Of its breaker; `null` while that is closed. Until then nothing is tried but what a person asks for. */
  breakerRetryAt: Time.nullable(),
  /** While it is `suspect`: when anything was last heard of it. */
  silentSince: Time.nullable(),
  /** Smoothed round trip of the heartbeat. */
  rttMs: z.number().nonnegative().nullable(),
  /** Where it can be dialled, best first. */
  addresses: z.array(Address),
  /** The other end of the connection in use. */
  remoteAddress: Address.nullable(),
  agent: z.string().nullable(),
  addedAt: Time,
  connectedSince: Time.nullable(),
  lastSeen: Time.nullable(),
  nextTryAt: Time.nullable(),
  /** What a person set for it, inside the node's own caps. */
  limits: PeerLimits,
  /** It is in this machine's own network, for which no cap holds now. */
  exempt: z.boolean(),
})
export type PeerView = z.infer<typeof PeerView>

export const RequestView = z.object({
  peerId: PeerId,
  /** What the stranger calls itself: a claim, not a fact. */
  name: z.string().nullable(),
  addresses: z.array(Address),
  transport: Transport,
  agent: z.string().nullable(),
  firstSeen: Time,
  lastSeen: Time,
  count: z.int().positive(),
  /** Ignored ones stay silent until they are forgotten. */
  ignored: z.boolean(),
  /** The peer that suggested this one; `null` when it came by itself. */
  suggestedBy: PeerId.nullable(),
  /** The safety words of this node and the stranger: both screens show the same. */
  words: z.array(z.string()),
})
export type RequestView = z.infer<typeof RequestView>

/** A node that mDNS saw on the local network and that is not on the list of peers. */
export const NearbyView = z.object({ peerId: PeerId, addresses: z.array(Address), lastSeen: Time })
export type NearbyView = z.infer<typeof NearbyView>

/** Something a person should know that does not stop the node: a busy port, a plain key file. */
export const Warning = z.object({ code: z.int(), name: z.string(), message: z.string() })
export type Warning = z.infer<typeof Warning>

export const KeyStoreKind = z.enum(['keychain', 'sealed-file', 'insecure-file'])
export type KeyStoreKind = z.infer<typeof KeyStoreKind>

export const NodeView = z.object({
  peerId: PeerId,
  name: z.string(),
  /** Where others reach this node, each ending in `/p2p/<peer ID>`. */
  addresses: z.array(Address),
  connected: z.int().nonnegative(),
  known: z.int().nonnegative(),
  /** Requests that wait for a decision. */
  requests: z.int().nonnegative(),
  admission: AdmissionMode,
  keyStore: KeyStoreKind,
  startedAt: Time,
  uptimeMs: z.number().nonnegative(),
  version: z.string(),
  pid: z.int().positive(),
  warnings: z.array(Warning),
})
export type NodeView = z.infer<typeof NodeView>

export const Rates = z.object({
  uploadBytesPerSecond: z.number().nonnegative(),
  downloadBytesPerSecond: z.number().nonnegative(),
  uploadedBytes: z.number().nonnegative(),
  downloadedBytes: z.number().nonnegative(),
})
export type Rates = z.infer<typeof Rates>

/** What an address that a person typed means, before anything is done with it. */
export const AddressView = z.object({
  peerId: PeerId,
  addresses: z.array(Address),
  transport: Transport,
  /** The trust level if the peer is known already. */
  known: TrustLevel.nullable(),
})
export type AddressView = z.infer<typeof AddressView>

/** An error as it crosses a boundary (`ErrorJson` of errors.ts). */
export const Problem = z.object({
  code: z.int(),
  name: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()),
})

/**
 * Where the host stands, before and beside the node: a node that cannot start still has screens that say why.
 * `choices` are what a person can do about it, in the order in which they are offered.
 */
export const HostView = z.object({
  phase: z.enum(['starting', 'running', 'locked', 'failed', 'stopping']),
  problem: Problem.nullable(),
  /** `restore` is answered by `identity.restore`, the others by `host.resolve`. */
  choices: z.array(z.enum(['retry', 'passphrase', 'new-passphrase', 'restore'])),
})
export type HostView = z.infer<typeof HostView>
