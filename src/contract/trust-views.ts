/** Shapes around trust: undoing a decision, safety words, the allowlist as a file, invites. */
import { z } from 'zod'
import { Address, PeerId, PeerLimits, Permission, Time, TrustLevel } from './views.ts'

/** Gives back what a decision took away, for ten minutes (`peers.undo`). */
export const UndoToken = z.string().regex(/^[\w-]{8,32}$/)

/** An allowlist of this many entries is edited, imported and exported in one go. */
export const MAX_ALLOWLIST_ENTRIES = 10_000
/** Its text, at some 200 characters an entry. */
export const MAX_ALLOWLIST_CHARACTERS = 2_000_000

export const SafetyWordsView = z.object({
  peerId: PeerId,
  /** The same on both screens, in the same order. */
  words: z.array(z.string()),
  /** What this screen shows as a QR code and the other side reads. */
  code: z.string(),
})
export type SafetyWordsView = z.infer<typeof SafetyWordsView>

/** What an import can say about one peer. */
const AllowlistEntryView = z.object({
  level: TrustLevel,
  name: z.string().nullable(),
  note: z.string().nullable(),
  kept: z.boolean(),
  /** `null` follows the level. */
  permissions: z.array(Permission).nullable(),
  limits: PeerLimits,
  addresses: z.array(Address),
})

/** One line of an import, and what it would do. */
export const ImportLineView = z.object({
  /** From 1; in a JSON list the entry's place. */
  line: z.int().positive(),
  text: z.string(),
  peerId: PeerId.nullable(),
  action: z.enum(['add', 'change', 'same', 'invalid']),
  /** What is wrong with an invalid line. */
  problem: z.string().nullable(),
  before: AllowlistEntryView.nullable(),
  after: AllowlistEntryView.nullable(),
})
export type ImportLineView = z.infer<typeof ImportLineView>

export const ImportPreview = z.object({
  format: z.enum(['text', 'json']),
  add: z.int().nonnegative(),
  change: z.int().nonnegative(),
  same: z.int().nonnegative(),
  invalid: z.int().nonnegative(),
  /** Peers that are on the list now and not in the import: removed only when asked for. */
  missing: z.array(z.object({ peerId: PeerId, name: z.string().nullable() })),
  lines: z.array(ImportLineView),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const InviteState = z.enum(['open', 'used', 'revoked', 'expired'])
export type InviteState = z.infer<typeof InviteState>

export const InviteView = z.object({
  id: z.string(),
  /** Whom it is for, in the person's words. */
  note: z.string().nullable(),
  state: InviteState,
  createdAt: Time,
  expiresAt: Time,
  usedBy: PeerId.nullable(),
  usedAt: Time.nullable(),
})
export type InviteView = z.infer<typeof InviteView>

/** What an invite link says, before anything is done with it. */
export const InviteLinkView = z.object({
  peerId: PeerId,
  /** What the inviter calls itself. */
  name: z.string().nullable(),
  addresses: z.array(Address),
  expiresAt: Time,
  expired: z.boolean(),
  /** The trust level if the peer is known already. */
  known: TrustLevel.nullable(),
})
export type InviteLinkView = z.infer<typeof InviteLinkView>

/** A figure that only grows, as Prometheus counts. */
export const CounterView = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  value: z.number().nonnegative(),
})
export type CounterView = z.infer<typeof CounterView>
