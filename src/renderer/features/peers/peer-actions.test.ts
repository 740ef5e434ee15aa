import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import type { PeerView } from '../../../contract/views.ts'
import { createPeerTable } from '../../stores/peer-table.ts'
import { createToasts } from '../../stores/toast-store.ts'
import * as actions from './peer-actions.ts'

const anna = peerView(1, { name: 'anna', kept: true, note: 'from the fair' })
const peerId = peerIdOf(1)
const undo = 'token-0001'

function setUp() {
  const bridge = createFakeBridge({
    'peers.connect': () => anna,
    'peers.disconnect': () => anna,
    'peers.ping': () => ({ peerId, rttMs: 12.3 }),
    'peers.edit': (edit: Partial<PeerView>) => ({ ...anna, ...edit, permissions: anna.permissions }),
    'peers.forget': () => ({ changed: 1, undo }),
    'peers.change': () => ({ changed: 1, undo }),
    'peers.undo': () => ({ restored: 1 }),
    'peers.trust': ({ level }: { level: 'unknown' }) => ({ ...anna, trust: level, kept: false }),
    'peers.introduce': () => undefined,
  })
  const client = createNodeClient(bridge)
  const toasts = createToasts(new ManualClock())
  const peers = createPeerTable(client)
  return {
    bridge,
    peers,
    toasts,
    needs: { client, toasts, peers },
    texts: () => toasts.store.getState().toasts.map((toast) => toast.text),
  }
}

test.each([
  ['connect', () => actions.connect, 'peers.connect', 'Connected to anna.'],
  ['disconnect', () => actions.disconnect, 'peers.disconnect', 'Disconnected from anna.'],
  ['ping', () => actions.ping, 'peers.ping', 'anna answered in 12 ms.'],
])('%s says what it did', async (_, action, call, text) => {
  const { bridge, needs, texts } = setUp()
  expect(await action()(needs, anna)).toBe(true)
  expect([bridge.asked, texts()]).toEqual([[[call, { peerId }]], [text]])
})

test('renaming, keeping and permissions need no words: the screen shows them, before any event tells', async () => {
  const { bridge, needs, peers, texts } = setUp()
  await actions.rename(needs, anna, 'Anna')
  expect(peers.get(peerId)?.name).toBe('Anna')
  await actions.keep(needs, anna, false)
  expect(peers.get(peerId)?.kept).toBe(false)
  await actions.allow(needs, anna, ['message'])
  await actions.allow(needs, anna, null)
  expect(bridge.asked).toEqual([
    ['peers.edit', { peerId, name: 'Anna' }],
    ['peers.edit', { peerId, kept: false }],
    ['peers.edit', { peerId, permissions: ['message'] }],
    ['peers.edit', { peerId, permissions: null }],
  ])
  expect(texts()).toEqual([])
})

test('a note that was overwritten can be had back', async () => {
  const { peers, needs, toasts, texts } = setUp()
  await actions.writeNote(needs, anna, null)
  expect([peers.get(peerId)?.note, texts()]).toEqual([null, ['The note about anna is saved.']])
  toasts.undoLast()
  await settled()
  expect([peers.get(peerId)?.note, texts()]).toEqual(['from the fair', ['The note about anna is as before.']])
})

test('blocking and removing are undone by what the node kept', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  await actions.setLevel(needs, anna, 'blocked')
  await actions.removePeer(needs, anna)
  expect(texts()).toEqual(['anna is blocked.', 'anna is removed.'])
  toasts.undoLast()
  toasts.undoLast()
  await settled()
  expect(bridge.asked).toEqual([
    ['peers.change', { peerIds: [peerId], level: 'blocked' }],
    ['peers.forget', { peerIds: [peerId] }],
    ['peers.undo', { undo }],
    ['peers.undo', { undo }],
  ])
  expect(texts()).toEqual(['anna is as before.', 'anna is as before.'])
})

test('who is no longer blocked is a stranger, and can be blocked again at once', async () => {
  const { bridge, needs, peers, toasts } = setUp()
  await actions.unblock(needs, { ...anna, trust: 'blocked' })
  expect(peers.get(peerId)?.trust).toBe('unknown')
  toasts.undoLast()
  await settled()
  expect(bridge.asked.at(-1)).toEqual(['peers.change', { peerIds: [peerId], level: 'blocked' }])
})

test('who is introduced is told to one other', async () => {
  const { bridge, needs, texts } = setUp()
  expect(await actions.introduce(needs, anna, peerView(2, { name: 'ben' }))).toBe(true)
  expect(bridge.asked).toEqual([['peers.introduce', { peerId, to: peerIdOf(2) }]])
  expect(texts()).toEqual(['ben now knows of anna, who shows up there as a request.'])
})

test('what goes wrong is said in the node’s words; a bug is not', async () => {
  const { bridge, needs, toasts } = setUp()
  bridge.answer('peers.connect', () => {
    throw new KithError('Unreachable', 'anna cannot be reached.')
  })
  bridge.answer('peers.ping', () => 'not what the contract says')
  expect(await actions.connect(needs, anna)).toBe(false)
  expect(await actions.ping(needs, anna)).toBe(false)
  const [refused, bug] = toasts.store.getState().toasts
  expect(refused).toMatchObject({ tone: 'problem', text: 'anna cannot be reached.' })
  expect(bug).toMatchObject({ tone: 'problem', text: expect.stringContaining('went wrong') as unknown })
})
