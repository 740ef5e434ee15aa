import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import type { PeerView } from '../../contract/views.ts'
import { nameSkeleton } from './known-names.policy.ts'
import { createKnownNames } from './known-names.ts'
import { createPeerTable } from './peer-table.ts'

test.each([
  ['Anna', 'anna'],
  ['Anna', ' A-n n a '],
  ['Anna', 'Аnnа'],
  ['José', 'Jose'],
  ['Bob', 'B0b'],
  ['Ｂｏｂ', 'bob'],
])('%s and %s look alike', (one, other) => expect(nameSkeleton(one)).toBe(nameSkeleton(other)))

test.each([
  ['Anna', 'Anne'],
  ['Bob', 'Rob'],
])('%s and %s do not', (one, other) => expect(nameSkeleton(one)).not.toBe(nameSkeleton(other)))

test('a skeleton has nothing left to take away', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(nameSkeleton(nameSkeleton(name))).toBe(nameSkeleton(name))
    }),
  )
})

function setUp() {
  const bridge = createFakeBridge()
  const table = createPeerTable(createNodeClient(bridge))
  const names = createKnownNames(table)
  const tell = (...upserted: PeerView[]) => bridge.announce('peers.changed', { upserted, removed: [] })
  return { bridge, names, tell }
}

test('a stranger who takes the name of somebody on the list is seen through, live', () => {
  const { bridge, names, tell } = setUp()
  expect(names.namesake('Anna', peerIdOf(9))).toBeNull()
  let told = 0
  names.subscribe(() => (told += 1))
  tell(peerView(1, { name: 'Anna' }))
  expect(names.namesake('anna', peerIdOf(9))?.peerId).toBe(peerIdOf(1))
  expect(told).toBe(1)
  tell(peerView(1, { name: 'Anna', state: 'connected' }))
  expect(told).toBe(1)
  tell(peerView(1, { name: 'Anna K.' }))
  expect(names.namesake('anna', peerIdOf(9))).toBeNull()
  tell(peerView(1, { name: 'Anna' }))
  bridge.announce('peers.changed', { upserted: [], removed: [peerIdOf(1)] })
  expect(names.namesake('anna', peerIdOf(9))).toBeNull()
})

test('only who is on the list has a name to take, and nobody takes their own', () => {
  const { names, tell } = setUp()
  tell(peerView(1, { name: 'Anna', trust: 'unknown' }), peerView(2, { name: 'Bob', trust: 'trusted' }))
  expect(names.namesake('Anna', peerIdOf(9))).toBeNull()
  expect(names.namesake('Bob', peerIdOf(2))).toBeNull()
  expect(names.namesake('Bob', peerIdOf(9))?.name).toBe('Bob')
  expect(names.namesake('…', peerIdOf(9))).toBeNull()
})
