import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import { createPeerOrder } from './peer-order.ts'
import { createPeerTable } from './peer-table.ts'
import { createSelection } from './selection.ts'

function setUp(peers: number) {
  const bridge = createFakeBridge()
  const table = createPeerTable(createNodeClient(bridge))
  const order = createPeerOrder(table)
  order.setSort({ column: 'name', descending: false })
  const selection = createSelection(table, order)
  const upserted = Array.from({ length: peers }, (_, n) => peerView(n))
  bridge.announce('peers.changed', { upserted, removed: [] })
  return { bridge, table, order, selection }
}

test('tells the rows that it concerns, and nobody else', () => {
  const { selection } = setUp(5)
  const told: number[] = []
  for (const n of [0, 1, 2, 3]) selection.watch(peerIdOf(n), () => told.push(n))
  let changes = 0
  selection.subscribe(() => (changes += 1))
  selection.pick({ kind: 'toggle', id: peerIdOf(1) })
  selection.pick({ kind: 'extend', id: peerIdOf(3), from: peerIdOf(1) })
  expect(told).toEqual([1, 2, 3])
  selection.pick({ kind: 'clear' })
  expect([told, changes, selection.size]).toEqual([[1, 2, 3, 1, 2, 3], 3, 0])
})

test('what a search hides stays selected, and is counted as hidden', () => {
  const { order, selection } = setUp(5)
  selection.pick({ kind: 'all' })
  order.setQuery(peerIdOf(3))
  expect([selection.size, selection.shown]).toEqual([5, 1])
  selection.pick({ kind: 'all' })
  expect(selection.ids()).toEqual([peerIdOf(3)])
})

test('who is removed leaves the selection', () => {
  const { bridge, selection } = setUp(3)
  selection.pick({ kind: 'all' })
  let changes = 0
  selection.subscribe(() => (changes += 1))
  bridge.announce('peers.changed', { upserted: [], removed: [peerIdOf(0), peerIdOf(1)] })
  expect([selection.ids(), selection.shown, changes]).toEqual([[peerIdOf(2)], 1, 1])
  bridge.announce('peers.changed', { upserted: [peerView(2, { name: 'new' })], removed: [] })
  expect(changes).toBe(1)
})

test('disposed twice, it selects and hears nothing', () => {
  const { bridge, selection } = setUp(3)
  selection.pick({ kind: 'all' })
  selection[Symbol.dispose]()
  selection[Symbol.dispose]()
  bridge.announce('peers.changed', { upserted: [], removed: [peerIdOf(0)] })
  expect(selection.size).toBe(0)
})
