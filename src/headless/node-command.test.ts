import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ManualClock, settled } from '../../tests/harness/manual-clock.ts'
import type { Announcement, Handlers } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { HostView } from '../contract/views.ts'
import type { Kith, KithOptions } from '../host/start-kith.ts'
import { createEmitter } from '../kit/emitter.ts'
import { type NodeFlags, runNode } from './node-command.ts'

const time = '2026-01-01T00:00:00.000Z'
const peerId = `12D3KooW${'A'.repeat(44)}`
const view = { running: { phase: 'running', problem: null, choices: [] } as HostView, locked: lockedView('passphrase') }
const flags: NodeFlags = { uiPort: 0, mdns: true, json: true, dataDir: '/data' }

function lockedView(choice: 'passphrase' | 'new-passphrase'): HostView {
  const problem = new KithError('WrongPassphrase', 'It is sealed.').toJSON()
  return { phase: 'locked', problem: { ...problem, details: {} }, choices: [choice, 'retry'] }
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-command-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Case {
  readonly flags?: Partial<NodeFlags>
  readonly env?: Record<string, string>
  readonly first?: HostView
  /** Which passphrase opens it. */
  readonly right?: string
  /** What a person at the terminal types, in order. */
  readonly typed?: (string | null)[]
  readonly browser?: boolean
}

/** `kith node` with a host that does as the case says. */
function setup({ flags: given = {}, env = {}, first = view.running, right, typed, browser = false }: Case = {}) {
  const out: string[] = []
  const err: string[] = []
  const tried: unknown[] = []
  const opened: string[] = []
  const events = createEmitter<Announcement>()
  const stop = Promise.withResolvers<undefined>()
  const state = { stopped: 0, options: null as KithOptions | null }
  const handlers = {
    'node.status': () =>
      Promise.resolve({ peerId, name: 'here', addresses: ['/a'], pid: 7, warnings: [], startedAt: time }),
    'requests.list': () => Promise.resolve([]),
    'host.resolve': (input: { passphrase: string }) => {
      tried.push(input)
      return Promise.resolve(input.passphrase === right ? view.running : first)
    },
  } as unknown as Handlers
  const kith = {
    host: { handlers, events },
    uiUrl: 'http://127.0.0.1:1/#token=t',
    ticketUrl: () => 'http://127.0.0.1:1/open?ticket=x',
    firstTry: Promise.resolve(first),
    stop: () => {
      state.stopped += 1
      return Promise.resolve()
    },
  } as unknown as Kith
  const ended = runNode(
    { ...flags, ...given },
    {
      terminal: {
        out: (line) => out.push(line),
        err: (line) => err.push(line),
        flush: () => Promise.resolve(),
        colours: false,
        interactive: typed !== undefined,
      },
      clock: new ManualClock(),
      env,
      root: '/root',
      version: '1',
    },
    {
      startKith: (options) => {
        state.options = options
        events.on(options.onAnnouncement ?? (() => {}))
        return Promise.resolve(kith)
      },
      openScreens: (address) => {
        opened.push(address)
        return Promise.resolve(browser)
      },
      askPassphrase: () => Promise.resolve(typed?.shift() ?? null),
      stopAsked: stop.promise,
    },
  )
  ended.catch(() => {})
  return { out, err, tried, opened, events, state, ended, stop: () => stop.resolve(undefined) }
}

it('prints ready first, then what happened meanwhile, then stopped', async () => {
  const { out, events, ended, stop, state } = setup()
  events.emit({ name: 'peers.changed', payload: { upserted: [], removed: [peerId] } })
  await settled()
  stop()
  expect(await ended).toBe(0)
  expect(out.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['ready', 'peer', 'stopped'])
  expect(JSON.parse(out[0] ?? '')).toEqual({
    event: 'ready',
    peerId,
    addresses: ['/a'],
    uiUrl: 'http://127.0.0.1:1/#token=t',
    pid: 7,
  })
  expect(state.stopped).toBe(1)
})

it('passes on only the flags that were given', async () => {
  const said = setup({ flags: { listen: ['/x'], name: 'n', admission: 'learn', keyStore: 'sealed-file', mdns: false } })
  said.stop()
  await said.ended
  expect(said.state.options).toMatchObject({
    dataFolder: '/data',
    screens: '/root/out/renderer',
    flags: {
      name: 'n',
      network: { listen: ['/x'], mdns: false },
      admission: { mode: 'learn' },
      identity: { keyStore: 'sealed-file' },
    },
  })
  const silent = setup()
  silent.stop()
  await silent.ended
  expect(silent.state.options?.flags).toEqual({ network: {} })
})

it('opens a sealed key with the environment, or the first line of a file', async () => {
  const byEnv = setup({ first: view.locked, right: 'secret', env: { KITH_PASSPHRASE: 'secret' } })
  await settled()
  byEnv.stop()
  expect(await byEnv.ended).toBe(0)
  const passphraseFile = join(folder, 'passphrase')
  writeFileSync(passphraseFile, 'from file\r\nmore\n')
  const byFile = setup({ first: lockedView('new-passphrase'), right: 'from file', flags: { passphraseFile } })
  await settled()
  byFile.stop()
  expect(await byFile.ended).toBe(0)
  expect(byFile.tried).toEqual([{ choice: 'new-passphrase', passphrase: 'from file' }])
})

it('ends with the problem, and how to mend it, where nobody can type', async () => {
  const { ended, state, out } = setup({ first: view.locked })
  await expect(ended).rejects.toMatchObject({
    name: 'WrongPassphrase',
    message: expect.stringContaining('KITH_PASSPHRASE') as string,
  })
  expect(state.stopped).toBe(1)
  expect(out).toEqual([])
})

it('tries what the environment gave once', async () => {
  const { ended, tried } = setup({ first: view.locked, env: { KITH_PASSPHRASE: 'wrong' } })
  await expect(ended).rejects.toMatchObject({ name: 'WrongPassphrase' })
  expect(tried).toHaveLength(1)
})

it('asks a person three times at most, and takes no for an answer', async () => {
  const thrice = setup({ first: view.locked, flags: { json: false }, typed: ['a', 'b', 'c', 'd'] })
  await expect(thrice.ended).rejects.toMatchObject({ name: 'WrongPassphrase' })
  expect(thrice.tried).toHaveLength(3)
  const never = setup({ first: view.locked, flags: { json: false }, typed: [null] })
  await expect(never.ended).rejects.toMatchObject({ name: 'WrongPassphrase' })
  expect(never.tried).toEqual([])
})

it('has a new passphrase typed twice', async () => {
  const differ = setup({
    first: lockedView('new-passphrase'),
    flags: { json: false },
    typed: ['long enough', 'long enuogh'],
  })
  await expect(differ.ended).rejects.toMatchObject({ name: 'InvalidRequest' })
  expect(differ.tried).toEqual([])
})

it('with --open stays up while it is locked, and says ready once it is unlocked on screen', async () => {
  const { out, err, opened, events, ended, stop } = setup({ first: view.locked, flags: { open: true }, browser: true })
  await settled()
  expect(opened).toEqual(['http://127.0.0.1:1/open?ticket=x'])
  expect(out).toEqual([])
  expect(err.join()).toContain('It is sealed')
  events.emit({ name: 'host.changed', payload: view.running })
  await settled()
  expect(out).toHaveLength(1)
  stop()
  expect(await ended).toBe(0)
})

it('prints the address where there is no browser', async () => {
  const { out, ended, stop } = setup({ flags: { open: true, json: false } })
  await settled()
  stop()
  await ended
  expect(out[0]).toContain('http://127.0.0.1:1/#token=t')
})
