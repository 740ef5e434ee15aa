import { expect, test } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import type { Announcement, Handlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { wordsIn } from '../words.ts'
import { createBadge } from './badge.ts'
import { createTray } from './tray.ts'
import type { TrayEntry } from './tray-menu.policy.ts'
import { type NodeWatcher, watchNode } from './watched-node.ts'
import type { WatchedNode } from './watched-node.types.ts'

function setUp(present = true) {
  const clock = new ManualClock()
  const did: string[] = []
  const changed = createEmitter<WatchedNode>()
  const presence = { present, changed: createEmitter<boolean>() }
  let now: WatchedNode = {
    host: { phase: 'running', problem: null, choices: [] },
    // Of the view only what tray and badge read.
    node: { connected: 1, known: 1, requests: 0 } as NonNullable<WatchedNode['node']>,
    bandwidth: null,
    health: null,
    rates: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 },
    settings: Settings.parse({ bandwidth: { unit: 'KiB/s' } }),
  }
  const watcher: NodeWatcher = {
    get now() {
      return now
    },
    changed,
    [Symbol.dispose]: () => {},
  }
  const tray = createTray({
    clock,
    watcher,
    presence,
    words: () => wordsIn('en', []),
    create(icon) {
      did.push(`creates ${icon}`)
      return {
        setIcon: (next) => did.push(`shows ${next}`),
        setToolTip: (text) => did.push(text),
        setMenu: (entries) => did.push(`menu: ${rateOf(entries)}`),
        destroy: () => did.push('destroys'),
      }
    },
    choose: () => {},
  })
  const become = (change: object) => {
    now = { ...now, ...change }
    changed.emit(now)
  }
  const rates = (downloadBytesPerSecond: number) =>
    become({ rates: { uploadBytesPerSecond: 0, downloadBytesPerSecond } })
  const appear = (is: boolean) => {
    presence.present = is
    presence.changed.emit(is)
  }
  return { clock, did, watcher, changed, presence, tray, become, rates, present: appear }
}

const rateOf = (entries: readonly TrayEntry[]): string => {
  const second = entries[1]
  return second && 'label' in second ? second.label : ''
}

test('follows the node, and touches only what is another', () => {
  const { did, become } = setUp()
  expect(did.splice(0)).toEqual(['creates online', 'Kith: 1 of 1 connected', 'menu: ↓ 0 KiB/s   ↑ 0 KiB/s'])
  become({ health: { checks: [] } })
  expect(did.splice(0)).toEqual([])
  become({ node: { connected: 1, known: 1, requests: 2 } })
  expect(did).toEqual([
    'shows attention',
    'Kith: 1 of 1 connected, 2 requests wait for you',
    'menu: ↓ 0 KiB/s   ↑ 0 KiB/s',
  ])
})

test('rates move the menu every five seconds at most, and the last one is shown', async () => {
  const { clock, did, rates } = setUp()
  did.length = 0
  for (let kib = 1; kib <= 8; kib++) {
    rates(kib * 1_024)
    await clock.advance(1_000)
  }
  rates(0)
  await clock.advance(10_000)
  expect(did).toEqual(['menu: ↓ 5 KiB/s   ↑ 0 KiB/s', 'menu: ↓ 0 KiB/s   ↑ 0 KiB/s'])
  expect(clock.pending).toBe(0)
})

test('is there only where the desktop shows icons, also when that begins and ends later', () => {
  const { did, become, present } = setUp(false)
  become({})
  expect(did).toEqual([])
  present(true)
  present(false)
  present(true)
  expect(did.filter((one) => /creates|destroys/.test(one))).toEqual(['creates online', 'destroys', 'creates online'])
})

test('disposed twice, nothing is left', async () => {
  const { clock, did, changed, presence, tray, rates } = setUp()
  rates(1_024)
  rates(2_048)
  tray[Symbol.dispose]()
  tray[Symbol.dispose]()
  await clock.advance(10_000)
  expect([did.at(-1), changed.size, presence.changed.size, clock.pending]).toEqual(['destroys', 0, 0, 0])
})

test('the badge counts requests, and is told only when it is another', () => {
  const { watcher, become } = setUp()
  const told: number[] = []
  createBadge(watcher, (waiting) => told.push(waiting))
  const node = (requests: number) => become({ node: { connected: 1, known: 1, requests } })
  for (const requests of [0, 1, 1, 3, 0]) node(requests)
  node(2)
  become({ node: null })
  expect(told).toEqual([1, 3, 0, 2, 0])
})

test('what is known of a node is what it said last, and nothing of one that is gone', async () => {
  const events = createEmitter<Announcement>()
  const bugs: unknown[] = []
  const status = Promise.withResolvers<never>()
  const gone = () => Promise.reject(new KithError('Unreachable', 'gone'))
  const handlers = {
    'host.status': () => Promise.resolve({ phase: 'running', problem: null, choices: [] }),
    'node.status': () => status.promise,
    'node.rates': gone,
    'node.health': gone,
    'bandwidth.status': () => Promise.resolve({ profile: 'quiet' }),
    'settings.get': () => Promise.resolve({ settings: Settings.parse({}) }),
  } as unknown as Handlers
  const watcher = watchNode({ handlers, events, onBug: (error) => bugs.push(error) })
  await settled()
  expect(watcher.now).toMatchObject({ host: { phase: 'running' }, node: null, bandwidth: { profile: 'quiet' } })
  events.emit({ name: 'node.changed', payload: { connected: 2 } as never })
  status.resolve({ connected: 1 } as never)
  await settled()
  expect(watcher.now.node).toEqual({ connected: 2 })
  events.emit({ name: 'host.changed', payload: { phase: 'stopping', problem: null, choices: [] } })
  expect(watcher.now).toMatchObject({ node: null, bandwidth: null, settings: { desktop: { notifications: true } } })
  watcher[Symbol.dispose]()
  expect([events.size, bugs]).toEqual([0, []])
})
