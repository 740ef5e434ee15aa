/** Lets everything follow a decision at once: screens, connections, streams, the audit log. */
import type { AuditKind } from '../../contract/audit-views.ts'
import type { PeerView } from '../../contract/views.ts'
import type { HandlerPorts } from './handler-ports.ts'

/** Up to so many peers get an entry each, which is how one finds what was decided about one. Beyond, an entry names as many. */
const MAX_ENTRIES = 100

export interface Decisions {
  /** Writes down what the person decided about a peer (`null`: about no single one), and why it is told so. */
  note(kind: AuditKind, peerId: string | null, reason: string, details?: Readonly<Record<string, unknown>>): void
  /** The same for what was decided about many at once. Nobody is left out. */
  noteAll(
    kind: AuditKind,
    peerIds: readonly string[],
    reason: string,
    details?: Readonly<Record<string, unknown>>,
  ): void
  /** Answers when the connections of all these peers are as the decisions say. */
  follow(peerIds: readonly string[]): Promise<void>
  /** `follow` for one, and how it is shown then. */
  followed(peerId: string): Promise<PeerView>
  /** Dials without making the caller wait; how it went shows in the peer's state. */
  dialSoon(peerId: string): void
}

export function createDecisions(ports: HandlerPorts): Decisions {
  const { announcer, audit, bandwidth, manager, network, nearby, log, peerView } = ports

  const note: Decisions['note'] = (kind, peerId, reason, details) =>
    audit.record({ kind, peerId, actor: 'person', reason, ...(details ? { details } : {}) })

  async function follow(peerIds: readonly string[]): Promise<void> {
    for (const peerId of peerIds) {
      bandwidth.peerChanged(peerId)
      announcer.peerChanged(peerId)
      if (nearby.drop(peerId)) announcer.nearbyChanged()
      network.recheck(peerId)
    }
    announcer.requestsChanged()
    await Promise.all(peerIds.map((peerId) => manager.reconsider(peerId)))
  }

  return {
    note,
    noteAll(kind, peerIds, reason, details) {
      const shared = { kind, actor: 'person', reason } as const
      const count = peerIds.length
      if (count === 0) note(kind, null, reason, details)
      else if (count <= MAX_ENTRIES)
        audit.record(
          ...peerIds.map((peerId) => ({ ...shared, peerId, details: { ...details, ...(count > 1 ? { count } : {}) } })),
        )
      else
        audit.record(
          ...Array.from({ length: Math.ceil(count / MAX_ENTRIES) }, (_, part) => ({
            ...shared,
            peerId: null,
            details: { ...details, count, peerIds: peerIds.slice(part * MAX_ENTRIES, (part + 1) * MAX_ENTRIES) },
          })),
        )
    },
    follow,
    async followed(peerId) {
      await follow([peerId])
      return peerView(peerId)
    },
    dialSoon(peerId) {
      manager.dial(peerId).catch((error: unknown) => log.debug('dial failed', { peerId, error }))
    },
  }
}
