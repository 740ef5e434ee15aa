import { expect, it } from 'vitest'
import { ManualClock, settled } from '../../tests/harness/manual-clock.ts'
import { quietHost } from '../../tests/harness/quiet-host.ts'
import { answer } from '../contract/answer.ts'
import type { Announcement } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import { Settings } from '../contract/settings.ts'
import type { HostView } from '../contract/views.ts'
import type { Identity } from '../core/identity/index.ts'
import type { NodeConfig, PeerNode } from '../core/node.types.ts'
import type { Store } from '../core/storage/index.ts'
import { createEmitter } from '../kit/emitter.ts'
import { silentLog } from '../kit/log.ts'
import { createServerPart } from './desktop-part.ts'
import { notRunningMessage, standingOf } from './host.policy.ts'
import { createHost, type PassphraseAnswer } from './host.ts'
import { createIdentityKeeper } from './identity-keeper.ts'

const identity: Identity = {
  seed: new Uint8Array(32),
  dataKey: new Uint8Array(32),
  keptIn: 'sealed-file',
  created: false,
}
const running: HostView = { phase: 'running', problem: null, choices: [] }
const sealed = new KithError('WrongPassphrase', 'Enter its passphrase.', { details: { choices: ['passphrase'] } })

/** A host whose key, node and store do as the test says; `did` is what they were asked, in order. */
function setup(open: (answer: PassphraseAnswer | null) => Promise<Identity> = () => Promise.resolve(identity)) {
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
  }
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
      ...quietHost(),
      desktop: createServerPart('/data'),
      identity: createIdentityKeeper(),
      notify: () => {},
    },
    { settings: Settings.parse({}), name: 'here', version: '1', pid: 7 },
  )
  host.events.on((announcement) => seen.push(announcement))
  const call = (name: string, input?: unknown) =>
    answer(host.handlers, name, input, (error) => {
      throw error
    })
  return { host, did, asked, seen, start, nodeEvents, call, config: () => config }
}

it('opens the key, then the store, then the node, and forwards what it announces', async () => {
  const { host, did, seen, nodeEvents, call, config } = setup()
  expect(await host.start()).toEqual(running)
  expect(did).toEqual(['key null', 'store opens', 'node starts'])
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
    choices: ['passphrase', 'retry'],
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
  expect(did.slice(-3)).toEqual(['key {"passphrase":"right","isNew":false}', 'store opens', 'node starts'])
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
  const key = Promise.withResolvers<Identity>()
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
  ['WrongPassphrase', { choices: ['passphrase'] }, { phase: 'locked', choices: ['passphrase', 'retry'] }],
  [
    'KeychainUnavailable',
    { choices: ['retry', 'new-passphrase'] },
    { phase: 'locked', choices: ['retry', 'new-passphrase'] },
  ],
  ['KeychainUnavailable', {}, { phase: 'locked', choices: ['retry'] }],
  ['StoreDamaged', { choices: ['erase everything', 7] }, { phase: 'failed', choices: ['retry'] }],
  ['Internal', { choices: 'passphrase' }, { phase: 'failed', choices: ['retry'] }],
] as const)('takes %s with %j for %j', (name, details, standing) => {
  expect(standingOf({ name, details })).toEqual(standing)
})

it('has a sentence for every phase', () => {
  for (const phase of ['starting', 'running', 'locked', 'failed', 'stopping'] as const) {
    expect(notRunningMessage({ phase, problem: null, choices: [] })).toMatch(/^The node .*\.$/)
  }
})
