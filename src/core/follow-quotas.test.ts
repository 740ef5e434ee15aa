/** What a person is told of a month's volume, over the real meters. */
import { expect, test } from 'vitest'
import { FakeStore } from '../../tests/harness/fake-store.ts'
import { type KithNode, kithNode } from '../../tests/harness/kith-nodes.ts'
import { testPeerId } from '../../tests/harness/test-peers.ts'
import { systemClock } from '../kit/system.ts'
import { HOUR_MS } from '../kit/units.ts'
import { localDay } from './bandwidth/quota.policy.ts'

const ann = testPeerId(1)
const KEPT = { sentPayloadBytes: 0, receivedPayloadBytes: 0 }

/** As if so much had passed today, before the node was started. */
function storeWith(sentBytes: number, receivedBytes: number): FakeStore {
  const store = new FakeStore()
  const wallMs = systemClock.wallMs()
  const row = { peerId: ann, sentBytes, receivedBytes, ...KEPT }
  const day = localDay(wallMs, () => 0)
  store.addTraffic([{ hour: Math.floor(wallMs / HOUR_MS), ...row }], [{ day, ...row }])
  return store
}
const entries = async (node: KithNode) =>
  (await node.call('audit.query', { kinds: ['quota'], limit: 10 })).entries.map(({ peerId, reason }) => [
    peerId,
    reason,
  ])
const health = async (node: KithNode) =>
  (await node.call('node.health')).checks.find(({ name }) => name === 'bandwidth')

test('a volume that is nearly and then quite used up is told once each, and that it is not any more', async () => {
  await using node = await kithNode({ number: 0, store: storeWith(600, 300) })
  await node.node.start()
  await node.call('peers.add', { address: ann, name: 'Ann', kept: false })
  expect(await node.call('bandwidth.traffic')).toMatchObject({
    total: { day: { sentBytes: 600 }, session: { sentBytes: 0 } },
    peers: [{ peerId: ann, month: { receivedBytes: 300 } }],
  })
  const quota = (monthlyBytes: number, whenReached: 'warn' | 'pause' = 'warn') =>
    node.call('settings.set', { change: { bandwidth: { quota: { monthlyBytes, whenReached } } } })

  await quota(1_024 ** 3)
  expect(node.notified).toEqual([])
  await quota(1_000)
  await quota(1_001)
  expect(node.notified.map(({ tag, title }) => [tag, title])).toEqual([
    ['quota node', 'The month’s volume is nearly used up'],
  ])
  expect(await health(node)).toMatchObject({
    status: 'degraded',
    message: expect.stringMatching(/nearly used up/) as string,
  })
  await quota(900, 'pause')
  expect(node.notified.at(-1)).toMatchObject({
    title: 'The month’s volume is used up',
    body: expect.stringMatching(/Links stay up/) as string,
  })
  expect(await node.call('bandwidth.status')).toMatchObject({
    upload: { bytesPerSecond: 0, reason: 'quota' },
    quota: { state: 'reached', usedBytes: 900 },
  })
  expect(await health(node)).toMatchObject({
    status: 'degraded',
    message: expect.stringMatching(/Links stay up/) as string,
  })
  await quota(0)
  expect(await node.call('bandwidth.status')).toMatchObject({
    upload: { bytesPerSecond: null },
    quota: { state: 'none' },
  })
  expect(await entries(node)).toEqual([
    [null, 'ended'],
    [null, 'reached'],
    [null, 'warned'],
  ])
  expect(node.notified).toHaveLength(2)

  await node.call('peers.edit', { peerId: ann, limits: { monthlyBytes: 900 } })
  expect(node.notified.at(-1)).toMatchObject({ tag: `quota ${ann}`, title: 'The month’s volume of Ann is used up' })
  expect((await health(node))?.message).toBe('The monthly volume that you set for Ann is used up.')
  expect((await node.call('bandwidth.traffic')).peers[0]?.quota).toEqual({
    state: 'reached',
    limitBytes: 900,
    usedBytes: 900,
  })
  expect((await entries(node))[0]).toEqual([ann, 'reached'])
  expect(node.bugs).toEqual([])
})
