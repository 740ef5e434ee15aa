import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peerView } from '../../../tests/harness/fake-bridge.ts'
import type { PeerView } from '../../contract/views.ts'
import { comparePeers, type SortColumn, sortColumns } from './peer-sort.ts'

const sorted = (peers: readonly PeerView[], column: SortColumn, descending = false) =>
  [...peers].sort(comparePeers({ column, descending })).map((peer) => peer.name)

const peers = [
  peerView(1, { name: 'zoe', state: 'connected', transport: 'relay', direction: 'inbound', rttMs: 300 }),
  peerView(2, { name: 'Anna 10', state: 'failed', failure: 'temporary', trust: 'trusted' }),
  peerView(3, { name: 'anna 2', state: 'connected', transport: 'tcp', direction: 'outbound', rttMs: 3 }),
  peerView(4, { name: null, trust: 'blocked' }),
  peerView(5, { name: 'mira', state: 'failed', failure: 'permanent', reason: 'not-approved' }),
  peerView(6, { name: 'ben', state: 'suspect', transport: 'tcp', direction: 'inbound', rttMs: 40 }),
]

test.each<[SortColumn, boolean, (string | null)[]]>([
  ['name', false, ['anna 2', 'Anna 10', 'ben', 'mira', 'zoe', null]],
  ['name', true, ['zoe', 'mira', 'ben', 'Anna 10', 'anna 2', null]],
  ['state', false, ['anna 2', 'zoe', 'ben', 'mira', 'Anna 10', null]],
  ['trust', false, ['Anna 10', 'anna 2', 'ben', 'mira', 'zoe', null]],
  ['link', false, ['anna 2', 'ben', 'zoe', 'Anna 10', 'mira', null]],
  ['rtt', false, ['anna 2', 'ben', 'zoe', 'Anna 10', 'mira', null]],
  ['rtt', true, ['zoe', 'ben', 'anna 2', 'Anna 10', 'mira', null]],
  ['address', true, ['ben', 'mira', null, 'anna 2', 'Anna 10', 'zoe']],
])('by %s, descending %s', (column, descending, names) => expect(sorted(peers, column, descending)).toEqual(names))

const anyPeer = fc
  .record({
    n: fc.integer({ min: 0, max: 300 }),
    name: fc.option(fc.constantFrom('a', 'A', 'b 2', 'b 10', 'ß', '')),
    trust: fc.constantFrom('blocked', 'unknown', 'verified', 'trusted'),
    state: fc.constantFrom('disconnected', 'dialing', 'connected', 'suspect', 'failed'),
    transport: fc.option(fc.constantFrom('tcp', 'webrtc-direct', 'webrtc', 'relay', 'other')),
    direction: fc.option(fc.constantFrom('inbound', 'outbound')),
    rttMs: fc.option(fc.constantFrom(0, 1, 20.5)),
  })
  .map(({ n, ...over }) => peerView(n, over as Partial<PeerView>))

test('every order is total: antisymmetric, transitive, and never equal for two peers', () => {
  const sort = fc.record({ column: fc.constantFrom(...sortColumns), descending: fc.boolean() })
  fc.assert(
    fc.property(sort, anyPeer, anyPeer, anyPeer, (by, a, b, c) => {
      const compare = comparePeers(by)
      expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0)
      if (a.peerId !== b.peerId) expect(compare(a, b)).not.toBe(0)
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})
