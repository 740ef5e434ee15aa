/**
 * What to do next to get at the identity, given what is known so far (spec §2). The shell does it, adds what it learnt
 * and asks again, until the answer is `use`, `create` or `refuse`.
 *
 * The one rule above all: a new identity is made only when it is certain that there is none.
 */
import type { ErrorName } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import type { IdentityMarker, PassphrasePurpose } from './identity.types.ts'

/** What is known of one store. Not in the facts: not asked yet. */
export type StoreFact =
  | { readonly at: 'none' }
  /** It could not say. `error` is what to refuse with if nothing else helps. */
  | { readonly at: 'failed'; readonly error: ErrorName; readonly message: string }
  /** Something sealed with a passphrase is there, and was not opened yet. */
  | { readonly at: 'sealed' }
  | { readonly at: 'secret'; readonly publicKeyHex: string; readonly wasSealed: boolean }

export interface IdentityFacts {
  readonly marker: Pick<IdentityMarker, 'publicKeyHex' | 'keptIn'> | null
  readonly requested: KeyStoreKind | undefined
  readonly requirePassphrase: boolean
  readonly passphrase: 'unasked' | 'given' | 'none'
  readonly stores: Readonly<Partial<Record<KeyStoreKind, StoreFact>>>
}

/** What a person can do about a refusal, as `HostView.choices` has it. */
type IdentityChoice = 'retry' | 'passphrase' | 'new-passphrase'

export type IdentityStep =
  | { readonly do: 'load'; readonly store: KeyStoreKind }
  | { readonly do: 'ask'; readonly purpose: PassphrasePurpose }
  | { readonly do: 'unseal'; readonly store: KeyStoreKind }
  /** `seal`: what is there becomes sealed. `adopt`: there was no marker, write one. */
  | { readonly do: 'use'; readonly store: KeyStoreKind; readonly seal: boolean; readonly adopt: boolean }
  | { readonly do: 'create'; readonly store: KeyStoreKind; readonly sealed: boolean }
  | IdentityRefusal

export interface IdentityRefusal {
  readonly do: 'refuse'
  readonly reason:
    | 'kept-elsewhere'
    | 'several'
    | 'insecure-not-asked-for'
    | 'store-failed'
    | 'key-gone'
    | 'other-key'
    | 'passphrase-needed'
    | 'new-passphrase-needed'
  readonly error: ErrorName
  readonly choices: readonly IdentityChoice[]
  /** The stores that it is about. */
  readonly stores: readonly KeyStoreKind[]
  /** What the store said, if it was a store that failed. */
  readonly message?: string
}

/** In the order in which they are looked at when nobody knows. */
const kinds: readonly KeyStoreKind[] = ['keychain', 'sealed-file', 'insecure-file']

export function nextStep(facts: IdentityFacts): IdentityStep {
  const { marker, requested } = facts
  if (marker && requested && requested !== marker.keptIn)
    return refuse('kept-elsewhere', 'InvalidConfig', [], [marker.keptIn])
  const home = marker?.keptIn ?? requested
  return home ? atHome(home, facts) : looking(facts)
}

/** The data folder or the person says where the identity lives. */
function atHome(home: KeyStoreKind, facts: IdentityFacts): IdentityStep {
  const fact = facts.stores[home]
  if (!fact) return { do: 'load', store: home }
  switch (fact.at) {
    case 'failed':
      return storeFailed(home, fact, ['retry'])
    case 'none':
      if (facts.marker) return refuse('key-gone', 'IdentityMissing', [], [home])
      return create(home, facts)
    case 'sealed':
    case 'secret':
      return take(home, fact, facts)
  }
}

/** A first start, or one whose marker is lost: everywhere is looked before anything is made. */
function looking(facts: IdentityFacts): IdentityStep {
  const unasked = kinds.find((kind) => !facts.stores[kind])
  if (unasked) return { do: 'load', store: unasked }
  for (const kind of ['sealed-file', 'insecure-file'] as const) {
    const fact = facts.stores[kind]
    if (fact?.at === 'failed') return storeFailed(kind, fact, ['retry'])
  }
  const found = kinds.filter((kind) => facts.stores[kind]?.at === 'sealed' || facts.stores[kind]?.at === 'secret')
  const [only, ...more] = found
  if (more.length > 0) return refuse('several', 'InvalidConfig', [], found)
  if (only === 'insecure-file') return refuse('insecure-not-asked-for', 'InvalidConfig', [], [only])
  const fact = only && facts.stores[only]
  if (fact && (fact.at === 'sealed' || fact.at === 'secret')) return take(only, fact, facts)
  const keychain = facts.stores.keychain
  if (keychain?.at !== 'failed') return create('keychain', facts)
  // No keychain on this machine, or not now: a sealed file does as well, for whoever gives a passphrase.
  if (facts.passphrase === 'none') return storeFailed('keychain', keychain, ['retry', 'new-passphrase'])
  return create('sealed-file', facts)
}

function take(
  store: KeyStoreKind,
  fact: Extract<StoreFact, { at: 'sealed' | 'secret' }>,
  facts: IdentityFacts,
): IdentityStep {
  if (fact.at === 'sealed') {
    if (facts.passphrase === 'unasked') return { do: 'ask', purpose: 'open' }
    if (facts.passphrase === 'given') return { do: 'unseal', store }
    return refuse('passphrase-needed', 'WrongPassphrase', ['passphrase'], [store])
  }
  if (facts.marker && facts.marker.publicKeyHex !== fact.publicKeyHex)
    return refuse('other-key', 'IdentityMissing', [], [store])
  const seal = !fact.wasSealed && mustSeal(store, facts)
  const adopt = facts.marker === null
  return seal ? withNewPassphrase(store, facts, { do: 'use', store, seal, adopt }) : { do: 'use', store, seal, adopt }
}

function create(store: KeyStoreKind, facts: IdentityFacts): IdentityStep {
  if (!mustSeal(store, facts)) return { do: 'create', store, sealed: false }
  return withNewPassphrase(store, facts, { do: 'create', store, sealed: true })
}

function withNewPassphrase(store: KeyStoreKind, facts: IdentityFacts, step: IdentityStep): IdentityStep {
  if (facts.passphrase === 'unasked') return { do: 'ask', purpose: 'create' }
  if (facts.passphrase === 'given') return step
  return refuse('new-passphrase-needed', 'WrongPassphrase', ['new-passphrase'], [store])
}

const mustSeal = (store: KeyStoreKind, facts: IdentityFacts): boolean =>
  store === 'sealed-file' || (store === 'keychain' && facts.requirePassphrase)

const storeFailed = (
  store: KeyStoreKind,
  fact: Extract<StoreFact, { at: 'failed' }>,
  choices: readonly IdentityChoice[],
): IdentityRefusal => ({ ...refuse('store-failed', fact.error, choices, [store]), message: fact.message })

const refuse = (
  reason: IdentityRefusal['reason'],
  error: ErrorName,
  choices: readonly IdentityChoice[],
  stores: readonly KeyStoreKind[],
): IdentityRefusal => ({ do: 'refuse', reason, error, choices, stores })
