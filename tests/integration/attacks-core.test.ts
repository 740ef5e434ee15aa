/** Attacks that need more strangers than this machine can be, or more nodes than two: whole nodes in this process. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, it } from 'vitest'
import { Settings } from '../../src/contract/settings.ts'
import type { CounterView } from '../../src/contract/trust-views.ts'
import { createNode } from '../../src/core/create-node.ts'
import { encodeFrame, helloFrame, LINK_PROTOCOL } from '../../src/core/peers/link-frames.ts'
import { silentLog } from '../../src/kit/log.ts'
import { createSwitchboard } from '../harness/fake-network.ts'
import { FakeStore } from '../harness/fake-store.ts'
import { type KithNode, kithNode } from '../harness/kith-nodes.ts'
import { ManualClock, settled } from '../harness/manual-clock.ts'
import { quietHost } from '../harness/quiet-host.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

const figures: string[] = []
afterAll(() => console.info(figures.join('\n')))

const STRANGERS = 10_000
const MINUTE_MS = 60_000

/** What is in use, garbage gone. */
function heapMib(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 1024 ** 2
}

it(`${STRANGERS} distinct unknown IDs in a minute: 100 requests kept at most, 10 new a minute, memory flat`, async () => {
  const clock = new ManualClock()
  const board = createSwitchboard({ clock })
  const store = new FakeStore()
  const bugs: unknown[] = []
  const listen = '/ip4/10.0.0.1/tcp/4711'
  const node = await createNode(
    {
      clock,
      random: () => 0.5,
      store,
      log: { ...silentLog, error: (message, fields) => bugs.push(message, fields) },
      saveSettings: () => {},
      loadSettings: () => ({ settings: Settings.parse({}), overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed: testSeed(1), dataKey: new Uint8Array(32), keptIn: 'insecure-file', created: false },
      settings: Settings.parse({ network: { listen: [listen], mdns: false } }),
      name: 'host',
      version: '0.0.0-test',
      pid: process.pid,
      warnings: [],
    },
    // Each of them comes from another address: limits by address do not help here.
    { createNetwork: ({ gate }) => Promise.resolve(board.join({ peerId: testPeerId(1), gate, listen: [listen] })) },
  )
  await node.start()

  async function knock(number: number): Promise<void> {
    const stranger = board.join({ peerId: testPeerId(number) })
    await stranger.start()
    stranger.handle(LINK_PROTOCOL, { maxFrameBytes: 8_192 }, (stream) => {
      const hello = helloFrame({ name: `stranger ${number}`, agent: 'flood/1', addresses: [listen] })
      stream.write(encodeFrame(hello)).catch(() => {})
    })
    await stranger.dial(testPeerId(1), [listen], new AbortController().signal).catch(() => {})
    await settled()
    await stranger.stop()
  }

  /** A minute of it, beginning with stranger `first`. */
  async function flood(first: number, count: number): Promise<void> {
    const steps = 600
    for (let step = 0; step < steps; step++) {
      const until = Math.trunc((count * (step + 1)) / steps)
      const some: Promise<void>[] = []
      for (let n = Math.trunc((count * step) / steps); n < until; n++) some.push(knock(first + n))
      await Promise.all(some)
      await clock.advance(MINUTE_MS / steps)
    }
  }

  await flood(1_000, 500)
  const before = heapMib()
  const began = performance.now()
  await flood(10_000, STRANGERS)
  const tookMs = performance.now() - began
  const after = heapMib()
  const requests = await node.handlers['requests.list'](undefined)
  const { connected, known } = await node.handlers['node.status'](undefined)
  figures.push(
    `${STRANGERS} unknown IDs in a minute (through the core, over the fake network): ${requests.length} requests, heap ${before.toFixed(1)} → ${after.toFixed(1)} MiB, ${((tookMs * 1000) / STRANGERS).toFixed(0)} µs each`,
  )
  // Ten in each of the two minutes, and the one that both touch.
  expect(requests.length).toBeLessThanOrEqual(30)
  expect(after - before).toBeLessThan(20)
  expect([connected, known]).toEqual([0, 0])
  expect(bugs).toEqual([])
  await node.stop()
})

async function refusals(node: KithNode): Promise<CounterView[]> {
  return (await node.call('node.counters')).filter(({ name }) => name === 'connections_refused_total')
}

it.each(['relay', 'webrtc'] as const)(
  'a blocked peer that comes through a relay (%s) is refused',
  async (transport) => {
    await using relay = await kithNode({ number: 11, settings: { network: { serveRelay: true } } })
    await using host = await kithNode({ number: 12, settings: { network: { useRelays: true, listen: [] } } })
    await using blocked = await kithNode({ number: 13 })
    await using friend = await kithNode({ number: 14 })
    for (const { node } of [relay, host, blocked, friend]) await node.start()
    const [hostId, blockedId, friendId] = [12, 13, 14].map(testPeerId) as [string, string, string]
    const relayAddress = (await relay.call('node.status')).addresses[0] ?? ''
    for (const peerId of [hostId, blockedId, friendId])
      await relay.call('peers.add', { address: peerId, level: 'trusted', kept: false })
    await host.call('peers.add', { address: blockedId, level: 'verified', kept: false })
    await host.call('peers.trust', { peerId: blockedId, level: 'blocked' })
    await host.call('peers.add', { address: friendId, level: 'verified', kept: false })
    await host.call('peers.add', { address: relayAddress, level: 'trusted' })
    await host.heard(
      ({ name, payload }) =>
        name === 'node.changed' && payload.addresses.some((address) => address.includes('/p2p-circuit')),
    )
    const end = transport === 'relay' ? '/p2p-circuit' : '/p2p-circuit/webrtc'
    const address = `${relayAddress}${end}/p2p/${hostId}`

    for (const node of [blocked, friend]) await node.call('peers.add', { address: relayAddress, level: 'verified' })
    await blocked.call('peers.add', { address, level: 'verified', kept: false })
    const refused = await blocked.call('peers.connect', { peerId: hostId }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Error)
    expect((await host.call('peers.show', { peerId: blockedId })).state).toBe('disconnected')
    expect(await refusals(host)).toContainEqual(expect.objectContaining({ labels: { reason: 'blocked' } }))

    // The road is open: it is the peer that is not let in.
    await friend.call('peers.add', { address, level: 'verified', kept: false })
    await friend.call('peers.connect', { peerId: hostId })
    expect((await host.call('peers.show', { peerId: friendId })).state).toBe('connected')
    expect([...host.bugs, ...relay.bugs]).toEqual([])
  },
)
