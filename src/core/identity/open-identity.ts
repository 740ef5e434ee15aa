/** Finds, adopts or makes the identity of a data folder (spec §2). What to do is decided in `identity.policy.ts`. */
import { randomBytes as systemRandomBytes } from 'node:crypto'
import { KithError } from '../../contract/errors.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import { isoTime } from '../../kit/clock.ts'
import { type IdentityStep, nextStep, type StoreFact } from './identity.policy.ts'
import type { IdentityMarker, IdentityOptions, IdentityPorts, OpenedIdentity } from './identity.types.ts'
import { refusalError } from './refusal.ts'
import { isSealed, open, type ScryptCost, seal } from './sealed.ts'
import { decodeSecret, encodeSecret, publicKeyHex, type Secret } from './secret.ts'
import { createVault } from './vault.ts'

const KEY_BYTES = 32

type PerStore<T> = Partial<Record<KeyStoreKind, T>>

/**
 * Waits at most ten seconds for each store, besides what a person takes to answer and scrypt to compute.
 *
 * A crash at any point neither loses nor doubles an identity: the secret is written first, read back and compared, and
 * only then does the marker say that it exists; a secret without a marker is adopted on the next start.
 *
 * @param cost tests only: makes sealing cheap
 * @throws KithError `KeychainUnavailable`, `WrongPassphrase`, `IdentityMissing`, `InvalidConfig`, `Integrity` or
 * `DiskFull`; `details.choices` are what a person can answer, in the words of `HostView`
 */
export async function openIdentity(
  ports: IdentityPorts,
  options: IdentityOptions,
  cost?: ScryptCost,
): Promise<OpenedIdentity> {
  const marker = await ports.marker.load()
  const vault = createVault(ports, ports.clock)
  const facts: PerStore<StoreFact> = {}
  const texts: PerStore<string> = {}
  const secrets: PerStore<Secret> = {}
  const errors: PerStore<unknown> = {}
  let created: KeyStoreKind | undefined
  /** `undefined` until asked for, `null` when there is nobody to ask. */
  let passphrase: string | null | undefined

  for (;;) {
    const { requested, requirePassphrase } = options
    const asked = passphrase === undefined ? 'unasked' : passphrase === null ? 'none' : 'given'
    const step = nextStep({ marker, requested, requirePassphrase, passphrase: asked, stores: facts })
    ports.log.debug('identity: next step', { step })
    if (step.do === 'use') {
      if (step.seal && !(await sealInPlace(step.store))) continue
      const secret = known(secrets, step.store)
      if (step.adopt) await ports.marker.save(newMarker(secret, step.store, ports.clock.wallMs()))
      const fact = facts[step.store]
      const sealed = step.seal || (fact?.at === 'secret' && fact.wasSealed)
      return { ...secret, keptIn: step.store, created: created === step.store, sealed }
    }
    await take(step)
  }

  async function take(step: Exclude<IdentityStep, { do: 'use' }>): Promise<void> {
    switch (step.do) {
      case 'load':
        return look(step.store)
      case 'ask':
        passphrase = await options.passphrase(step.purpose)
        return
      case 'unseal':
        learn(step.store, decodeSecret(await open(known(texts, step.store), passphrase ?? '')), true)
        return
      case 'create':
        return create(step.store, step.sealed)
      case 'refuse':
        throw refusalError(step, marker !== null, step.stores[0] && errors[step.stores[0]])
    }
  }

  async function look(store: KeyStoreKind): Promise<void> {
    const text = await vault[store].load().catch((error: unknown) => {
      failed(store, error)
    })
    if (text === undefined) return
    if (text === null) facts[store] = { at: 'none' }
    else if (isSealed(text)) {
      texts[store] = text
      facts[store] = { at: 'sealed' }
    } else learn(store, decodeSecret(text), false)
  }

  async function create(store: KeyStoreKind, sealed: boolean): Promise<void> {
    // A person may have taken minutes over a passphrase: look once more before anything is written.
    await look(store)
    if (facts[store]?.at !== 'none') return
    const random = ports.randomBytes ?? systemRandomBytes
    const secret = { seed: new Uint8Array(random(KEY_BYTES)), dataKey: new Uint8Array(random(KEY_BYTES)) }
    if (!(await keep(store, secret, sealed))) return
    created = store
    learn(store, secret, sealed)
  }

  async function sealInPlace(store: KeyStoreKind): Promise<boolean> {
    return keep(store, known(secrets, store), true)
  }

  /** Whether the store keeps it. If not, that is a fact as well, and the next step follows from it. */
  async function keep(store: KeyStoreKind, secret: Secret, sealed: boolean): Promise<boolean> {
    const plain = encodeSecret(secret)
    const text = sealed ? await seal(plain, passphrase ?? '', cost) : plain
    try {
      await vault[store].save(text)
      return true
    } catch (error) {
      failed(store, error)
      return false
    }
  }

  function learn(store: KeyStoreKind, secret: Secret, wasSealed: boolean): void {
    secrets[store] = secret
    facts[store] = { at: 'secret', publicKeyHex: publicKeyHex(secret.seed), wasSealed }
  }

  function failed(store: KeyStoreKind, error: unknown): void {
    errors[store] = error
    facts[store] =
      error instanceof KithError
        ? { at: 'failed', error: error.name, message: error.message }
        : { at: 'failed', error: 'KeychainUnavailable', message: 'It failed for a reason that it did not explain.' }
    ports.log.warn('identity: a key store cannot be used', { store, error })
  }
}

function newMarker(secret: Secret, keptIn: KeyStoreKind, wallMs: number): IdentityMarker {
  return { publicKeyHex: publicKeyHex(secret.seed), keptIn, createdAt: isoTime(wallMs) }
}

/** The policy only names stores about which the facts say that they have it. */
function known<T>(of: PerStore<T>, store: KeyStoreKind): T {
  const value = of[store]
  if (value === undefined) throw new Error(`identity: nothing is known of ${store}`)
  return value
}
