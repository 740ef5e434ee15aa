import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView, requestView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { approve, block, ignore } from './request-actions.ts'

const request = requestView(1, { name: 'anna' })
const peerId = peerIdOf(1)

function setUp() {
  const bridge = createFakeBridge({
    'requests.approve': ({ name }: { name: string | null }) => peerView(1, { name: name ?? 'anna' }),
    'requests.ignore': () => ({ ...request, ignored: true }),
    'requests.block': () => peerView(1, { trust: 'blocked' }),
    'peers.forget': () => undefined,
  })
  const toasts = createToasts(new ManualClock())
  return { bridge, toasts, needs: { client: createNodeClient(bridge), toasts } }
}

test('approving says the name that was given, and can be taken back', async () => {
  const { bridge, toasts, needs } = setUp()
  await approve(needs, request, { level: 'trusted', name: 'Anna' })
  expect(toasts.store.getState().toasts[0]!.text).toBe('Anna is approved as trusted.')
  expect(toasts.undoLast()).toBe(true)
  await settled()
  expect(bridge.asked).toEqual([
    ['requests.approve', { peerId, level: 'trusted', name: 'Anna' }],
    ['peers.forget', { peerId }],
  ])
  expect(toasts.store.getState().toasts[0]!.text).toContain('stranger again')
})

test('what stands against approving is for the dialog to say', async () => {
  const { bridge, toasts, needs } = setUp()
  bridge.answer('requests.approve', () => {
    throw new KithError('InvalidRequest', 'It is gone.')
  })
  await expect(approve(needs, request, { level: 'verified', name: null })).rejects.toThrow('It is gone.')
  expect(toasts.store.getState().toasts).toEqual([])
})

test('blocking can be taken back, ignoring stays within reach on the screen', async () => {
  const { bridge, toasts, needs } = setUp()
  expect(await ignore(needs, request)).toBe(true)
  expect(toasts.undoLast()).toBe(false)
  expect(await block(needs, request)).toBe(true)
  expect(toasts.undoLast()).toBe(true)
  await settled()
  expect(bridge.asked.map(([name]) => name)).toEqual(['requests.ignore', 'requests.block', 'peers.forget'])
})
