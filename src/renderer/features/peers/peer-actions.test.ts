import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { createToasts } from '../../stores/toast-store.ts'
import * as actions from './peer-actions.ts'

const anna = peerView(1, { name: 'anna', kept: true })
const peerId = peerIdOf(1)

function setUp() {
  const bridge = createFakeBridge({
    'peers.connect': () => anna,
    'peers.disconnect': () => anna,
    'peers.ping': () => ({ peerId, rttMs: 12.3 }),
    'peers.edit': () => anna,
    'peers.forget': () => undefined,
    'peers.trust': ({ level }: { level: 'blocked' }) => ({ ...anna, trust: level, kept: false }),
  })
  const toasts = createToasts(new ManualClock())
  return {
    bridge,
    needs: { client: createNodeClient(bridge), toasts },
    texts: () => toasts.store.getState().toasts.map((toast) => toast.text),
    toasts,
  }
}

test.each([
  ['connect', () => actions.connect, 'peers.connect', 'Connected to anna.'],
  ['disconnect', () => actions.disconnect, 'peers.disconnect', 'Disconnected from anna.'],
  ['ping', () => actions.ping, 'peers.ping', 'anna answered in 12 ms.'],
  ['forget', () => actions.forget, 'peers.forget', 'anna is forgotten.'],
])('%s says what it did', async (_, action, call, text) => {
  const { bridge, needs, texts } = setUp()
  expect(await action()(needs, anna)).toBe(true)
  expect([bridge.asked, texts()]).toEqual([[[call, { peerId }]], [text]])
})

test('renaming and keeping need no words: the screen shows them', async () => {
  const { bridge, needs, texts } = setUp()
  await actions.rename(needs, anna, null)
  await actions.keep(needs, anna, false)
  expect(bridge.asked).toEqual([
    ['peers.edit', { peerId, name: null }],
    ['peers.edit', { peerId, kept: false }],
  ])
  expect(texts()).toEqual([])
})

test('blocking is undone to the level and the keeping that were', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  await actions.setTrust(needs, anna, 'blocked')
  expect(texts()).toEqual(['anna is blocked.'])
  toasts.undoLast()
  await settled()
  expect(bridge.asked).toEqual([
    ['peers.trust', { peerId, level: 'blocked' }],
    ['peers.trust', { peerId, level: 'verified' }],
    ['peers.edit', { peerId, kept: true }],
  ])
  expect(texts()).toEqual(['anna is now verified.'])
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
