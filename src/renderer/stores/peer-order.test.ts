import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import type { PeerView } from '../../contract/views.ts'
import { filterMatcher, noFilter, peerMatcher } from './peer-filter.ts'
import { createPeerOrder } from './peer-order.ts'
import { comparePeers, type PeerSort, sortColumns } from './peer-sort.ts'
import { createPeerTable } from './peer-table.ts'
import { createSelection } from './selection.ts'

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
    kept: fc.boolean(),
    trust: fc.constantFrom('verified' as const, 'trusted' as const),
  }),
  fc.record({ do: fc.constant('drop' as const), n: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ do: fc.constant('hold' as const), held: fc.boolean() }),
  fc.record({ do: fc.constant('many' as const), from: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constant('query' as const), text: fc.constantFrom('', 'a', 'a b', 'b', 'tru') }),
  fc.record({
    do: fc.constant('filter' as const),
    standings: fc.subarray(['connected', 'failed'] as const),
    keptOnly: fc.boolean(),
  }),
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
        if (one.do === 'put') {
          const { name, state, rttMs, kept, trust } = one
          put(peerView(one.n, { name, state, rttMs, kept, trust }))
        } else if (one.do === 'drop') drop(one.n)
        else if (one.do === 'hold') order[one.held ? 'hold' : 'release']()
        else if (one.do === 'many') put(...Array.from({ length: 300 }, (_, i) => peerView(one.from + i)))
        else if (one.do === 'query') order.setQuery(one.text)
        else if (one.do === 'filter') order.setFilter({ ...noFilter, standings: one.standings, keptOnly: one.keptOnly })
        else order.setSort({ column: one.column, descending: one.descending })
        expect(new Set(order.ids).size).toBe(order.ids.length)
      }
      order.release()
      const expected = [...table.all()]
        .filter(peerMatcher(order.query))
        .filter(filterMatcher(order.filter))
        .sort(comparePeers(order.sort))
      expect(order.ids).toEqual(expected.map((peer) => peer.peerId))
      expected.forEach((peer, index) => expect(order.indexOf(peer.peerId)).toBe(index))
      for (const { peerId } of table.all()) expect(order.has(peerId)).toBe(order.ids.includes(peerId))
    }),
    { numRuns: 200 },
  )
})

test('with 5,000 peers a keystroke in the search, and picking all that it finds, take a blink', () => {
  const { order, table, put } = setUp()
  const selection = createSelection(table, order)
  put(...Array.from({ length: 5_000 }, (_, n) => peerView(n, { name: `Peer ${n * 7919}`, note: 'met at the fair' })))
  const took = (act: () => void): number => {
    const began = performance.now()
    act()
    return performance.now() - began
  }
  const keystrokes = ['p', 'pe', 'pee', 'peer', 'peer 7', 'peer 79', 'peer 7', 'fair', ''].map((text) =>
    took(() => order.setQuery(text)),
  )
  const all = took(() => selection.pick({ kind: 'all' }))
  const one = took(() => selection.pick({ kind: 'toggle', id: peerIdOf(17) }))
  const shown = (ms: number): string => `${ms.toFixed(2)} ms`
  process.stdout.write(
    `search at 5,000 peers: first key ${shown(keystrokes[0] ?? 0)}, slowest of the next ${shown(Math.max(...keystrokes.slice(1)))}; select all ${shown(all)}, one more ${shown(one)}\n`,
  )
  expect(selection.size).toBe(4_999)
  // The figures stand above; on a machine that others use this finds work that grew with the square of the list.
  expect(Math.max(...keystrokes, all, one)).toBeLessThan(1_000)
})

test('disposed, it hears nothing more', () => {
  const { order, put } = setUp()
  order[Symbol.dispose]()
  order[Symbol.dispose]()
  put(peerView(1))
  expect(order.ids).toEqual([])
})
