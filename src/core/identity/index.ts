export type { Identity, IdentityMarker, SecretStore } from './identity.types.ts'
