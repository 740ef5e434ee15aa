/** What a decision makes of a peer's record. Pure, so that a preview tells exactly what will happen. */
import type { PeerLimits, Permission, VerifiedHow } from '../../contract/views.ts'
import type { PeerRecord, RequestRecord } from './trust-store.types.ts'

export type LimitsChange = { readonly [Limit in keyof PeerLimits]?: PeerLimits[Limit] | undefined }

/** As whoever is new has it. */
export const NO_LIMITS: PeerLimits = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 }

/** What is left out stays as it is. */
export interface Decision {
  readonly level: PeerRecord['level']
  readonly name?: string | null
  readonly kept?: boolean
  readonly note?: string | null
  /** `null` follows the level. */
  readonly permissions?: readonly Permission[] | null
  /** Of them too: what is left out stays. */
  readonly limits?: LimitsChange
  /** A person made sure who it is, now; `null` takes that back. */
  readonly verified?: VerifiedHow | null
}

/**
 * @param before what was decided so far
 * @param request what an undecided peer said of itself when it asked
 */
export function decided(
  peerId: string,
  { level, name, kept, note, permissions, limits, verified }: Decision,
  before: PeerRecord | undefined,
  request: RequestRecord | undefined,
  nowMs: number,
): PeerRecord {
  return {
    peerId,
    level,
    name: name === undefined ? (before?.name ?? null) : name,
    claimedName: before?.claimedName ?? request?.name ?? null,
    agent: before?.agent ?? request?.agent ?? null,
    note: note === undefined ? (before?.note ?? null) : note || null,
    permissions: permissions === undefined ? (before?.permissions ?? null) : permissions && [...new Set(permissions)],
    limits: limited(before?.limits ?? NO_LIMITS, limits),
    verifiedAtMs: verified === undefined ? (before?.verifiedAtMs ?? null) : verified && nowMs,
    verifiedHow: verified === undefined ? (before?.verifiedHow ?? null) : verified,
    // Trusted peers are kept unless the person says otherwise (spec §1); nobody keeps a blocked one.
    kept:
      level !== 'blocked' &&
      (kept ?? (before?.level === level ? before.kept : level === 'trusted' || (before?.kept ?? false))),
    addedAtMs: before?.addedAtMs ?? nowMs,
    lastSeenAtMs: before?.lastSeenAtMs ?? request?.lastSeenAtMs ?? null,
  }
}

const limited = (before: PeerLimits, change: LimitsChange = {}): PeerLimits => ({
  uploadBytesPerSecond: change.uploadBytesPerSecond ?? before.uploadBytesPerSecond,
  downloadBytesPerSecond: change.downloadBytesPerSecond ?? before.downloadBytesPerSecond,
  monthlyBytes: change.monthlyBytes ?? before.monthlyBytes,
})
