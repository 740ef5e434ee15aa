/** What the audit log keeps, and the port through which it does. `storage/` implements it. */
import type { AuditActor, AuditKind, AuditQuery } from '../../contract/audit-views.ts'

export interface AuditRecord {
  /** From 1, rising by one. */
  readonly seq: number
  readonly atMs: number
  readonly kind: AuditKind
  readonly peerId: string | null
  /** What the peer was called then. */
  readonly name: string | null
  readonly actor: AuditActor
  readonly reason: string
  readonly count: number
  /** JSON as text: what is read back is letter for letter what was hashed. */
  readonly details: string
  /** Binds the entry to the one before it; 32 bytes. */
  readonly hash: Uint8Array
}

/** A row as it lies there: an entry, or something that is none any more. */
export type AuditRow =
  | (AuditRecord & {
      /** Roughly what it takes on the disk. */
      readonly bytes: number
    })
  | { readonly seq: number; readonly unreadable: string }

/** Bounds are inclusive; `null` and an empty list filter nothing. */
export interface AuditWish {
  readonly order: AuditQuery['order']
  readonly fromSeq: number
  readonly toSeq: number
  readonly fromMs: number | null
  readonly untilMs: number | null
  readonly kinds: readonly AuditKind[]
  readonly peerId: string | null
  readonly limit: number
}

/** Synchronous and durable, like the rest of the store. It keeps what it is given and knows nothing of the chain. */
export interface AuditStore {
  auditRows(wish: AuditWish): readonly AuditRow[]
  /** The lowest and the highest number of a row; `null` when there is none. */
  auditSpan(): { readonly first: number; readonly last: number } | null
  /** Roughly what all entries take on the disk. Reads all of them. */
  auditBytes(): number
  /** What was given with the last change, byte for byte; `null` before the first. */
  auditEnds(): Uint8Array | null
  /**
   * Adds the entries and replaces the ends, both or none.
   *
   * @returns roughly how many bytes were added
   */
  appendAudit(records: readonly AuditRecord[], ends: Uint8Array): number
  /** Removes every entry up to and with `lastSeq` and replaces the ends, both or none. */
  pruneAudit(lastSeq: number, ends: Uint8Array): void
}
