/** What the audit log takes, keeps and answers. */
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
  /** One stable word or two: `blocked`, `limit-rate`, `trusted`. Never what a peer says. */
  readonly reason: string
  /** Plain values for a person who reads it later. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Audit extends Disposable {
  /**
   * Decisions of a person and key events are on the disk when this returns. What a peer can cause (`admit`, `refuse`, `deny`,
   * whatever has the actor `peer`) is gathered and written within a second, the same of one peer within a minute as one entry
   * with a count. Never throws: a disk that is full stops no connection and no decision. Several events are one write.
   */
  record(...events: readonly AuditEvent[]): void
  /** Newest or oldest first, with what just happened. Lets other work through while it looks. */
  query(query: AuditQuery): Promise<AuditPage>
  /** Reads the whole chain, letting other work through. */
  verify(): Promise<AuditVerdict>
  /** Writes down now what is being gathered. Never throws. */
  flush(): void
  /** New entries as they are written, oldest first. */
  readonly appended: Source<readonly AuditView[]>
}

/** An entry before it has its place in the chain. */
export interface AuditDraft {
  readonly atMs: number
  readonly kind: AuditKind
  readonly peerId: string | null
  readonly name: string | null
  readonly actor: AuditActor
  readonly reason: string
  readonly count: number
  readonly details: Readonly<Record<string, unknown>>
}
