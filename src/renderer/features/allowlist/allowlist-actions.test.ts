import { expect, test } from 'vitest'
import { createFakeBridge } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { importList } from './allowlist-actions.ts'

const undo = 'token-0001'

function setUp(counts = { added: 2, changed: 1, removed: 0, invalid: 3 }) {
  const bridge = createFakeBridge({
    'allowlist.import': () => ({ ...counts, undo }),
    'peers.undo': () => ({ restored: 3 }),
  })
  const toasts = createToasts(new ManualClock())
  return {
    bridge,
    toasts,
    needs: { client: createNodeClient(bridge), toasts },
    texts: () => toasts.store.getState().toasts.map((toast) => toast.text),
  }
}

test('an import says what it did, and is taken back as a whole', async () => {
  const { bridge, needs, toasts, texts } = setUp()
  await importList(needs, 'text', true)
  expect(texts()).toEqual(['Imported: 2 added, 1 changed.'])
  toasts.undoLast()
  await settled()
  expect(bridge.asked).toEqual([
    ['allowlist.import', { text: 'text', removeMissing: true }],
    ['peers.undo', { undo }],
  ])
  expect(texts()).toEqual(['The import is taken back: 3 peers as before.'])
})

test('what changed nothing is not offered back', async () => {
  const { needs, toasts, texts } = setUp({ added: 0, changed: 0, removed: 0, invalid: 0 })
  await importList(needs, 'text', false)
  expect([texts(), toasts.undoLast()]).toEqual([['Imported. Nothing changed.'], false])
})

test('what stands against it is for the dialog to say', async () => {
  const { bridge, needs, texts } = setUp()
  bridge.answer('allowlist.import', () => {
    throw new KithError('InvalidRequest', 'Nothing was imported.')
  })
  await expect(importList(needs, 'text', false)).rejects.toThrow('Nothing was imported.')
  expect(texts()).toEqual([])
})
