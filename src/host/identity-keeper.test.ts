import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { KithError } from '../contract/errors.ts'
import { Settings } from '../contract/settings.ts'
import { type OpenedIdentity, openBackup, peerIdOfKey, publicKeyHex } from '../core/identity/index.ts'
import type { PeerNode } from '../core/node.types.ts'
import type { NodeHold } from './host.ts'
import type { IdentityFolder } from './identity-folder.ts'
import { createIdentityKeeper } from './identity-keeper.ts'

const cheap = { N: 2, r: 1, p: 1 }
const here: OpenedIdentity = {
  seed: new Uint8Array(32).fill(1),
  dataKey: new Uint8Array(32).fill(2),
  keptIn: 'keychain',
  created: false,
  sealed: false,
}
const key = publicKeyHex(here.seed)
const peers = [
  { peerId: 'a', level: 'trusted', note: 'met in Rome', limits: { monthlyBytes: 7 } },
  { peerId: 'b', level: 'blocked' },
]
const allowlist = JSON.stringify({ format: 'kith-allowlist', peers, version: 1 })
const told: unknown[] = []
const log = { debug: note, info: note, warn: note, error: note }
function note(...line: unknown[]): void {
  told.push(line)
}
beforeEach(() => {
  told.length = 0
})

function setup(identity: OpenedIdentity | null = here, own: unknown = {}) {
  const did: string[] = []
  const state = { identity, settings: Settings.parse(own), importing: null as KithError | null, pending: true }
  const node = {
    handlers: {
      'allowlist.export': () => Promise.resolve({ text: allowlist, fileName: '', entries: 2 }),
      'allowlist.import': ({ text }: { text: string }) => {
        did.push(`import ${text}`)
        return state.importing ? Promise.reject(state.importing) : Promise.resolve({})
      },
      'node.status': () => Promise.resolve({ name: 'Ada’s <node>' }),
      'settings.get': () => Promise.resolve({ settings: state.settings }),
      'settings.set': ({ change }: { change: unknown }) => {
        did.push(`settings ${JSON.stringify(change)}`)
        state.settings = Settings.parse({})
        return Promise.resolve({ settings: state.settings })
      },
    },
    noteKey: (reason: string) => did.push(`log: ${reason}`),
  } as unknown as PeerNode
  const hold: NodeHold = {
    running() {
      if (!state.identity) throw new KithError('Unreachable', 'The node is locked.')
      return { node, identity: state.identity }
    },
    identityIs: (now) => (state.identity = now),
    startAnew(answer, work) {
      did.push(`start anew with ${JSON.stringify(answer)}`)
      work(state.identity)
      return Promise.resolve({ phase: 'running', problem: null, choices: [] })
    },
  }
  const folder: IdentityFolder = {
    marker: () => Promise.resolve(state.identity && { publicKeyHex: key, keptIn: 'keychain', createdAt: '' }),
    prepare: (backup, newPassphrase) => {
      did.push(`prepare ${backup.name ?? ''}`)
      return Promise.resolve({
        keptIn: 'keychain',
        sealed: newPassphrase !== null,
        publicKeyHex: key,
        aside: () => '/data/before-restore-x',
        commit: () => did.push('commit'),
      })
    },
    drop: () => did.push('drop'),
    changePassphrase: (_keptIn, from, to) => {
      did.push(`passphrase ${String(from)} → ${String(to)}`)
      return Promise.resolve()
    },
    pendingAllowlist: () =>
      Promise.resolve(
        state.pending ? { madeAt: '2026-01-01T00:00:00.000Z', aside: 'before-restore-x', allowlist } : null,
      ),
    dropPendingAllowlist: () => (state.pending = false),
  }
  const keeper = createIdentityKeeper(
    {
      clock: new ManualClock(),
      log,
      folder,
      cost: cheap,
      ownSettings: () => state.settings,
      settings: () => state.settings,
    },
    hold,
  )
  return { ...keeper, calls: keeper.handlers, did, state, node }
}

it('says whose key it is and how it is kept, while the node runs', async () => {
  const view = { peerId: peerIdOfKey(key), keptIn: 'keychain', sealed: false }
  expect(await setup().calls['identity.status'](undefined)).toEqual(view)
  await expect(setup(null).calls['identity.status'](undefined)).rejects.toMatchObject({ name: 'Unreachable' })
})

it('makes a backup of identity, allowlist and settings, and says what is in one', async () => {
  const own = {
    admission: { mode: 'locked' },
    identity: { keyStore: 'keychain' },
    network: { listen: [], mdns: false },
  }
  const { calls, did } = setup(here, own)
  const { fileName, text } = await calls['identity.backup']({ passphrase: 'correct horse' })
  expect(fileName).toBe('kith-backup-Ada-s-node-2026-01-01.kith-backup')
  expect(await openBackup(text, 'correct horse')).toEqual({
    secret: { seed: here.seed, dataKey: here.dataKey },
    name: 'Ada’s <node>',
    madeAt: '2026-01-01T00:00:00.000Z',
    allowlist,
    settings: { admission: { mode: 'locked' }, network: { mdns: false } },
  })
  expect(did).toEqual(['log: backed-up'])
  const view = { peerId: peerIdOfKey(key), name: 'Ada’s <node>', madeAt: '2026-01-01T00:00:00.000Z', peers: 1 }
  const typed = { text, passphrase: 'correct horse' }
  expect(await calls['identity.check'](typed)).toEqual({ ...view, same: true })
  expect(await setup({ ...here }).calls['identity.check'](typed)).toEqual({ ...view, same: true })
  expect(await setup(null).calls['identity.check'](typed)).toEqual({ ...view, same: null })
  await expect(calls['identity.check']({ text, passphrase: 'wrong' })).rejects.toMatchObject({ code: 6002 })
  await expect(calls['identity.check']({ text: 'x', passphrase: 'wrong' })).rejects.toMatchObject({ code: 7002 })
})

it('restores: prepares beside the running node, then commits while none runs', async () => {
  const { calls, did } = setup()
  const { text } = await calls['identity.backup']({ passphrase: 'correct horse' })
  const typed = { text, passphrase: 'correct horse' }
  did.length = 0
  expect(await calls['identity.restore']({ ...typed, newPassphrase: null })).toEqual({
    phase: 'running',
    problem: null,
    choices: [],
    aside: '/data/before-restore-x',
  })
  expect(did).toEqual(['prepare Ada’s <node>', 'start anew with null', 'commit'])
  did.length = 0
  await calls['identity.restore']({ ...typed, newPassphrase: 'new words here' })
  expect(did[1]).toBe('start anew with {"passphrase":"new words here","isNew":false}')
  did.length = 0
  await expect(calls['identity.restore']({ ...typed, passphrase: 'wrong', newPassphrase: null })).rejects.toMatchObject(
    {
      code: 6002,
    },
  )
  expect(did).toEqual([])
})

it('brings in what a restore left once the node runs, once', async () => {
  const { started, did, node, state } = setup()
  state.importing = new KithError('DiskFull', 'No room.')
  await started(node, here)
  expect(state.pending).toBe(true)
  state.importing = null
  await started(node, here)
  await started(node, here)
  expect(did).toEqual([`import ${allowlist}`, `import ${allowlist}`, 'log: restored'])
  state.pending = true
  state.importing = new KithError('InvalidRequest', 'Nothing was imported.')
  await started(node, here)
  expect(state.pending).toBe(false)
})

it('sets, changes and takes away the passphrase, and says so in the log', async () => {
  const { calls, did } = setup(here, { identity: { requirePassphrase: true } })
  expect(await calls['identity.passphrase']({ from: null, to: 'one' })).toMatchObject({ sealed: true })
  await calls['identity.passphrase']({ from: 'one', to: 'two' })
  expect(await calls['identity.passphrase']({ from: 'two', to: null })).toMatchObject({ sealed: false })
  expect(did).toEqual([
    'passphrase null → one',
    'log: passphrase-set',
    'passphrase one → two',
    'log: passphrase-changed',
    'settings {"identity":{"requirePassphrase":null}}',
    'passphrase two → null',
    'log: passphrase-removed',
  ])
  await expect(calls['identity.passphrase']({ from: null, to: null })).rejects.toMatchObject({ name: 'InvalidRequest' })
})

it.each([
  ['sealed-file', true, null],
  ['insecure-file', false, 'a passphrase'],
] as const)('never leaves a key unsealed in a file: %s', async (keptIn, sealed, to) => {
  const { calls, did } = setup({ ...here, keptIn, sealed })
  await expect(calls['identity.passphrase']({ from: 'x', to })).rejects.toMatchObject({ name: 'InvalidConfig' })
  expect(did).toEqual([])
})

it('does one of them at a time', async () => {
  const { calls } = setup()
  const first = calls['identity.backup']({ passphrase: 'correct horse' })
  await expect(calls['identity.check']({ text: '', passphrase: 'x' })).rejects.toMatchObject({ name: 'LimitReached' })
  await first
  await expect(calls['identity.check']({ text: '', passphrase: 'x' })).rejects.toMatchObject({ name: 'Integrity' })
})

it('tells the log and its errors no secret', async () => {
  const { calls, did, state, started, node } = setup()
  const { text } = await calls['identity.backup']({ passphrase: 'correct horse' })
  const errors: unknown[] = []
  const caught = (error: unknown) => errors.push(error instanceof KithError ? error.toJSON() : String(error))
  await calls['identity.check']({ text, passphrase: 'wrong horse' }).catch(caught)
  await calls['identity.check']({ text: text.slice(9), passphrase: 'wrong horse' }).catch(caught)
  await calls['identity.restore']({ text, passphrase: 'correct horse', newPassphrase: 'new words here' })
  state.importing = new KithError('InvalidRequest', 'Nothing was imported.')
  await started(node, here)
  const everything = JSON.stringify([told, errors, did.filter((line) => line.startsWith('log'))])
  const seed = Buffer.from(here.seed).toString('base64')
  for (const secret of ['correct horse', 'wrong horse', 'new words', seed, 'met in Rome'])
    expect(everything).not.toContain(secret)
})
