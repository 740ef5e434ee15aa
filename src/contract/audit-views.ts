/** The audit log as screens and the command line see it (spec §4). */
import { z } from 'zod'
import { PeerId, Time } from './views.ts'

/** What kind of decision an entry tells of. */
export const AuditKind = z.enum([
  /** A connection was let in. */
  'admit',
  /** A connection was turned away; the reason says why. */
  'refuse',
  /** A stream was refused: a permission is missing, or a limit was reached. */
  'deny',
  'approve',
  'ignore',
  'block',
  /** A level was set. */
  'trust',
  'permission',
  /** A name, a note or `kept` changed. */
  'edit',
  'forget',
  'restore',
  'verify',
  'ban',
  'unban',
  /** A score was reset, or automatic bans were held back or let go on. */
  'reputation',
  /** A service that the node leans on failed for a while, or works again. */
  'service',
  /** The volume of a month, of the node or of a peer, is nearly or quite used up, or not any more. */
  'quota',
  /** An invite was made, redeemed, revoked or tried with a wrong secret. */
  'invite',
  'introduce',
  'import',
  'setting',
  /** The identity's key: made, opened, its passphrase changed. */
  'key',
  /** The log itself: entries were lost, or somebody changed it from outside. */
  'audit',
])
export type AuditKind = z.infer<typeof AuditKind>

export const AuditActor = z.enum(['person', 'peer', 'node'])
export type AuditActor = z.infer<typeof AuditActor>

export const AuditView = z.object({
  /** Rises by one with every entry, over restarts too. */
  seq: z.int().positive(),
  time: Time,
  kind: AuditKind,
  peerId: PeerId.nullable(),
  /** What the peer was called then. */
  name: z.string().nullable(),
  actor: AuditActor,
  /** One word or two, stable, for filters and metrics. */
  reason: z.string(),
  /** How often the same happened within the minute that the entry stands for. */
  count: z.int().positive(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditView = z.infer<typeof AuditView>

export const AuditQuery = z.object({
  kinds: z.array(AuditKind).max(32).default([]),
  peerId: PeerId.nullable().default(null),
  /** Found in peer ID, name, reason and details, without regard to case. */
  text: z.string().max(200).default(''),
  from: Time.nullable().default(null),
  until: Time.nullable().default(null),
  order: z.enum(['newest', 'oldest']).default('newest'),
  /** Goes on behind this entry, in the order asked for. */
  after: z.int().positive().nullable().default(null),
  limit: z.int().min(1).max(1000).default(100),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditPage = z.object({
  entries: z.array(AuditView),
  more: z.boolean(),
  /**
   * Where to go on (`after`) when there is more. One call looks through so many entries only, so a search for a rare word may
   * answer none and still have more.
   */
  next: z.int().positive().nullable().optional(),
})
export type AuditPage = z.infer<typeof AuditPage>

export const AuditVerdict = z.object({
  intact: z.boolean(),
  entries: z.int().nonnegative(),
  firstSeq: z.int().nullable(),
  lastSeq: z.int().nullable(),
  /** The first entry that does not fit the chain. */
  brokenAtSeq: z.int().nullable(),
  problem: z.string().nullable(),
})
export type AuditVerdict = z.infer<typeof AuditVerdict>
