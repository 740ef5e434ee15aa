import type { AuditStore } from '../audit/index.ts'
import type { TrafficStore } from '../bandwidth/index.ts'
import type { AddressStore, LinkHistoryStore } from '../peers/index.ts'
import type { ReputationStore } from '../reputation/index.ts'
import type { TrustStore } from '../trust/index.ts'

/** Everything that the node remembers between two starts. */
export interface Store extends TrustStore, AddressStore, AuditStore, ReputationStore, LinkHistoryStore, TrafficStore {
  /** Small named values, such as the transport's certificate. Sealed like everything else that is private. */
  blob(name: string): Uint8Array | null
  putBlob(name: string, value: Uint8Array): void
  /** Flushes and closes. Twice is fine. */
  close(): void
}
