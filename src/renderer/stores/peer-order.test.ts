import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import type { PeerView } from '../../contract/views.ts'
import { createPeerOrder } from './peer-order.ts'
import { comparePeers, type PeerSort, peerMatcher, sortColumns } from './peer-sort.ts'
import { createPeerTable } from './peer-table.ts'

function setUp() {
  const bridge = createFakeBridge()
  const table = createPeerTable(createNodeClient(bridge))
  const order = createPeerOrder(table)
  return {
    bridge,
    table,
    order,
    put: (...upserted: PeerView[]) => bridge.announce('peers.changed', { upserted, removed: [] }),
    drop: (...ns: number[]) => bridge.announce('peers.changed', { upserted: [], removed: ns.map(peerIdOf) }),
  }
}

const ids = (...ns: number[]) => ns.map(peerIdOf)
const byName: PeerSort = { column: 'name', descending: false }

test('moves one peer and tells; a change that moves nobody is not told', () => {
  const { order, put } = setUp()
  order.setSort(byName)
  put(peerView(1, { name: 'a' }), peerView(2, { name: 'b' }), peerView(3, { name: 'c' }))
  let told = 0
  const stop = order.subscribe(() => (told += 1))
  put(peerView(2, { name: 'b', rttMs: 5 }))
  expect([told, order.ids]).toEqual([0, ids(1, 2, 3)])
  put(peerView(2, { name: 'z' }))
  expect([told, order.ids, order.indexOf(peerIdOf(2))]).toEqual([1, ids(1, 3, 2), 2])
  stop()
  put(peerView(2, { name: 'a0' }))
  expect(told).toBe(1)
})

test('while held nobody who stays moves; who comes or goes is shown at once; release settles', () => {
  const { order, put, drop } = setUp()
  order.setSort(byName)
  put(peerView(1, { name: 'a' }), peerView(2, { name: 'b' }), peerView(3, { name: 'c' }))
  order.hold()
  put(peerView(1, { name: 'x' }))
  expect(order.ids).toEqual(ids(1, 2, 3))
  put(peerView(4, { name: 'bb' }))
  drop(3)
  expect(order.ids).toEqual(ids(1, 2, 4))
  order.release()
  expect(order.ids).toEqual(ids(2, 4, 1))
  const { version } = order
  order.release()
  expect(order.version).toBe(version)
})

test('a search follows what changes', () => {
  const { order, put } = setUp()
  order.setSort(byName)
  put(peerView(1, { name: 'anna' }), peerView(2, { name: 'ben' }))
  order.setQuery('ann')
  expect([order.query, order.ids]).toEqual(['ann', ids(1)])
  put(peerView(2, { name: 'hannah' }), peerView(1, { name: 'bob' }))
  expect([order.ids, order.indexOf(peerIdOf(1))]).toEqual([ids(2), -1])
  order.setQuery('')
  expect(order.ids).toEqual(ids(1, 2))
})

const states = ['connected', 'failed', 'disconnected', 'dialing'] as const
const step = fc.oneof(
  fc.record({
    do: fc.constant('put' as const),
    n: fc.integer({ min: 0, max: 20 }),
    name: fc.option(fc.constantFrom('a', 'b', 'c')),
    state: fc.constantFrom(...states),
    rttMs: fc.option(fc.integer({ min: 0, max: 3 })),
  }),
  fc.record({ do: fc.constant('drop' as const), n: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ do: fc.constant('hold' as const), held: fc.boolean() }),
  fc.record({ do: fc.constant('many' as const), from: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constant('query' as const), text: fc.constantFrom('', 'a', 'b') }),
  fc.record({
    do: fc.constant('sort' as const),
    column: fc.constantFrom(...sortColumns),
    descending: fc.boolean(),
  }),
)

test('kept in order step by step, it is what sorting everything would give', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { order, table, put, drop } = setUp()
      for (const one of steps) {
        if (one.do === 'put') put(peerView(one.n, { name: one.name, state: one.state, rttMs: one.rttMs }))
        else if (one.do === 'drop') drop(one.n)
        else if (one.do === 'hold') order[one.held ? 'hold' : 'release']()
        else if (one.do === 'many') put(...Array.from({ length: 300 }, (_, i) => peerView(one.from + i)))
        else if (one.do === 'query') order.setQuery(one.text)
        else order.setSort({ column: one.column, descending: one.descending })
        expect(new Set(order.ids).size).toBe(order.ids.length)
      }
      order.release()
      const expected = [...table.all()].filter(peerMatcher(order.query)).sort(comparePeers(order.sort))
      expect(order.ids).toEqual(expected.map((peer) => peer.peerId))
      expected.forEach((peer, index) => expect(order.indexOf(peer.peerId)).toBe(index))
    }),
    { numRuns: 200 },
  )
})

test('disposed, it hears nothing more', () => {
  const { order, put } = setUp()
  order[Symbol.dispose]()
  order[Symbol.dispose]()
  put(peerView(1))
  expect(order.ids).toEqual([])
})
