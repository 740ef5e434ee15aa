import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyStoreKind } from '../../contract/views.ts'
import { type IdentityFacts, type IdentityStep, nextStep, type StoreFact } from './identity.policy.ts'

const mine = 'aa'.repeat(32)
const other = 'bb'.repeat(32)
const none: StoreFact = { at: 'none' }
const failed: StoreFact = { at: 'failed', error: 'KeychainUnavailable', message: 'It is locked.' }
const sealed: StoreFact = { at: 'sealed' }
const plain: StoreFact = { at: 'secret', publicKeyHex: mine, wasSealed: false }
const opened: StoreFact = { at: 'secret', publicKeyHex: mine, wasSealed: true }
const marked = (keptIn: KeyStoreKind) => ({ publicKeyHex: mine, keptIn })
const noFiles = { 'sealed-file': none, 'insecure-file': none } as const

const fresh: IdentityFacts = {
  marker: null,
  requested: undefined,
  requirePassphrase: false,
  passphrase: 'unasked',
  stores: {},
}

const rows: { why: string; facts: Partial<IdentityFacts>; step: Partial<IdentityStep> & Record<string, unknown> }[] = [
  // a first start
  { why: 'looks into the keychain first', facts: {}, step: { do: 'load', store: 'keychain' } },
  {
    why: 'looks into the files too before it makes anything',
    facts: { stores: { keychain: none } },
    step: { do: 'load', store: 'sealed-file' },
  },
  {
    why: 'makes an identity in the keychain when there is none anywhere',
    facts: { stores: { keychain: none, ...noFiles } },
    step: { do: 'create', store: 'keychain', sealed: false },
  },
  {
    why: 'asks for a passphrase first when one is required',
    facts: { requirePassphrase: true, stores: { keychain: none, ...noFiles } },
    step: { do: 'ask', purpose: 'create' },
  },
  {
    why: 'makes a sealed one in the keychain when a passphrase is required',
    facts: { requirePassphrase: true, passphrase: 'given', stores: { keychain: none, ...noFiles } },
    step: { do: 'create', store: 'keychain', sealed: true },
  },
  {
    why: 'refuses when one is required and there is nobody to ask',
    facts: { requirePassphrase: true, passphrase: 'none', stores: { keychain: none, ...noFiles } },
    step: { do: 'refuse', error: 'WrongPassphrase', choices: ['new-passphrase'] },
  },
  // no keychain, no wish
  {
    why: 'asks for a passphrase when the keychain fails',
    facts: { stores: { keychain: failed, ...noFiles } },
    step: { do: 'ask', purpose: 'create' },
  },
  {
    why: 'falls back to a sealed file when a passphrase is given',
    facts: { passphrase: 'given', stores: { keychain: failed, ...noFiles } },
    step: { do: 'create', store: 'sealed-file', sealed: true },
  },
  {
    why: 'refuses when the keychain fails and nobody gives a passphrase',
    facts: { passphrase: 'none', stores: { keychain: failed, ...noFiles } },
    step: { do: 'refuse', error: 'KeychainUnavailable', choices: ['retry', 'new-passphrase'] },
  },
  {
    why: 'takes up the sealed file of an earlier fall-back',
    facts: { passphrase: 'given', stores: { keychain: failed, 'sealed-file': sealed, 'insecure-file': none } },
    step: { do: 'unseal', store: 'sealed-file' },
  },
  {
    why: 'makes nothing when it cannot tell whether a file has a key',
    facts: { stores: { keychain: none, 'sealed-file': failed, 'insecure-file': none } },
    step: { do: 'refuse', reason: 'store-failed', stores: ['sealed-file'] },
  },
  // a marker that was lost
  {
    why: 'adopts a key without a marker',
    facts: { stores: { keychain: plain, ...noFiles } },
    step: { do: 'use', store: 'keychain', adopt: true, seal: false },
  },
  {
    why: 'does not choose between two keys',
    facts: { stores: { keychain: plain, 'sealed-file': sealed, 'insecure-file': none } },
    step: { do: 'refuse', error: 'InvalidConfig', reason: 'several', stores: ['keychain', 'sealed-file'] },
  },
  {
    why: 'never uses a plain file that nobody asked for',
    facts: { stores: { keychain: none, 'sealed-file': none, 'insecure-file': plain } },
    step: { do: 'refuse', error: 'InvalidConfig', reason: 'insecure-not-asked-for' },
  },
  // somebody says where
  {
    why: 'looks only where it is told to',
    facts: { requested: 'insecure-file' },
    step: { do: 'load', store: 'insecure-file' },
  },
  {
    why: 'makes a plain file when asked to',
    facts: { requested: 'insecure-file', stores: { 'insecure-file': none } },
    step: { do: 'create', store: 'insecure-file', sealed: false },
  },
  {
    why: 'does not fall back when the keychain was asked for',
    facts: { requested: 'keychain', passphrase: 'given', stores: { keychain: failed } },
    step: { do: 'refuse', error: 'KeychainUnavailable', choices: ['retry'] },
  },
  {
    why: 'seals a new sealed file',
    facts: { requested: 'sealed-file', passphrase: 'given', stores: { 'sealed-file': none } },
    step: { do: 'create', store: 'sealed-file', sealed: true },
  },
  {
    why: 'refuses another place than the one where the identity lives',
    facts: { marker: marked('keychain'), requested: 'sealed-file' },
    step: { do: 'refuse', error: 'InvalidConfig', reason: 'kept-elsewhere', stores: ['keychain'] },
  },
  // an identity that exists
  {
    why: 'uses the key that the marker names',
    facts: { marker: marked('keychain'), stores: { keychain: plain } },
    step: { do: 'use', store: 'keychain', adopt: false, seal: false },
  },
  {
    why: 'never replaces a key that is gone',
    facts: { marker: marked('keychain'), passphrase: 'given', stores: { keychain: none } },
    step: { do: 'refuse', error: 'IdentityMissing', reason: 'key-gone' },
  },
  {
    why: 'never falls back while the keychain with the key fails',
    facts: { marker: marked('keychain'), passphrase: 'given', stores: { keychain: failed } },
    step: { do: 'refuse', error: 'KeychainUnavailable', choices: ['retry'] },
  },
  {
    why: 'does not use the key of somebody else',
    facts: { marker: { publicKeyHex: other, keptIn: 'keychain' }, stores: { keychain: plain } },
    step: { do: 'refuse', error: 'IdentityMissing', reason: 'other-key' },
  },
  {
    why: 'asks for the passphrase of a sealed file',
    facts: { marker: marked('sealed-file'), stores: { 'sealed-file': sealed } },
    step: { do: 'ask', purpose: 'open' },
  },
  {
    why: 'refuses a sealed file without a passphrase',
    facts: { marker: marked('sealed-file'), passphrase: 'none', stores: { 'sealed-file': sealed } },
    step: { do: 'refuse', error: 'WrongPassphrase', choices: ['passphrase'] },
  },
  {
    why: 'seals what is in the keychain when a passphrase becomes required',
    facts: { marker: marked('keychain'), requirePassphrase: true, passphrase: 'given', stores: { keychain: plain } },
    step: { do: 'use', seal: true },
  },
  {
    why: 'leaves what is sealed as it is',
    facts: { marker: marked('keychain'), requirePassphrase: true, passphrase: 'given', stores: { keychain: opened } },
    step: { do: 'use', seal: false },
  },
  {
    why: 'remembers that the identity is in a plain file',
    facts: { marker: marked('insecure-file') },
    step: { do: 'load', store: 'insecure-file' },
  },
]

const kinds = ['keychain', 'sealed-file', 'insecure-file'] as const
const anyFact = fc.constantFrom(none, failed, sealed, plain, opened, {
  at: 'secret',
  publicKeyHex: other,
  wasSealed: false,
} as const)
const anyFacts: fc.Arbitrary<IdentityFacts> = fc.record({
  marker: fc.option(fc.record({ publicKeyHex: fc.constantFrom(mine, other), keptIn: fc.constantFrom(...kinds) })),
  requested: fc.constantFrom(undefined, ...kinds),
  requirePassphrase: fc.boolean(),
  passphrase: fc.constantFrom('unasked', 'given', 'none'),
  stores: fc.record({ keychain: anyFact, 'sealed-file': anyFact, 'insecure-file': anyFact }, { requiredKeys: [] }),
})

describe('identity policy', () => {
  it.each(rows)('$why', ({ facts, step }) => {
    expect(nextStep({ ...fresh, ...facts })).toMatchObject(step)
  })

  it('makes a new identity only where none is, and never when one is known', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const step = nextStep(facts)
        if (step.do !== 'create') return
        expect(facts.marker).toBeNull()
        expect(facts.stores[step.store]).toEqual(none)
        if (facts.requested === undefined)
          for (const kind of kinds) expect(['none', 'failed']).toContain(facts.stores[kind]?.at)
        if (step.store !== 'insecure-file' && step.store !== 'keychain') expect(step.sealed).toBe(true)
        if (step.store === 'insecure-file') expect(facts.requested).toBe('insecure-file')
      }),
      { numRuns: 5_000 },
    )
  })

  it('uses only a key that is there, in the place that was named, and that the marker knows', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const step = nextStep(facts)
        if (step.do !== 'use') return
        const fact = facts.stores[step.store]
        expect(fact?.at).toBe('secret')
        if (facts.marker) expect(fact).toMatchObject({ publicKeyHex: facts.marker.publicKeyHex })
        expect(step.store).toBe(facts.marker?.keptIn ?? facts.requested ?? step.store)
        expect(step.adopt).toBe(facts.marker === null)
      }),
      { numRuns: 5_000 },
    )
  })

  it('comes to an end whatever the stores hold, asking for a passphrase at most once', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom('given', 'none'), (world, answer) => {
        let facts: IdentityFacts = { ...world, passphrase: 'unasked', stores: {} }
        for (let steps = 0; steps < 12; steps += 1) {
          const step = nextStep(facts)
          if (step.do === 'use' || step.do === 'create' || step.do === 'refuse') return
          if (step.do === 'ask') {
            expect(facts.passphrase).toBe('unasked')
            facts = { ...facts, passphrase: answer }
          } else {
            const learnt = step.do === 'load' ? (world.stores[step.store] ?? none) : opened
            facts = { ...facts, stores: { ...facts.stores, [step.store]: learnt } }
          }
        }
        expect.unreachable('it went in circles')
      }),
      { numRuns: 5_000 },
    )
  })
})
