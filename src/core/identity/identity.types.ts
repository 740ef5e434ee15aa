/** Who this node is, and the ports through which its secret is kept (spec §2). */
import type { KeyStoreKind } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'

export interface Identity {
  /** Ed25519 seed, 32 bytes (RFC 8032 §5.1.5). Never logged, shown or sent anywhere. */
  readonly seed: Uint8Array
  /** AES-256 key, 32 bytes, that seals private columns of the database. */
  readonly dataKey: Uint8Array
  readonly keptIn: KeyStoreKind
  /** This start made it. */
  readonly created: boolean
}

/** An identity that this start opened. */
export interface OpenedIdentity extends Identity {
  /** A passphrase opens it. */
  readonly sealed: boolean
}

/** Where a secret text can be kept: the OS keychain or a file. */
export interface SecretStore {
  /** `null` when there is none, for certain. Throws when the store cannot say (a `KithError` where it knows why). */
  load(): Promise<string | null>
  /** When it returns, the secret is durable and replaces the one before. */
  save(secret: string): Promise<void>
}

/** What the data folder remembers of its identity in the clear, so that a lost key is noticed and never replaced. */
export interface IdentityMarker {
  readonly publicKeyHex: string
  readonly keptIn: KeyStoreKind
  readonly createdAt: string
}

/** Where the marker is kept. */
export interface MarkerStore {
  /** `null` when there is none. Throws `KithError` when there is one that cannot be read. */
  load(): Promise<IdentityMarker | null>
  save(marker: IdentityMarker): Promise<void>
}

/** What a passphrase is asked for: to open what is sealed, or to seal something new (ask twice). */
export type PassphrasePurpose = 'open' | 'create'

export interface IdentityPorts {
  readonly keychain: SecretStore
  readonly sealedFile: SecretStore
  readonly insecureFile: SecretStore
  readonly marker: MarkerStore
  readonly clock: Clock
  readonly log: Log
  /** Cryptographically strong. Left out: `node:crypto`. */
  readonly randomBytes?: (size: number) => Uint8Array
}

export interface IdentityOptions {
  /** What the settings or `--key-store` ask for. */
  readonly requested: KeyStoreKind | undefined
  /** Seal the key with a passphrase inside the keychain too. */
  readonly requirePassphrase: boolean
  /** Asked at most once, and only when a passphrase is needed. `null` when there is nobody or nothing to ask. */
  readonly passphrase: (purpose: PassphrasePurpose) => Promise<string | null>
}
