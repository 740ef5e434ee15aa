/** Who this node is, and the ports through which its secret is kept (spec §2). */
import type { KeyStoreKind } from '../../contract/views.ts'

export interface Identity {
  /** Ed25519 seed, 32 bytes (RFC 8032 §5.1.5). Never logged, shown or sent anywhere. */
  readonly seed: Uint8Array
  /** AES-256 key, 32 bytes, that seals private columns of the database. */
  readonly dataKey: Uint8Array
  readonly keptIn: KeyStoreKind
  /** This start made it. */
  readonly created: boolean
}

/** Where a secret text can be kept: the OS keychain or a file. */
export interface SecretStore {
  /** `null` when there is none. Throws when the store cannot say. */
  load(): Promise<string | null>
  save(secret: string): Promise<void>
}

/** What the data folder remembers of its identity in the clear, so that a lost key is noticed and never replaced. */
export interface IdentityMarker {
  readonly publicKeyHex: string
  readonly keptIn: KeyStoreKind
  readonly createdAt: string
}
