export { decideAdmission, type Verdict } from './admission.policy.ts'
export { createIntroductions } from './introductions.ts'
export type { Introductions } from './introductions.types.ts'
export { createInvites, JOIN_PROTOCOL } from './invites.ts'
export type { Invites } from './invites.types.ts'
export { type Grants, permissionsOf } from './permissions.policy.ts'
export { safetyWords } from './safety-words.ts'
export { createTrustBook, type Decision, type TrustBook, type TrustSnapshot } from './trust-book.ts'
export type {
  BanRecord,
  InviteRecord,
  PeerRecord,
  RemovalRecord,
  RequestRecord,
  TrustStore,
} from './trust-store.types.ts'
