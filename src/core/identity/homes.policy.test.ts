import { expect, it } from 'vitest'
import { type HomeFacts, homesFor } from './homes.policy.ts'

const facts: HomeFacts = { requested: undefined, before: null, requirePassphrase: false, hasPassphrase: false }
const plain = (store: 'keychain' | 'insecure-file') => ({ store, sealed: false })
const sealed = (store: 'keychain' | 'sealed-file') => ({ store, sealed: true })

it.each([
  ['nothing is here', {}, [plain('keychain')], true],
  ['a passphrase is given', { hasPassphrase: true }, [sealed('keychain'), sealed('sealed-file')], false],
  ['it was in the keychain', { before: 'keychain' }, [plain('keychain')], true],
  ['it was in a sealed file', { before: 'sealed-file' }, [], true],
  ['it was in a sealed file', { before: 'sealed-file', hasPassphrase: true }, [sealed('sealed-file')], false],
  ['it was in a plain file', { before: 'insecure-file' }, [plain('insecure-file')], false],
  ['a plain file has no passphrase', { before: 'insecure-file', hasPassphrase: true }, [], false],
  ['the keychain is to be sealed', { requested: 'keychain', requirePassphrase: true }, [], true],
  ['it is asked for', { requested: 'insecure-file', before: 'keychain' }, [plain('insecure-file')], false],
] as const)('%s: %j', (_what, more, homes, wantsPassphrase) => {
  expect(homesFor({ ...facts, ...more })).toEqual({ homes, wantsPassphrase })
})
