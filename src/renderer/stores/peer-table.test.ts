import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import type { PeerView } from '../../contract/views.ts'
import { createPeerTable, type PeerChange } from './peer-table.ts'

function setUp(listed: readonly PeerView[] = []) {
  const bridge = createFakeBridge({ 'peers.list': () => listed })
  const table = createPeerTable(createNodeClient(bridge))
  const told: (readonly PeerChange[])[] = []
  table.changes.on((changes) => told.push(changes))
  return { bridge, table, told, all: () => [...table.all()] }
}

test('loads, and says so', async () => {
  const { table, all } = setUp([peerView(1), peerView(2)])
  expect(table.status.getState()).toEqual({ phase: 'loading', error: null, size: 0 })
  await table.refresh()
  expect(table.status.getState()).toEqual({ phase: 'live', error: null, size: 2 })
  expect(all()).toEqual([peerView(1), peerView(2)])
})

test('tells who changed, before and after, and only the watchers of that peer', async () => {
  const { bridge, table, told } = setUp([peerView(1), peerView(2)])
  await table.refresh()
  told.length = 0
  const woken: number[] = []
  const stop = table.watch(peerIdOf(1), () => woken.push(1))
  table.watch(peerIdOf(2), () => woken.push(2))
  const after = peerView(1, { state: 'connected' })
  bridge.announce('peers.changed', { upserted: [after], removed: [] })
  expect(told).toEqual([[{ before: peerView(1), after }]])
  expect(woken).toEqual([1])
  stop()
  stop()
  bridge.announce('peers.changed', { upserted: [peerView(1), peerView(3)], removed: [peerIdOf(2), peerIdOf(99)] })
  expect(woken).toEqual([1, 2])
  expect(table.status.getState().size).toBe(2)
  expect(table.get(peerIdOf(2))).toBeUndefined()
})

test('what is told while the list is on its way is not lost', async () => {
  const { bridge, table, all } = setUp()
  const answers = Promise.withResolvers<unknown>()
  bridge.answer('peers.list', () => answers.promise)
  const fetching = table.refresh()
  bridge.announce('peers.changed', { upserted: [peerView(1, { name: 'new' })], removed: [peerIdOf(2)] })
  answers.resolve([peerView(1), peerView(2), peerView(3)])
  await fetching
  expect(all()).toEqual([peerView(1, { name: 'new' }), peerView(3)])
})

test('a later list takes away who is gone, and an older answer no longer counts', async () => {
  const { bridge, table, all } = setUp([peerView(1), peerView(2)])
  await table.refresh()
  const slow = Promise.withResolvers<unknown>()
  bridge.answer('peers.list', () => slow.promise)
  const first = table.refresh()
  bridge.answer('peers.list', () => [peerView(2)])
  await table.refresh()
  slow.resolve([peerView(7)])
  await first
  expect(all()).toEqual([peerView(2)])
})

test('a failure shows only when nothing was ever loaded', async () => {
  const { bridge, table } = setUp()
  bridge.answer('peers.list', () => {
    throw new KithError('StoreDamaged', 'broken')
  })
  await table.refresh()
  expect(table.status.getState()).toMatchObject({ phase: 'failed', error: { message: 'broken' } })
  bridge.answer('peers.list', () => [])
  await table.refresh()
  expect(table.status.getState()).toEqual({ phase: 'live', error: null, size: 0 })
  bridge.answer('peers.list', () => {
    throw new KithError('StoreDamaged', 'broken')
  })
  await table.refresh()
  expect(table.status.getState().phase).toBe('live')
})

test('disposed, it listens no more', () => {
  const { bridge, table } = setUp()
  table[Symbol.dispose]()
  table[Symbol.dispose]()
  expect(bridge.listeners).toBe(0)
})

test('what a call answered is known before the event that tells the same', () => {
  const bridge = createFakeBridge()
  const table = createPeerTable(createNodeClient(bridge))
  let told = 0
  table.watch(peerIdOf(1), () => (told += 1))
  table.learn(peerView(1, { name: 'new' }))
  expect([table.get(peerIdOf(1))?.name, told]).toEqual(['new', 1])
})
