/** Changes or takes away the passphrase that an identity is sealed with. */
import { KithError } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import { isSealed, open, type ScryptCost, seal } from './sealed.ts'
import { decodeSecret } from './secret.ts'
import { createVault, type KeyStores } from './vault.ts'

interface PassphraseChange {
  readonly keptIn: KeyStoreKind
  /** `null` when it is not sealed now. */
  readonly from: string | null
  /** `null` leaves it unsealed, which only the keychain may keep. */
  readonly to: string | null
}

/**
 * @param cost tests only: makes sealing cheap
 * @throws KithError `WrongPassphrase` when `from` is not it; `IdentityMissing` when nothing is kept there;
 * `InvalidConfig` when a file is asked to keep it unsealed; whatever the store says when it fails
 */
export async function changePassphrase(
  ports: KeyStores & { readonly clock: Clock },
  change: PassphraseChange,
  cost?: ScryptCost,
): Promise<void> {
  if (change.to === null && change.keptIn === 'sealed-file')
    throw new KithError('InvalidConfig', 'A sealed file cannot be without a passphrase.')
  const store = createVault(ports, ports.clock)[change.keptIn]
  const text = await store.load()
  if (text === null) throw new KithError('IdentityMissing', 'There is no identity here whose passphrase could change.')
  const plain = isSealed(text) ? await open(text, change.from ?? '') : text
  decodeSecret(plain)
  await store.save(change.to === null ? plain : await seal(plain, change.to, cost))
}
