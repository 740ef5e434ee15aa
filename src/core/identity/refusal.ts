/** Puts a refusal into words: what happened, what it means, what to do. */
import { KithError } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import type { IdentityRefusal } from './identity.policy.ts'

const storeNames: Readonly<Record<KeyStoreKind, string>> = {
  keychain: "the operating system's keychain",
  'sealed-file': 'the sealed file in the data folder',
  'insecure-file': 'the plain key file in the data folder',
}

export function refusalError(refusal: IdentityRefusal, hadMarker: boolean, cause?: unknown): KithError {
  const from = cause instanceof KithError ? cause.details : {}
  return new KithError(refusal.error, words(refusal, hadMarker), {
    ...(cause === undefined ? {} : { cause }),
    // The reason of a store that failed (`locked`, `slow`, `no-service` …) says more than `store-failed`.
    details: { reason: refusal.reason, ...from, choices: refusal.choices, stores: refusal.stores },
  })
}

function words(refusal: IdentityRefusal, hadMarker: boolean): string {
  const [store = 'keychain'] = refusal.stores
  const place = storeNames[store]
  switch (refusal.reason) {
    case 'kept-elsewhere':
      return `The identity of this data folder is kept in ${place}. Start with --key-store ${store} or without --key-store.`
    case 'several':
      return `More than one identity was found: ${refusal.stores.map((kind) => storeNames[kind]).join(' and ')}. Say which one is yours with --key-store ${refusal.stores.join(' or --key-store ')}.`
    case 'insecure-not-asked-for':
      return 'An identity was found in a plain key file, which Kith uses only when asked to. Start with --key-store insecure-file to use it.'
    case 'store-failed':
      if (store !== 'keychain') return refusal.message ?? `Kith cannot read ${place}.`
      return `${sentence(refusal.message)} ${keychainAdvice(refusal, hadMarker)}`
    case 'key-gone':
      return `This data folder belongs to an identity whose key is no longer in ${place}. Kith makes no new one in its place. Restore it from a backup${store === 'keychain' ? ', or sign in as the user who made it' : ''}.`
    case 'other-key':
      return `The key in ${place} belongs to another identity than this data folder. Kith uses neither. Restore the right one from a backup, or use the data folder that goes with the key.`
    case 'passphrase-needed':
      return `The identity in ${place} is sealed. Enter its passphrase.`
    case 'new-passphrase-needed':
      return `The identity is to be sealed in ${place}. Choose a passphrase for it.`
  }
}

const sentence = (message: string | undefined): string => `The keychain cannot be used now. ${message ?? ''}`.trim()

function keychainAdvice(refusal: IdentityRefusal, hadMarker: boolean): string {
  if (hadMarker) return 'Your identity is kept there and was not touched. Unlock the keychain, then try again.'
  if (refusal.choices.includes('new-passphrase'))
    return 'Unlock it and try again, or choose a passphrase: then a sealed file keeps your identity.'
  return 'Unlock it and try again, or start with --key-store sealed-file.'
}
