/** What the audit log takes, keeps and answers, and the port through which it is stored. `storage/` implements the port. */
import type {
  AuditActor,
  AuditKind,
  AuditPage,
  AuditQuery,
  AuditVerdict,
  AuditView,
} from '../../contract/audit-views.ts'
import type { Source } from '../../kit/emitter.ts'

/** Something that was decided. */
export interface AuditEvent {
  readonly kind: AuditKind
  readonly peerId: string | null
  readonly actor: AuditActor
  /** One stable word or two: `blocked`, `limit-rate`, `trusted`. */
  readonly reason: string
  /** Plain values for a person who reads it later. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Audit extends Disposable {
  /**
   * Decisions of a person and key events are on the disk when this returns. What a peer can cause (`admit`, `refuse`, `deny`) is
   * gathered and written a moment later, the same of one peer within a minute as one entry with a count.
   */
  record(event: AuditEvent): void
  query(query: AuditQuery): AuditPage
  verify(): AuditVerdict
  /** New entries as they are written, oldest first. */
  readonly appended: Source<readonly AuditView[]>
}
