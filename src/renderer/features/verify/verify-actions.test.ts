import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import type { VerifiedHow } from '../../../contract/views.ts'
import { createPeerTable } from '../../stores/peer-table.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { blockImpostor, confirmCode, confirmWords, takeBack } from './verify-actions.ts'

const anna = peerView(1, { name: 'anna' })
const peerId = peerIdOf(1)
const undo = 'token-0001'
const at = '2026-01-01T00:00:00.000Z'

function setUp() {
  const bridge = createFakeBridge({
    'peers.verify': ({ how }: { how: VerifiedHow | null }) => ({
      ...anna,
      verified: how === null ? null : { at, how },
    }),
    'peers.change': () => ({ changed: 1, undo }),
    'peers.undo': () => ({ restored: 1 }),
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

test('words that match, and a code that fits, show at once', async () => {
  const { bridge, needs, peers } = setUp()
  await confirmWords(needs, peerId)
  expect(peers.get(peerId)?.verified).toEqual({ at, how: 'words' })
  await confirmCode(needs, peerId, 'kith:verify?')
  expect(peers.get(peerId)?.verified).toEqual({ at, how: 'code' })
  expect(bridge.asked).toEqual([
    ['peers.verify', { peerId, how: 'words' }],
    ['peers.verify', { peerId, how: 'code', code: 'kith:verify?' }],
  ])
})

test('a code that does not fit is for the dialog to say', async () => {
  const { bridge, needs, peers, texts } = setUp()
  bridge.answer('peers.verify', () => {
    throw new KithError('InvalidRequest', 'This code belongs to somebody else.')
  })
  await expect(confirmCode(needs, peerId, 'x')).rejects.toThrow('somebody else')
  expect([peers.get(peerId), texts()]).toEqual([undefined, []])
})

test('a person may take back what they were sure of', async () => {
  const { needs, peers, texts } = setUp()
  expect(await takeBack(needs, anna)).toBe(true)
  expect([peers.get(peerId)?.verified, texts()]).toEqual([null, ['anna is no longer confirmed.']])
})

test('an impostor is blocked, and given back when that was a mistake', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  expect(await blockImpostor(needs, anna)).toBe(true)
  expect(texts()).toEqual(['anna is blocked.'])
  toasts.undoLast()
  await settled()
  expect(bridge.asked).toEqual([
    ['peers.change', { peerIds: [peerId], level: 'blocked' }],
    ['peers.undo', { undo }],
  ])
  expect(texts()).toEqual(['anna is as before.'])
})
