import { expect, test } from 'vitest'
import { createFakeBridge } from '../../../tests/harness/fake-bridge.ts'
import { createIpcBridge } from './ipc-bridge.ts'

test('is up from the start and follows what the host says', async () => {
  const exposed = createFakeBridge({ 'node.rates': () => 'value' })
  const bridge = createIpcBridge(exposed)
  const phases: string[] = []
  const stop = bridge.onLinkChange((link) => phases.push(link.phase))
  expect(bridge.link.phase).toBe('up')
  expect(await bridge.call('node.rates', undefined)).toEqual({ ok: true, value: 'value' })
  exposed.setLink(true)
  exposed.setLink(false)
  exposed.setLink(true)
  stop()
  exposed.setLink(false)
  bridge.retryNow()
  expect(phases).toEqual(['lost', 'up'])
})

test('passes events on and leaves nobody listening', () => {
  const exposed = createFakeBridge()
  const bridge = createIpcBridge(exposed)
  const heard: string[] = []
  const stops = [bridge.on((name) => heard.push(name)), bridge.onLink(() => heard.push('link'))]
  exposed.announce('requests.changed', [])
  for (const stop of stops) stop()
  bridge[Symbol.dispose]()
  bridge[Symbol.dispose]()
  expect([heard, exposed.listeners]).toEqual([['requests.changed'], 0])
})
