import { expect, test } from 'vitest'
import { createFakeBridge } from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import type { HealthView } from '../../contract/link-views.ts'
import { createHealthStore } from './health-store.ts'

const view = (second: number, over: Partial<HealthView> = {}): HealthView => ({
  status: 'healthy',
  checks: [],
  uptimeMs: 1,
  checkedAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
  ...over,
})

function setUp() {
  const clock = new ManualClock()
  const bridge = createFakeBridge({ 'node.health': () => view(1) })
  const health = createHealthStore(createNodeClient(bridge), clock)
  return { clock, bridge, health }
}

test('has what was told last, whichever way it came', async () => {
  const { bridge, health } = setUp()
  await health.refresh()
  expect(health.store.getState()).toEqual({ value: view(1), error: null, checking: false })
  bridge.announce('health.changed', view(9, { status: 'degraded' }))
  expect(health.store.getState().value?.status).toBe('degraded')
  await health.refresh()
  expect(health.store.getState().value?.checkedAt).toBe(view(9).checkedAt)
})

test('asks again while somebody looks, and only then', async () => {
  const { clock, bridge, health } = setUp()
  const close = health.open()
  const closeOther = health.open()
  await clock.advance(31_000)
  expect(bridge.asked.length).toBe(3)
  close()
  close()
  expect(clock.pending).toBe(1)
  closeOther()
  await clock.advance(60_000)
  expect([bridge.asked.length, clock.pending]).toEqual([3, 0])
})

test('a person who asks sees that it is under way, and hears why it failed', async () => {
  const { bridge, health } = setUp()
  const checking = health.check()
  expect(health.store.getState().checking).toBe(true)
  await checking
  expect(health.store.getState().checking).toBe(false)
  bridge.answer('node.health', () => {
    throw new KithError('Unreachable', 'Gone.')
  })
  await expect(health.check()).rejects.toThrow('Gone.')
  expect(health.store.getState()).toMatchObject({ value: view(1), error: null, checking: false })
})

test('a node that never told says why', async () => {
  const { bridge, health } = setUp()
  bridge.answer('node.health', () => {
    throw new KithError('Unreachable', 'Gone.')
  })
  await health.refresh()
  expect(health.store.getState().error?.message).toBe('Gone.')
})

test('disposed twice, nobody listens and no timer is left', async () => {
  const { clock, bridge, health } = setUp()
  health.open()
  await settled()
  health[Symbol.dispose]()
  health[Symbol.dispose]()
  expect([bridge.listeners, clock.pending]).toEqual([0, 0])
})
