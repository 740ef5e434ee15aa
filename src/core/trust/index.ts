export type { PeerRecord, RequestRecord, TrustStore } from './trust-store.types.ts'
