import { expect, test } from 'vitest'
import {
  createFakeBridge,
  linkHistory,
  peerIdOf,
  peerView,
  reputationView,
} from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import { createPeerDetails } from './peer-details.ts'
import { createPeerTable } from './peer-table.ts'

const peerId = peerIdOf(1)

function setUp() {
  const bridge = createFakeBridge({
    'peers.history': () => linkHistory(1),
    'peers.reputation': () => reputationView(1),
  })
  const client = createNodeClient(bridge)
  const clock = new ManualClock()
  const peers = createPeerTable(client)
  const details = createPeerDetails(client, peers, clock)
  const asks = (): number => bridge.asked.filter(([name]) => name === 'peers.history').length
  return { bridge, clock, peers, details, asks }
}

test('what is open is asked about at once, every five seconds, and soon after news of it; what is closed is not', async () => {
  const { bridge, clock, details, asks } = setUp()
  const close = details.open(peerId)
  await settled()
  expect(details.store.getState()).toMatchObject({
    history: { value: linkHistory(1) },
    reputation: { value: reputationView(1) },
  })
  expect(asks()).toBe(1)
  await clock.advance(5_000)
  expect(asks()).toBe(2)
  for (let burst = 0; burst < 10; burst++) bridge.announce('peers.changed', { upserted: [peerView(1)], removed: [] })
  await clock.advance(250)
  expect(asks()).toBe(3)
  bridge.announce('peers.changed', { upserted: [peerView(2)], removed: [] })
  await clock.advance(300)
  expect(asks()).toBe(3)
  close()
  await clock.advance(60_000)
  expect([asks(), clock.pending]).toEqual([3, 0])
  expect(details.store.getState().history.value).toBeNull()
})

test('a peer that changes all the time is still asked about', async () => {
  const { bridge, clock, details, asks } = setUp()
  details.open(peerId)
  await settled()
  for (let n = 0; n < 100; n++) {
    bridge.announce('peers.changed', { upserted: [peerView(1, { failures: n })], removed: [] })
    await clock.advance(100)
  }
  expect(asks()).toBeGreaterThan(20)
})

test('what was seen stays while the node does not answer; who never saw anything is told', async () => {
  const { bridge, clock, details } = setUp()
  details.open(peerId)
  await settled()
  bridge.answer('peers.history', () => {
    throw new KithError('Unreachable', 'gone')
  })
  await clock.advance(5_000)
  expect(details.store.getState().history).toEqual({ value: linkHistory(1), error: null })
  details.open(peerIdOf(2))
  await settled()
  expect(details.store.getState().history).toMatchObject({ value: null, error: { message: 'gone' } })
})

test('an answer about a peer whose details were closed meanwhile is dropped', async () => {
  const { details } = setUp()
  const close = details.open(peerId)
  details.open(peerIdOf(2))
  close()
  await settled()
  expect(details.store.getState().peerId).toBe(peerIdOf(2))
})
