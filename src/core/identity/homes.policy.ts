/** Where a restored identity is to be kept, and whether it is sealed there (spec §2). Pure. */
import type { KeyStoreKind } from '../../contract/views.ts'

export interface HomeFacts {
  /** What the settings or `--key-store` ask for. */
  readonly requested: KeyStoreKind | undefined
  /** Where the identity that is here is kept; `null` when there is none, or nobody knows. */
  readonly before: KeyStoreKind | null
  /** The settings want the key sealed inside the keychain too. */
  readonly requirePassphrase: boolean
  /** A passphrase was given to seal it with. */
  readonly hasPassphrase: boolean
}

export interface Home {
  readonly store: KeyStoreKind
  readonly sealed: boolean
}

export interface Homes {
  /** To be tried in this order. */
  readonly homes: readonly Home[]
  /** With a passphrase there would be one more. */
  readonly wantsPassphrase: boolean
}

/**
 * It stays where the one before it was kept, because a person chose that; a keychain that cannot be used has the sealed file
 * behind it, as on a first start. A key that was asked to be sealed is never kept unsealed.
 */
export function homesFor(facts: HomeFacts): Homes {
  const { requested, before, requirePassphrase, hasPassphrase } = facts
  const wished: readonly KeyStoreKind[] = requested
    ? [requested]
    : before === null || before === 'keychain'
      ? ['keychain', 'sealed-file']
      : [before]
  const homes = wished.map(
    (store): Home => ({ store, sealed: store !== 'insecure-file' && (hasPassphrase || mustSeal(store)) }),
  )
  const fitting = homes.filter(({ sealed, store }) =>
    store === 'insecure-file' ? !hasPassphrase : !sealed || hasPassphrase,
  )
  return { homes: fitting, wantsPassphrase: !hasPassphrase && fitting.length < homes.length }

  function mustSeal(store: KeyStoreKind): boolean {
    return store === 'sealed-file' || (store === 'keychain' && requirePassphrase)
  }
}
