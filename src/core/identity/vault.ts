/** The three key stores as one, each with bounded patience and nothing believed that was not read back. */
import { KithError } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { SecretStore } from './identity.types.ts'
import { createPatience, STORE_PATIENCE_MS } from './patience.ts'

export interface KeyStores {
  readonly keychain: SecretStore
  readonly sealedFile: SecretStore
  readonly insecureFile: SecretStore
}

export type Vault = Readonly<Record<KeyStoreKind, SecretStore>>

/** One for each start: the patience of ten seconds is for all calls to a store together. */
export function createVault(stores: KeyStores, clock: Clock): Vault {
  const guarded = (store: SecretStore): SecretStore => {
    const patience = createPatience(clock, STORE_PATIENCE_MS)
    return {
      load: () => patience(() => store.load()),
      save: async (secret) => {
        await patience(() => store.save(secret))
        if ((await patience(() => store.load())) !== secret)
          throw new KithError('KeychainUnavailable', 'It does not give back what it was given to keep.', {
            details: { reason: 'not-kept' },
          })
      },
    }
  }
  return {
    keychain: guarded(stores.keychain),
    'sealed-file': guarded(stores.sealedFile),
    'insecure-file': guarded(stores.insecureFile),
  }
}
