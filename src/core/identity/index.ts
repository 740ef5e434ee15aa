export { changePassphrase, type PassphraseChange } from './change-passphrase.ts'
export type {
  Identity,
  IdentityMarker,
  IdentityOptions,
  IdentityPorts,
  MarkerStore,
  PassphrasePurpose,
  SecretStore,
} from './identity.types.ts'
export { decodeMarker, encodeMarker } from './marker.ts'
export { openIdentity } from './open-identity.ts'
export { isSealed, open as openSealed, seal } from './sealed.ts'
export { publicKeyHex } from './secret.ts'
