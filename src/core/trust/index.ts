export { admissionStanding, defaultPermissions } from './admission.policy.ts'
export { createTrustBook, type TrustBook } from './trust-book.ts'
export type { PeerRecord, RequestRecord, TrustStore } from './trust-store.types.ts'
