import { expect, test } from 'vitest'
import { peerIdOf, peerView } from '../../../../tests/harness/fake-bridge.ts'
import type { PeerView } from '../../../contract/views.ts'
import type { Command, Commands } from '../../commands/command.ts'
import { find, findDeeds, type PaletteSources } from './found.ts'

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  group: 'do',
  label,
  run: () => {},
  ...more,
})

const commands: Commands = {
  all: [
    command('go.peers', 'Peers', { group: 'go', keys: [['g', 'p']] }),
    command('add', 'Add a peer'),
    command('palette', 'Search everything'),
    command('gone', 'Not now', { available: () => false }),
    command('setting.limits.perPeer', 'Per peer', { group: 'setting', also: 'limits.perPeer' }),
  ],
  ofPeer: ({ state }) => [
    command('peer.details', 'Show the details'),
    ...(state === 'connected' ? [command('peer.ping', 'Ping')] : [command('peer.connect', 'Connect')]),
    command('peer.trust.trusted', 'Trust: Trusted'),
  ],
}
const anna = peerView(1, { name: 'Anna', state: 'connected' })
const bob = peerView(2, { name: 'Bob', note: 'plays chess with Anna' })
const sources = (over: Partial<PaletteSources> = {}): PaletteSources => ({
  commands,
  peers: [bob, anna],
  open: null,
  recent: [],
  ...over,
})
const shown = (query: string, over: Partial<PaletteSources> = {}) =>
  find(query, sources(over)).map(({ title, items }) => [title, ...items.map(({ label }) => label)])

test('before anything is typed: lately used, the peer at hand, then what there is to do; settings wait to be asked for', () => {
  expect(shown('', { recent: ['add', 'gone', 'unknown'], open: anna })).toEqual([
    ['Lately', 'Add a peer'],
    ['Anna', 'Show the details', 'Ping', 'Trust: Trusted'],
    ['Do', 'Add a peer'],
    ['Go to', 'Peers'],
  ])
})

test('what is typed finds commands, peers and settings, the best kind first', () => {
  expect(shown('per peer')).toEqual([['Settings', 'Per peer']])
  expect(shown('anna')).toEqual([['Peers', 'Anna', 'Bob']])
  expect(shown('chess')).toEqual([['Peers', 'Bob']])
  expect(shown(peerIdOf(1).slice(-6))).toEqual([['Peers', 'Anna']])
  expect(shown('not now')).toEqual([])
})

test('what to do and with whom, in either order', () => {
  expect(shown('ping anna')[0]).toEqual(['Peers', 'Anna: Ping'])
  expect(shown('anna ping')[0]).toEqual(['Peers', 'Anna: Ping'])
  expect(shown('bob connect')[0]).toEqual(['Peers', 'Bob: Connect'])
  expect(shown('ping bob')).toEqual([])
})

test('one peer’s deeds are found by what they are called', () => {
  expect(findDeeds('trus', commands, anna).map(({ items }) => items.map(({ label }) => label))).toEqual([
    ['Trust: Trusted'],
  ])
})

test('every option has a key of its own', () => {
  const keys = find('a', sources({ recent: ['add'] })).flatMap(({ items }) => items.map(({ key }) => key))
  expect(new Set(keys).size).toBe(keys.length)
})

test('ten thousand peers are searched within a frame or two, and few are shown', () => {
  const many: PeerView[] = Array.from({ length: 10_000 }, (_, n) => peerView(n, { name: `peer number ${n}` }))
  find('warm up', sources({ peers: many }))
  const began = performance.now()
  const items = find('number 99', sources({ peers: many })).flatMap((section) => section.items)
  const tookMs = performance.now() - began
  process.stdout.write(`palette over 10,000 peers: ${tookMs.toFixed(1)} ms\n`)
  expect(items.length).toBeLessThan(30)
  expect(tookMs).toBeLessThan(500)
})
