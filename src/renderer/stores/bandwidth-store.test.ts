import { expect, test } from 'vitest'
import { bandwidthView, createFakeBridge, peerIdOf, trafficView } from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import type { TrafficTick } from '../../contract/bandwidth-views.ts'
import { createNodeClient } from '../../contract/client.ts'
import { createBandwidthStore } from './bandwidth-store.ts'

const START = Date.UTC(2026, 0, 1)

const tick = (seconds: number, uploadBytesPerSecond: number): TrafficTick => ({
  at: new Date(START + seconds * 1_000).toISOString(),
  total: { uploadBytesPerSecond, downloadBytesPerSecond: 0 },
  peers: [
    {
      peerId: peerIdOf(1),
      uploadBytesPerSecond,
      downloadBytesPerSecond: 0,
      throttled: { upload: true, download: false },
    },
  ],
})

function setUp() {
  const clock = new ManualClock(START)
  const history = (sent: readonly number[]) => () => ({
    range: 'minutes',
    from: new Date(clock.wallMs() - sent.length * 1_000).toISOString(),
    stepMs: 1_000,
    series: [{ peerId: peerIdOf(1), sentBytes: [...sent], receivedBytes: sent.map(() => 0) }],
  })
  const bridge = createFakeBridge({
    'bandwidth.status': () => bandwidthView(),
    'bandwidth.traffic': () => trafficView(),
    'bandwidth.history': history([5, 6]),
  })
  const line = { up: true }
  const store = createBandwidthStore(createNodeClient(bridge), clock, () => line.up)
  const asked = () => bridge.asked.splice(0).map(([name]) => name)
  const sent = () => store.store.getState().live?.series[0]?.sent.slice(-4)
  return { clock, bridge, store, asked, sent, history, line }
}

test('nothing is asked before somebody looks; then the ten minutes, and volumes again and again', async () => {
  const { store, asked, sent, bridge, clock } = setUp()
  await store.refresh()
  expect(asked()).toEqual(['bandwidth.status'])
  const close = store.open()
  await settled()
  expect(asked().sort()).toEqual(['bandwidth.history', 'bandwidth.traffic'])
  expect(sent()).toEqual([0, 0, 5, 6])
  await clock.advance(1_000)
  bridge.announce('traffic.ticked', tick(1, 7))
  expect(sent()).toEqual([0, 5, 6, 7])
  expect(store.store.getState().tick?.total.uploadBytesPerSecond).toBe(7)
  await clock.advance(3_000)
  // Who is told nothing any more sees nothing flow.
  expect(store.store.getState().tick).toBeNull()
  expect(asked()).toEqual(['bandwidth.traffic', 'bandwidth.traffic'])
  close()
  await clock.advance(60_000)
  expect(asked()).toEqual([])
})

test('after the line was down the ten minutes are fetched anew', async () => {
  const { store, asked, sent, bridge, clock, history } = setUp()
  const close = store.open()
  await settled()
  asked()
  await clock.advance(30_000)
  asked()
  bridge.answer('bandwidth.history', history([1, 2, 3, 4]))
  await store.refresh()
  expect(asked().sort()).toEqual(['bandwidth.history', 'bandwidth.status', 'bandwidth.traffic'])
  expect(sent()).toEqual([1, 2, 3, 4])
  close()
})

test('what is told while the history is on its way is not lost', async () => {
  const { store, sent, bridge, clock } = setUp()
  await clock.advance(1_000)
  const close = store.open()
  bridge.announce('traffic.ticked', tick(2, 9))
  await settled()
  expect(sent()).toEqual([0, 5, 6, 9])
  close()
})

test('while the node cannot be heard the picture stands still, and nothing is asked', async () => {
  const { store, asked, clock, line } = setUp()
  const close = store.open()
  await settled()
  asked()
  const before = store.store.getState().live
  line.up = false
  await clock.advance(20_000)
  expect(store.store.getState().live).toBe(before)
  expect(asked()).toEqual([])
  close()
})

test('days are asked for when they are shown', async () => {
  const { store, asked } = setUp()
  const close = store.open()
  await settled()
  asked()
  store.showRange('days')
  await settled()
  expect(asked()).toEqual(['bandwidth.history'])
  expect(store.store.getState().days.value).not.toBeNull()
  close()
})

test('a node that refuses is told apart from one that has not answered', async () => {
  const { store, bridge } = setUp()
  bridge.answer('bandwidth.history', () => {
    throw new Error('broken')
  })
  const close = store.open()
  await settled()
  expect(store.store.getState()).toMatchObject({ live: null, liveError: expect.any(Error) as Error })
  close()
})

test('disposed twice, nobody listens and no timer is left', async () => {
  const { store, bridge, clock } = setUp()
  store.open()
  bridge.announce('traffic.ticked', tick(1, 7))
  await settled()
  store[Symbol.dispose]()
  store[Symbol.dispose]()
  expect([bridge.listeners, clock.pending]).toEqual([0, 0])
})
