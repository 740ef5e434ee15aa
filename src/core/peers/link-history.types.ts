/** What is remembered of how the link to a peer fared, and the port through which it is. */
import type { PeerReason, PeerState } from '../../contract/views.ts'

/** A stretch in which a peer stayed as it was; it lasts until the next one begins. */
export interface Spell {
  /** Epoch milliseconds. */
  readonly fromMs: number
  /** `offline`: this node itself did not run. */
  readonly state: PeerState | 'offline'
  readonly reason: PeerReason | null
}

export interface LinkHistoryRecord {
  readonly peerId: string
  /** Oldest first, few. */
  readonly spells: readonly Spell[]
}

export interface LinkHistoryStore {
  linkHistories(): readonly LinkHistoryRecord[]
  /** Goes with the peer's own record (`removePeer`). */
  putLinkHistory(record: LinkHistoryRecord): void
  /** All of `work`'s writes, or none. */
  transaction<T>(work: () => T): T
}
