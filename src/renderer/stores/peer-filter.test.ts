import { expect, test } from 'vitest'
import { peerIdOf, peerView } from '../../../tests/harness/fake-bridge.ts'
import { peerIdGroups, shortPeerId } from '../format/peer-id.ts'
import { countChoices, filterMatcher, filterSize, noFilter, type PeerFilter, peerMatcher } from './peer-filter.ts'

test.each([
  ['', true],
  ['   ', true],
  ['ANNA', true],
  ['anna lap', true],
  ['lap anna', true],
  ['bob', false],
  ['anna bob', false],
  ['192.168.1.7', true],
  ['203.0.113.9', true],
  ['zurich', true],
  ['Zürich', true],
  ['trus', true],
  ['trusted anna', true],
  ['verified', false],
  [peerIdOf(7).toLowerCase(), true],
  [peerIdOf(7).slice(-6), true],
  [shortPeerId(peerIdOf(7)), true],
  [peerIdGroups(peerIdOf(7)).slice(9).join(' '), true],
])('searching for “%s”', (query, found) => {
  const peer = peerView(7, {
    name: 'Anna’s laptop',
    note: 'Met in Zürich.\nLikes bikes',
    trust: 'trusted',
    remoteAddress: '/ip4/203.0.113.9/tcp/1',
  })
  expect(peerMatcher(query)(peer)).toBe(found)
})

test('finds nameless peers too', () => expect(peerMatcher('4711')(peerView(1, { name: null }))).toBe(true))

const peers = [
  peerView(1, { trust: 'trusted', state: 'connected', kept: true }),
  peerView(2, { trust: 'verified', state: 'suspect', ownPermissions: true }),
  peerView(3, { trust: 'verified', state: 'failed', reason: 'not-approved' }),
  peerView(4, { trust: 'blocked' }),
  peerView(5, { trust: 'trusted', bannedUntil: '2026-01-02T00:00:00.000Z' }),
]

test.each<[string, Partial<PeerFilter>, number[]]>([
  ['nothing asked for', {}, [1, 2, 3, 4, 5]],
  ['one level', { levels: ['trusted'] }, [1, 5]],
  ['two levels', { levels: ['trusted', 'blocked'] }, [1, 4, 5]],
  ['who answers late is connected', { standings: ['connected'] }, [1, 2]],
  ['a banned one is nothing else', { standings: ['banned', 'waiting'] }, [3, 5]],
  ['kept and of a level', { levels: ['trusted'], keptOnly: true }, [1]],
  ['own permissions', { ownOnly: true }, [2]],
])('filter: %s', (_, over, found) => {
  const fits = filterMatcher({ ...noFilter, ...over })
  expect(peers.filter(fits).map((peer) => peer.peerId)).toEqual(found.map(peerIdOf))
})

test('each choice says how many it would show, and a filter how many choices it has', () => {
  expect(Object.fromEntries(countChoices(peers))).toEqual({
    'level:trusted': 2,
    'level:verified': 2,
    'level:blocked': 1,
    'standing:connected': 2,
    'standing:waiting': 1,
    'standing:blocked': 1,
    'standing:banned': 1,
    kept: 1,
    own: 1,
  })
  expect(filterSize({ levels: ['trusted'], standings: ['failed', 'banned'], keptOnly: true, ownOnly: false })).toBe(4)
})
