/** Puts a restored secret where it is to be kept, and believes that only after it was read back (spec §2). */
import { KithError } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import { type HomeFacts, homesFor } from './homes.policy.ts'
import { type ScryptCost, seal } from './sealed.ts'
import { encodeSecret, type Secret } from './secret.ts'
import { createVault, type KeyStores } from './vault.ts'

export interface KeepWish extends Omit<HomeFacts, 'hasPassphrase'> {
  readonly secret: Secret
  /** Seals it there. */
  readonly passphrase: string | null
}

export interface Kept {
  readonly keptIn: KeyStoreKind
  readonly sealed: boolean
}

/**
 * @param cost tests only: makes sealing cheap
 * @throws KithError `WrongPassphrase` or `KeychainUnavailable` with `details.choices` `['new-passphrase']` when a passphrase
 * would make it possible; `InvalidConfig` when one was given for a plain file; else whatever the store said
 */
export async function keepSecret(
  stores: KeyStores & { readonly clock: Clock },
  wish: KeepWish,
  cost?: ScryptCost,
): Promise<Kept> {
  const { secret, passphrase } = wish
  const { homes, wantsPassphrase } = homesFor({ ...wish, hasPassphrase: passphrase !== null })
  const vault = createVault(stores, stores.clock)
  const plain = encodeSecret(secret)
  let refused: Error | null = null
  for (const { store, sealed } of homes) {
    try {
      await vault[store].save(sealed && passphrase !== null ? await seal(plain, passphrase, cost) : plain)
      return { keptIn: store, sealed }
    } catch (error) {
      refused ??= error instanceof Error ? error : new Error('a key store failed', { cause: error })
    }
  }
  if (wantsPassphrase) throw passphraseWanted(refused)
  if (refused !== null) throw refused
  throw new KithError(
    'InvalidConfig',
    'This node keeps its key in a plain file, which has no passphrase. Restore without a new passphrase, or start with another --key-store.',
  )
}

function passphraseWanted(refused: Error | null): KithError {
  if (refused instanceof KithError)
    return new KithError(
      refused.name,
      `The keychain of this system cannot be used now. ${refused.message} Unlock it and try again, or choose a passphrase: then a sealed file keeps the key.`,
      { cause: refused, details: { ...refused.details, choices: ['new-passphrase'] } },
    )
  return new KithError('WrongPassphrase', 'The key is sealed on this machine. Choose a passphrase for it.', {
    details: { choices: ['new-passphrase'] },
  })
}
