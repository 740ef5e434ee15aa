export type { Identity, MarkerStore, SecretStore } from './identity.types.ts'
export { decodeMarker, encodeMarker } from './marker.ts'
export { openIdentity } from './open-identity.ts'
export { publicKeyHex } from './secret.ts'
