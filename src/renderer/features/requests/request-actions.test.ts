import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView, requestView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { defaultSettings } from '../../stores/settings-draft.policy.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { approve, block, forget, ignore, setAdmission } from './request-actions.ts'

const request = requestView(1, { name: 'anna' })
const peerId = peerIdOf(1)

function setUp() {
  const bridge = createFakeBridge({
    'requests.approve': ({ name }: { name: string | null }) => peerView(1, { name: name ?? 'anna' }),
    'requests.ignore': () => ({ ...request, ignored: true }),
    'requests.block': () => peerView(1, { trust: 'blocked' }),
    'requests.forget': () => undefined,
    'peers.forget': () => ({ changed: 1, undo: 'undo-token' }),
    'peers.trust': () => peerView(1, { trust: 'unknown' }),
    'settings.set': () => ({ settings: defaultSettings(), needRestart: [], overridden: [] }),
  })
  const toasts = createToasts(new ManualClock())
  return { bridge, toasts, needs: { client: createNodeClient(bridge), toasts } }
}

test('approving says the name that was given, and can be taken back', async () => {
  const { bridge, toasts, needs } = setUp()
  await approve(needs, request, { level: 'trusted', name: 'Anna', permissions: null })
  expect(toasts.store.getState().toasts[0]!.text).toBe('Anna is approved as trusted.')
  expect(toasts.undoLast()).toBe(true)
  await settled()
  expect(bridge.asked).toEqual([
    ['requests.approve', { peerId, level: 'trusted', name: 'Anna', permissions: null }],
    ['peers.forget', { peerIds: [peerId] }],
  ])
  expect(toasts.store.getState().toasts[0]!.text).toContain('stranger again')
})

test('what stands against approving is for the dialog to say', async () => {
  const { bridge, toasts, needs } = setUp()
  bridge.answer('requests.approve', () => {
    throw new KithError('InvalidRequest', 'It is gone.')
  })
  await expect(approve(needs, request, { level: 'verified', name: null, permissions: ['message'] })).rejects.toThrow(
    'It is gone.',
  )
  expect(toasts.store.getState().toasts).toEqual([])
})

test('own permissions go along', async () => {
  const { bridge, needs } = setUp()
  await approve(needs, request, { level: 'verified', name: null, permissions: ['message'] })
  expect(bridge.asked).toEqual([
    ['requests.approve', { peerId, level: 'verified', name: null, permissions: ['message'] }],
  ])
})

test('who was blocked by mistake can be unblocked, which is called what it is', async () => {
  const { bridge, toasts, needs } = setUp()
  expect(await block(needs, request)).toBe(true)
  expect(toasts.store.getState().toasts[0]).toMatchObject({ undoLabel: 'Unblock' })
  expect(toasts.undoLast()).toBe(true)
  await settled()
  expect(bridge.asked).toEqual([
    ['requests.block', { peerId }],
    ['peers.trust', { peerId, level: 'unknown' }],
  ])
})

test('ignoring and forgetting say what they did; there is nothing to take back', async () => {
  const { toasts, needs } = setUp()
  expect(await ignore(needs, request)).toBe(true)
  expect(await forget(needs, request)).toBe(true)
  expect(toasts.undoLast()).toBe(false)
  expect(toasts.store.getState().toasts).toHaveLength(2)
})

test('another rule for strangers can be taken back', async () => {
  const { bridge, toasts, needs } = setUp()
  await setAdmission(needs, 'learn', 'ask')
  expect(toasts.undoLast()).toBe(true)
  await settled()
  expect(bridge.asked).toEqual([
    ['settings.set', { change: { admission: { mode: 'learn' } } }],
    ['settings.set', { change: { admission: { mode: 'ask' } } }],
  ])
})
