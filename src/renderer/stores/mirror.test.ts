import { expect, test } from 'vitest'
import { createFakeBridge, requestView } from '../../../tests/harness/fake-bridge.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import { createMirror } from './mirror.ts'

function setUp() {
  const bridge = createFakeBridge()
  const mirror = createMirror(createNodeClient(bridge), 'requests.changed', 'requests.list')
  return { bridge, mirror, value: () => mirror.store.getState().value }
}

test('fetches, then follows', async () => {
  const { bridge, mirror, value } = setUp()
  bridge.answer('requests.list', () => [requestView(1)])
  await mirror.refresh()
  expect(value()).toEqual([requestView(1)])
  bridge.announce('requests.changed', [])
  expect(value()).toEqual([])
})

test('an event that comes while it fetches wins: it is at least as new', async () => {
  const { bridge, mirror, value } = setUp()
  const answers = Promise.withResolvers<unknown>()
  bridge.answer('requests.list', () => answers.promise)
  const fetching = mirror.refresh()
  bridge.announce('requests.changed', [requestView(2)])
  answers.resolve([])
  await fetching
  expect(value()).toEqual([requestView(2)])
})

test('a failure is told only while nothing is known', async () => {
  const { bridge, mirror } = setUp()
  const error = new KithError('StoreDamaged', 'broken')
  bridge.answer('requests.list', () => {
    throw error
  })
  await mirror.refresh()
  expect(mirror.store.getState()).toEqual({
    value: null,
    error: expect.objectContaining({ name: 'StoreDamaged' }) as unknown,
  })
  bridge.announce('requests.changed', [])
  await mirror.refresh()
  expect(mirror.store.getState()).toEqual({ value: [], error: null })
})

test('news that say nothing new move nothing', async () => {
  const { bridge, mirror, value } = setUp()
  bridge.answer('requests.list', () => [requestView(1)])
  await mirror.refresh()
  const known = value()
  let told = 0
  mirror.store.subscribe(() => (told += 1))
  bridge.announce('requests.changed', [requestView(1)])
  await mirror.refresh()
  expect([value() === known, told]).toEqual([true, 0])
})

test('disposed, it listens no more', () => {
  const { bridge, mirror } = setUp()
  mirror[Symbol.dispose]()
  mirror[Symbol.dispose]()
  expect(bridge.listeners).toBe(0)
})
