export { decideAdmission, type Verdict } from './admission.policy.ts'
export type { AllowlistPeer } from './allowlist.types.ts'
export { looksLikeJson, readAllowlistJson, writeAllowlistJson } from './allowlist-json.ts'
export { readAllowlistText, writeAllowlistText } from './allowlist-text.ts'
export { NO_LIMITS } from './decision.policy.ts'
export { type ImportPlan, planImport } from './import.policy.ts'
export { createIntroductions } from './introductions.ts'
export type { Introductions } from './introductions.types.ts'
export { reachOf } from './invite-addresses.policy.ts'
export { createInvites } from './invites.ts'
export type { Invites } from './invites.types.ts'
export { JOIN_PROTOCOL } from './join-frames.ts'
export { type Grants, permissionsOf } from './permissions.policy.ts'
export { safetyWords } from './safety-words.ts'
export { createTrustBook, type TrustBook, type TrustChange, type TrustSnapshot } from './trust-book.ts'
export type {
  BanRecord,
  InviteRecord,
  PeerRecord,
  RemovalRecord,
  RequestRecord,
  TrustStore,
} from './trust-store.types.ts'
export { verificationCode, whyNotVerified } from './verification-code.ts'
