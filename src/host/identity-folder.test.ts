import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeSecretStore } from '../../tests/harness/fake-secret-store.ts'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { KithError } from '../contract/errors.ts'
import { Settings } from '../contract/settings.ts'
import { type Backup, openIdentity, type Secret } from '../core/identity/index.ts'
import { silentLog } from '../kit/log.ts'
import { createIdentityFolder } from './identity-folder.ts'
import { createInsecureFile, createMarkerFile, createSealedFile } from './key-files.ts'
import { profileName } from './profile.ts'
import { finishRestore, type OnStep } from './restore-plan.ts'
import { loadSettings, saveSettings } from './settings-file.ts'

const cheap = { N: 2, r: 1, p: 1 }
const clock = new ManualClock()
const secretOf = (n: number): Secret => ({
  seed: new Uint8Array(32).fill(n),
  dataKey: new Uint8Array(32).fill(100 + n),
})
const backupOf = (n: number): Backup => ({
  secret: secretOf(n),
  name: 'Ada',
  madeAt: '2026-01-01T00:00:00.000Z',
  allowlist: '{"format":"kith-allowlist","peers":[],"version":1}',
  settings: { name: 'restored', admission: { mode: 'locked' } },
})

let parent = ''
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kith-restore-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

/** A machine with a keychain that outlives every crash, and one data folder. */
function machine(like?: { readonly folder: string; readonly keychain: ReadonlyMap<string, FakeSecretStore> }) {
  const folder = mkdtempSync(join(parent, 'data-'))
  if (like) cpSync(like.folder, folder, { recursive: true })
  const keychain = new Map([...(like?.keychain ?? [])].map(([name, { secret }]) => [name, new FakeSecretStore(secret)]))
  const state = { keychainWorks: true }
  const accountOf = (account: string): FakeSecretStore => {
    const store = keychain.get(account) ?? new FakeSecretStore()
    keychain.set(account, store)
    if (!state.keychainWorks) store.fail()
    return store
  }
  const storesAt = (account: string, at: string) => ({
    keychain: accountOf(account),
    sealedFile: createSealedFile({ folder: at, log: silentLog }),
    insecureFile: createInsecureFile({ folder: at, log: silentLog }),
  })
  const open = (onStep?: OnStep) =>
    createIdentityFolder({
      dataFolder: folder,
      clock,
      log: silentLog,
      cost: cheap,
      onStep,
      profile: {
        keyStores: (place = { account: profileName(folder), folder }) => storesAt(place.account, place.folder),
        openStore({ dataKey }) {
          const owner = readFileSync(join(folder, 'kith.db'), 'utf8')
          if (owner !== `of ${String((dataKey[0] ?? 0) - 100)}`) throw new KithError('StoreDamaged', 'Another key.')
          return { close: () => {} } as never
        },
      },
    })
  /** As a start of a node does it: whose identity is it, and is its database there? */
  async function start(passphrase: string | null = null) {
    finishRestore(folder)
    const marker = createMarkerFile({ folder })
    const { settings } = loadSettings({ dataFolder: folder })
    const { keyStore: requested, requirePassphrase } = settings.identity
    const identity = await openIdentity(
      { ...storesAt(profileName(folder), folder), marker, clock, log: silentLog },
      { requested, requirePassphrase, passphrase: () => Promise.resolve(passphrase) },
      cheap,
    )
    const database = existsSync(join(folder, 'kith.db')) ? readFileSync(join(folder, 'kith.db'), 'utf8') : null
    const pending = await open().pendingAllowlist(identity)
    return { n: identity.seed[0], keptIn: identity.keptIn, sealed: identity.sealed, database, settings, pending }
  }
  /** The folder of an identity that was used before. */
  async function inhabit(n: number, newPassphrase: string | null) {
    const prepared = await open().prepare(backupOf(n), newPassphrase, Settings.parse({}))
    prepared.commit(null)
    finishRestore(folder)
    open().dropPendingAllowlist()
    expect(prepared.aside()).toBeNull()
    writeFileSync(join(folder, 'kith.db'), `of ${n}`)
    saveSettings(folder, { name: 'before', admission: null, network: { listen: ['/ip4/127.0.0.1/tcp/1'] } })
  }
  async function restore(n: number, newPassphrase: string | null, onStep?: OnStep) {
    const { settings } = loadSettings({ dataFolder: folder })
    const prepared = await open(onStep).prepare(backupOf(n), newPassphrase, settings)
    prepared.commit(null)
    finishRestore(folder, onStep)
    return { aside: prepared.aside() ?? '' }
  }
  return { folder, keychain, state, start, inhabit, restore, open }
}

it('brings identity and settings into an empty folder, and leaves the allowlist for the node', async () => {
  const { restore, start, folder, open } = machine()
  await restore(1, null)
  const now = await start()
  expect(now).toMatchObject({ n: 1, keptIn: 'keychain', sealed: false, database: null })
  expect(now.settings).toMatchObject({ name: 'restored', admission: { mode: 'locked' } })
  expect(now.pending).toMatchObject({ madeAt: backupOf(1).madeAt, allowlist: backupOf(1).allowlist })
  expect(await open().pendingAllowlist(secretOf(2))).toBeNull()
  // Names and notes are sealed like everything private in the folder.
  expect(readFileSync(join(folder, 'allowlist.restored'), 'utf8')).not.toContain('kith-allowlist')
  expect(readdirSync(folder)).not.toContain('restore.pending')
})

it('puts the identity that was there aside, with its database and its settings, and says where', async () => {
  const { inhabit, restore, start, folder } = machine()
  await inhabit(1, null)
  const { aside } = await restore(2, null)
  const now = await start()
  expect(now).toMatchObject({ n: 2, database: null, settings: { name: 'restored' } })
  // Where this machine listens is no matter of a backup.
  expect(now.settings.network.listen).toEqual(['/ip4/127.0.0.1/tcp/1'])
  expect(readdirSync(aside).sort()).toEqual(['identity.json', 'kith.db', 'profile', 'settings.yaml'])
  // The way back, as the handbook tells it.
  for (const name of readdirSync(folder)) if (!join(folder, name).startsWith(aside)) rmSync(join(folder, name))
  for (const name of readdirSync(aside)) renameSync(join(aside, name), join(folder, name))
  expect(await start()).toMatchObject({ n: 1, database: 'of 1', settings: { name: 'before' }, pending: null })
})

it('keeps the database where the identity is the one that is here already', async () => {
  const { inhabit, restore, start } = machine()
  await inhabit(1, null)
  const { aside } = await restore(1, null)
  expect(await start()).toMatchObject({ n: 1, database: 'of 1', settings: { name: 'restored' } })
  expect(readdirSync(aside)).not.toContain('kith.db')
})

it('opens the database again whose key was lost, and puts one aside that the key does not open', async () => {
  const { folder, inhabit, restore, start } = machine()
  await inhabit(1, null)
  rmSync(join(folder, 'profile'))
  await expect(start()).rejects.toMatchObject({ code: 6003 })
  await restore(1, null)
  expect(await start()).toMatchObject({ n: 1, database: 'of 1' })
  writeFileSync(join(folder, 'kith.db'), 'of 3')
  await restore(1, null)
  expect(await start()).toMatchObject({ n: 1, database: null })
})

it('restores over a passphrase that nobody remembers', async () => {
  const { inhabit, restore, start } = machine()
  await inhabit(1, 'forgotten words')
  await expect(start()).rejects.toMatchObject({ code: 6002 })
  await restore(1, 'other words')
  expect(await start('other words')).toMatchObject({ n: 1, sealed: true, database: 'of 1' })
})

it('asks for a passphrase where there is no keychain, and changes nothing until it has one', async () => {
  const { state, restore, start, folder } = machine()
  state.keychainWorks = false
  await expect(restore(1, null)).rejects.toMatchObject({ code: 6001, details: { choices: ['new-passphrase'] } })
  expect(readdirSync(folder)).toEqual([])
  await restore(1, 'correct horse')
  expect(await start('correct horse')).toMatchObject({ n: 1, keptIn: 'sealed-file', sealed: true })
})

it('refuses a setting of a later version before anything is changed', async () => {
  const { folder, inhabit, open, start } = machine()
  await inhabit(1, null)
  const later = { ...backupOf(2), settings: { teleport: true } }
  await expect(open().prepare(later, null, Settings.parse({}))).rejects.toMatchObject({
    name: 'InvalidConfig',
    message: /teleport.*Update Kith/,
  })
  expect(readdirSync(folder)).not.toContain('restore.pending')
  expect(await start()).toMatchObject({ n: 1 })
})

describe('a crash between any two steps', () => {
  const cases = [
    { what: 'over a key in the keychain', before: 1, old: null, to: 2, now: null },
    { what: 'over a sealed file', before: 1, old: 'old words', to: 2, now: 'new words', noKeychain: true },
    { what: 'over the same identity', before: 1, old: null, to: 1, now: 'new words' },
    { what: 'into an empty folder', before: null, old: null, to: 2, now: null },
  ] as const

  it.each(cases)('leaves the one or the other whole: $what', async (made) => {
    const { before, old, to, now } = made
    const steps: string[] = []
    const outcomes: string[] = []
    const inhabited = machine()
    inhabited.state.keychainWorks = !('noKeychain' in made)
    if (before !== null) await inhabited.inhabit(before, old)
    for (let crashAt = 0; ; crashAt += 1) {
      const it = machine(inhabited)
      it.state.keychainWorks = !('noKeychain' in made)
      steps.length = 0
      const crash: OnStep = (step) => {
        if (steps.length === crashAt) throw new Error('power loss')
        steps.push(step)
      }
      const done = await it.restore(to, now, crash).then(
        () => true,
        () => false,
      )
      const committed = steps.includes('commit')
      if (!committed && before === null) {
        expect(await it.start()).not.toMatchObject({ n: to })
        outcomes.push('none')
        continue
      }
      const after = await it.start(committed ? now : old)
      const kept = committed ? to : before
      const database = kept === before ? `of ${String(before)}` : null
      expect(after).toMatchObject({ n: kept, database, settings: { name: committed ? 'restored' : 'before' } })
      expect(after.pending === null).toBe(!committed)
      outcomes.push(committed ? 'new' : 'old')
      // A second start finds nothing left to do.
      expect(await it.start(committed ? now : old)).toEqual(after)
      if (done) break
    }
    expect(outcomes.length).toBeGreaterThan(8)
    expect(outcomes.at(0)).toBe(before === null ? 'none' : 'old')
    expect(outcomes.at(-1)).toBe('new')
  })
})

it('survives a copy of the folder that was made in the middle of a restore', async () => {
  const one = machine()
  await one.inhabit(1, null)
  const copy = join(parent, 'copy')
  await one
    .restore(2, null, (step) => {
      if (!step.startsWith('put profile in')) return
      cpSync(one.folder, copy, { recursive: true })
    })
    .catch(() => {})
  expect(finishRestore(copy)).toBe(true)
  expect(readFileSync(join(copy, 'profile'), 'utf8')).toBe(readFileSync(join(one.folder, 'profile'), 'utf8'))
})
