import { expect, test } from 'vitest'
import { createFakeBridge, nodeView, peerView, requestView } from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../contract/client.ts'
import type { HostView } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Link } from '../client/link.ts'
import { createStores } from './stores.ts'

const host = (phase: HostView['phase']): HostView => ({ phase, problem: null, choices: [] })
const rates = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, uploadedBytes: 0, downloadedBytes: 0 }

function setUp(phase: HostView['phase'] = 'running', link: Link = { phase: 'up', retryAtMs: null }) {
  const clock = new ManualClock()
  const bridge = createFakeBridge({
    'host.status': () => host(phase),
    'node.status': () => nodeView(),
    'node.rates': () => rates,
    'peers.list': () => [peerView(1)],
    'requests.list': () => [requestView(2)],
    'nearby.list': () => [],
  })
  const links = createEmitter<Link>()
  const line = {
    link,
    onLinkChange(listener: (link: Link) => void) {
      const listening = links.on(listener)
      return () => listening[Symbol.dispose]()
    },
    retryNow: () => {},
  }
  const storage = new Map<string, string>()
  const stores = createStores({
    client: createNodeClient(bridge),
    line,
    clock,
    appearance: {
      dataset: {},
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      calm: { asked: () => false, onChange: () => () => {} },
      language: 'en',
      spoken: [],
      reload: () => {},
    },
  })
  const asked = () => bridge.asked.splice(0).map(([name]) => name)
  return { bridge, stores, clock, links, asked }
}

const everything = [
  'bandwidth.status',
  'invites.list',
  'nearby.list',
  'node.health',
  'node.rates',
  'node.services',
  'node.status',
  'peers.list',
  'reputation.summary',
  'requests.list',
  'settings.get',
]

test('asks the host first, and the node once it runs', async () => {
  const { bridge, stores, asked } = setUp('starting')
  await settled()
  expect(asked()).toEqual(['host.status', 'desktop.status'])
  bridge.announce('host.changed', host('running'))
  await settled()
  expect(asked().sort()).toEqual(everything)
  expect([...stores.peers.all()]).toEqual([peerView(1)])
  expect(stores.order.ids).toEqual([peerView(1).peerId])
  expect(stores.requests.getState().value).toEqual([requestView(2)])
  bridge.announce('host.changed', host('running'))
  await settled()
  expect(asked()).toEqual([])
})

test('asks for everything again when the line is back', async () => {
  const { links, stores, asked } = setUp()
  await settled()
  asked()
  links.emit({ phase: 'lost', retryAtMs: 5 })
  expect(stores.link.getState()).toEqual({ phase: 'lost', retryAtMs: 5 })
  await settled()
  expect(asked()).toEqual([])
  links.emit({ phase: 'up', retryAtMs: null })
  await settled()
  expect(asked().sort()).toEqual([...everything, 'host.status', 'desktop.status'].sort())
})

test('a node that stopped and runs again is asked again', async () => {
  const { bridge, asked } = setUp()
  await settled()
  asked()
  bridge.announce('host.changed', host('locked'))
  bridge.announce('host.changed', host('running'))
  await settled()
  expect(asked().sort()).toEqual(everything)
})

test('disposed twice, nobody listens and no timer is left', async () => {
  const { bridge, stores, clock, links } = setUp()
  await settled()
  stores.toasts.done('x')
  stores.ticker.subscribe(() => {})
  stores[Symbol.dispose]()
  stores[Symbol.dispose]()
  expect([bridge.listeners, links.size, clock.pending]).toEqual([0, 0, 0])
})
