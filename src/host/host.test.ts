import { expect, it } from 'vitest'
import { ManualClock, settled } from '../../tests/harness/manual-clock.ts'
import { quietHost } from '../../tests/harness/quiet-host.ts'
import { answer } from '../contract/answer.ts'
import type { Announcement } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import { Settings } from '../contract/settings.ts'
import type { HostView } from '../contract/views.ts'
import type { OpenedIdentity } from '../core/identity/index.ts'
import type { NodeConfig, PeerNode } from '../core/node.types.ts'
import type { Store } from '../core/storage/index.ts'
import { createEmitter } from '../kit/emitter.ts'
import { silentLog } from '../kit/log.ts'
import { createServerPart } from './desktop-part.ts'
import { notRunningMessage, standingOf } from './host.policy.ts'
import { createHost, type NodeHold, type PassphraseAnswer } from './host.ts'

const identity: OpenedIdentity = {
  seed: new Uint8Array(32),
  dataKey: new Uint8Array(32),
  keptIn: 'sealed-file',
  created: false,
  sealed: true,
}
const running: HostView = { phase: 'running', problem: null, choices: [] }
const sealed = new KithError('WrongPassphrase', 'Enter its passphrase.', { details: { choices: ['passphrase'] } })

/** A host whose key, node and store do as the test says; `did` is what they were asked, in order. */
function setup(open: (answer: PassphraseAnswer | null) => Promise<OpenedIdentity> = () => Promise.resolve(identity)) {
  const did: string[] = []
  /** Who asked for the key, each time. */
  const asked: string[] = []
  const nodeEvents = createEmitter<Announcement>()
  const seen: Announcement[] = []
  const start = { work: (): Promise<void> => Promise.resolve() }
  let config: NodeConfig | null = null
  const node: PeerNode = {
    handlers: { 'nearby.list': () => Promise.resolve([]) } as unknown as PeerNode['handlers'],
    events: nodeEvents,
    start: () => (did.push('node starts'), start.work()),
    stop: () => (did.push('node stops'), Promise.resolve()),
    noteKey: () => {},
  }
  const held: NodeHold[] = []
  let settings = Settings.parse({})
  const host = createHost(
    {
      clock: new ManualClock(),
      random: () => 0.5,
      log: silentLog,
      openIdentity: (given, byHand) => (
        did.push(`key ${JSON.stringify(given)}`), asked.push(byHand ? 'by hand' : 'by itself'), open(given)
      ),
      openStore: () => (did.push('store opens'), { close: () => did.push('store closes') } as unknown as Store),
      loadNode: () => Promise.resolve((_ports, given) => ((config = given), Promise.resolve(node))),
      saveSettings: () => {},
      loadSettings: () => ({ settings: Settings.parse({}), overridden: [] }),
      prepare: () => settings,
      ...quietHost(),
      desktop: createServerPart('/data'),
      identity(hold) {
        held.push(hold)
        const none = () => Promise.reject(new Error('not asked here'))
        return {
          handlers: {
            'identity.status': none,
            'identity.backup': none,
            'identity.check': none,
            'identity.restore': none,
            'identity.passphrase': none,
          },
          started: () => (did.push('restored is brought in'), Promise.resolve()),
        }
      },
      notify: () => {},
    },
    { name: 'here', version: '1', pid: 7 },
  )
  host.events.on((announcement) => seen.push(announcement))
  const call = (name: string, input?: unknown) =>
    answer(host.handlers, name, input, (error) => {
      throw error
    })
  const [hold] = held
  if (!hold) throw new Error('nobody keeps the identity')
  const set = (change: unknown) => (settings = Settings.parse(change))
  return { host, hold, did, asked, seen, start, nodeEvents, call, set, config: () => config }
}

it('opens the key, then the store, then the node, and forwards what it announces', async () => {
  const { host, did, seen, nodeEvents, call, config } = setup()
  expect(await host.start()).toEqual(running)
  expect(did).toEqual(['key null', 'store opens', 'node starts', 'restored is brought in'])
  expect(config()).toMatchObject({ identity, name: 'here', version: '1', pid: 7, warnings: [] })
  expect(await call('nearby.list')).toEqual({ ok: true, value: [] })
  nodeEvents.emit({ name: 'nearby.changed', payload: [] })
  expect(seen.map(({ name }) => name)).toEqual(['host.changed', 'host.changed', 'nearby.changed'])
})

it('asks for the key by itself at first, and by hand when a person tries again', async () => {
  const { host, asked, call } = setup(() => Promise.reject(sealed))
  await host.start()
  await call('host.resolve', { choice: 'retry' })
  await call('host.resolve', { choice: 'passphrase', passphrase: 'a guess' })
  expect(asked).toEqual(['by itself', 'by hand', 'by hand'])
})

it('warns on every start of a key in a plain file', async () => {
  const { host, config } = setup(() => Promise.resolve({ ...identity, keptIn: 'insecure-file' }))
  await host.start()
  expect(config()?.warnings).toMatchObject([{ code: 6001, name: 'KeychainUnavailable' }])
})

it('is locked until the passphrase fits, and answers the node’s calls with why', async () => {
  const { host, did, call } = setup((given) =>
    given?.passphrase === 'right' ? Promise.resolve(identity) : Promise.reject(sealed),
  )
  expect(await host.start()).toMatchObject({
    phase: 'locked',
    choices: ['passphrase', 'retry', 'restore'],
    problem: { code: 6002 },
  })
  expect(await call('nearby.list')).toMatchObject({
    error: { name: 'Unreachable', message: 'The node is locked. Enter its passphrase.' },
  })
  expect(await call('host.resolve', { choice: 'passphrase', passphrase: 'wrong' })).toMatchObject({
    ok: true,
    value: { phase: 'locked' },
  })
  expect(await call('host.resolve', { choice: 'new-passphrase', passphrase: 'long enough' })).toMatchObject({
    ok: false,
    error: { name: 'InvalidRequest' },
  })
  expect(await call('host.resolve', { choice: 'passphrase', passphrase: 'right' })).toEqual({
    ok: true,
    value: running,
  })
  expect(did.slice(-4, -1)).toEqual(['key {"passphrase":"right","isNew":false}', 'store opens', 'node starts'])
  expect(await call('host.resolve', { choice: 'retry' })).toMatchObject({ error: { name: 'InvalidRequest' } })
})

it('gives back what it opened when the node fails, and can try again', async () => {
  const { host, did, start } = setup()
  start.work = () => Promise.reject(new KithError('InvalidAddress', 'No address to listen on.'))
  expect(await host.start()).toMatchObject({ phase: 'failed', choices: ['retry'], problem: { name: 'InvalidAddress' } })
  expect(did.slice(-2)).toEqual(['node stops', 'store closes'])
  start.work = () => Promise.resolve()
  expect(await host.handlers['host.resolve']({ choice: 'retry' })).toEqual(running)
})

it('keeps the words of a bug to its log', async () => {
  const { host } = setup(() => Promise.reject(new Error('secret path /home/x')))
  const view = await host.start()
  expect(view).toMatchObject({ phase: 'failed', problem: { name: 'Internal' } })
  expect(JSON.stringify(view)).not.toContain('secret')
})

it('stops in any state, twice, and starts again', async () => {
  const { host, did, call, nodeEvents } = setup()
  await host.stop()
  await host.stop()
  expect(did).toEqual([])
  expect(await host.start()).toEqual(running)
  await host.stop()
  expect(did.slice(-2)).toEqual(['node stops', 'store closes'])
  expect(nodeEvents.size).toBe(0)
  expect(await call('nearby.list')).toMatchObject({ error: { message: 'The node is stopping.' } })
  expect(await host.start()).toEqual(running)
})

it('does not wait for a keychain that hangs, and drops its late answer', async () => {
  const key = Promise.withResolvers<OpenedIdentity>()
  const { host, did } = setup(() => key.promise)
  const started = host.start()
  await settled()
  await host.stop()
  key.resolve(identity)
  expect(await started).toMatchObject({ phase: 'stopping' })
  expect(did).toEqual(['key null'])
})

it('stops a node that is still starting', async () => {
  const { host, did, start } = setup()
  const starting = Promise.withResolvers<undefined>()
  start.work = () => starting.promise
  const started = host.start()
  await settled()
  const stopped = host.stop()
  starting.resolve(undefined)
  await stopped
  await started
  expect(did).toEqual(['key null', 'store opens', 'node starts', 'node stops', 'store closes'])
})

it.each([
  ['WrongPassphrase', { choices: ['passphrase'] }, { phase: 'locked', choices: ['passphrase', 'retry', 'restore'] }],
  [
    'KeychainUnavailable',
    { choices: ['retry', 'new-passphrase'] },
    { phase: 'locked', choices: ['retry', 'new-passphrase', 'restore'] },
  ],
  ['KeychainUnavailable', {}, { phase: 'locked', choices: ['retry', 'restore'] }],
  ['IdentityMissing', { choices: [] }, { phase: 'failed', choices: ['retry', 'restore'] }],
  ['Integrity', {}, { phase: 'failed', choices: ['retry', 'restore'] }],
  ['InvalidConfig', { choices: [] }, { phase: 'failed', choices: ['retry'] }],
  ['StoreDamaged', { choices: ['erase everything', 7] }, { phase: 'failed', choices: ['retry', 'restore'] }],
  ['Internal', { choices: 'passphrase' }, { phase: 'failed', choices: ['retry'] }],
] as const)('takes %s with %j for %j', (name, details, standing) => {
  expect(standingOf({ name, details })).toEqual(standing)
})

it('has a sentence for every phase', () => {
  for (const phase of ['starting', 'running', 'locked', 'failed', 'stopping'] as const) {
    expect(notRunningMessage({ phase, problem: null, choices: [] })).toMatch(/^The node .*\.$/)
  }
})

it('makes room for a restore: stops the node, does the work, and starts anew with what holds then', async () => {
  const { host, hold, did, seen, set, config } = setup()
  await host.start()
  did.length = 0
  const answer = { passphrase: 'the new one', isNew: false }
  const view = await hold.startAnew(answer, (ran) => {
    did.push(`work, after ${ran === identity ? 'the node' : 'nothing'}`)
    set({ name: 'restored' })
  })
  expect(view).toEqual(running)
  expect(did).toEqual([
    'node stops',
    'store closes',
    'work, after the node',
    'key {"passphrase":"the new one","isNew":false}',
    'store opens',
    'node starts',
    'restored is brought in',
  ])
  expect(config()).toMatchObject({ name: 'restored', settings: { name: 'restored' } })
  expect(seen.slice(-2).map(({ payload }) => (payload as HostView).phase)).toEqual(['starting', 'running'])
})

it('starts the node that was there again when a restore cannot be done', async () => {
  const { host, hold, did } = setup()
  await host.start()
  did.length = 0
  const work = () => {
    throw new KithError('DiskFull', 'No room.')
  }
  await expect(hold.startAnew(null, work)).rejects.toMatchObject({ name: 'DiskFull' })
  expect(did.slice(2, 5)).toEqual(['key null', 'store opens', 'node starts'])
  expect(hold.running().identity).toBe(identity)
})

it('restores without a node that runs, and not while it stops', async () => {
  const { host, hold, did } = setup((given) =>
    given?.passphrase === 'right' ? Promise.resolve(identity) : Promise.reject(sealed),
  )
  await host.start()
  expect(() => hold.running()).toThrow('The node is locked. Enter its passphrase.')
  const answer = { passphrase: 'right', isNew: false }
  expect(await hold.startAnew(answer, (ran) => did.push(`after ${ran === null ? 'nothing' : 'a node'}`))).toEqual(
    running,
  )
  expect(did).toContain('after nothing')
  await host.stop()
  await expect(hold.startAnew(null, () => did.push('too late'))).rejects.toMatchObject({ name: 'Aborted' })
  expect(did).not.toContain('too late')
})

it('stops while a restore makes room, and waits for the node that was there', async () => {
  const { host, hold, did } = setup()
  await host.start()
  const restoring = hold.startAnew(null, () => did.push('work'))
  await host.stop()
  expect(did.slice(-2)).toEqual(['node stops', 'store closes'])
  expect(await restoring).toMatchObject({ phase: 'stopping' })
  expect(did).not.toContain('work')
})

it('does not take a restore for an answer to a problem', async () => {
  const { host, call } = setup(() => Promise.reject(sealed))
  await host.start()
  expect(await call('host.resolve', { choice: 'restore' })).toMatchObject({
    ok: false,
    error: { name: 'InvalidRequest' },
  })
})
