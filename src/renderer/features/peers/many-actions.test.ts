import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { type Change, change, remove, sayingsOf } from './many-actions.ts'

const ids = [1, 2, 3].map(peerIdOf)
const undo = 'token-0001'

function setUp(changed = 3) {
  const bridge = createFakeBridge({
    'peers.change': () => ({ changed, undo }),
    'peers.forget': () => ({ changed, undo }),
    'peers.undo': () => ({ restored: changed }),
  })
  const toasts = createToasts(new ManualClock())
  return {
    bridge,
    toasts,
    needs: { client: createNodeClient(bridge), toasts },
    texts: () => toasts.store.getState().toasts.map((toast) => toast.text),
  }
}

test.each<[Change, string]>([
  [{ level: 'trusted' }, '3 peers are now trusted.'],
  [{ kept: true }, '3 peers are kept connected.'],
  [{ kept: false }, '3 peers are no longer kept connected.'],
  [{ permissions: ['message'] }, 'The permissions of 3 peers are set.'],
  [{ permissions: null }, 'The permissions of 3 peers are set.'],
])('%j is one call, and is said in one sentence', async (what, text) => {
  const { bridge, needs, texts } = setUp()
  expect(await change(needs, ids, what, sayingsOf(what))).toBe(true)
  expect([bridge.asked, texts()]).toEqual([[['peers.change', { peerIds: ids, ...what }]], [text]])
})

test('removing three is taken back by what the node kept', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  await remove(needs, ids)
  expect(texts()).toEqual(['3 peers are removed.'])
  toasts.undoLast()
  await settled()
  expect(bridge.asked.at(-1)).toEqual(['peers.undo', { undo }])
  expect(texts()).toEqual(['3 peers are as before.'])
})

test('one is said as one, and nothing is not offered back', async () => {
  const one = setUp(1)
  await remove(one.needs, ids.slice(0, 1))
  expect(one.texts()).toEqual(['1 peer is removed.'])
  const none = setUp(0)
  await change(none.needs, ids, { kept: true }, sayingsOf({ kept: true }))
  expect([none.texts(), none.toasts.undoLast()]).toEqual([['They were so already. Nothing changed.'], false])
})

test('an undo that comes too late says why', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  bridge.answer('peers.undo', () => {
    throw new KithError('InvalidRequest', 'More than ten minutes have passed.')
  })
  await remove(needs, ids)
  toasts.undoLast()
  await settled()
  expect(texts()).toEqual(['More than ten minutes have passed.'])
})
