/** The health of a whole node, and what it does with what its host notices. */
import { expect, it } from 'vitest'
import { kithNode } from '../../tests/harness/kith-nodes.ts'
import { quietSurroundings } from '../../tests/harness/quiet-host.ts'
import { createEmitter } from '../kit/emitter.ts'
import type { SurroundingsEvent } from './surroundings.types.ts'

it('a node tells its health, hears of a clock that was set and of another network, and checks at once', async () => {
  const events = createEmitter<SurroundingsEvent>()
  await using ann = await kithNode({ number: 1, host: { surroundings: { ...quietSurroundings(), events } } })
  await ann.node.start()
  await ann.heard((event) => event.name === 'health.changed')
  const before = await ann.call('node.health')
  expect(before.checks.map(({ name, status }) => [name, status])).toEqual([
    ['identity', 'degraded'],
    ['listening', 'healthy'],
    ['storage', 'healthy'],
    ['kept-peers', 'healthy'],
    ['reachability', 'degraded'],
    ['bandwidth', 'healthy'],
    ['clock', 'healthy'],
  ])

  events.emit({ type: 'clock-set', byMs: 7_200_000 })
  const told = await ann.heard(
    (event) => event.name === 'health.changed' && event.payload.checks.some(({ details }) => details['setByMs']),
  )
  expect(told.payload).toMatchObject({ status: 'degraded' })
  events.emit({ type: 'network-changed' })
  const counters = await ann.call('node.counters')
  expect(counters.filter(({ name }) => name === 'surroundings_changed_total').map(({ labels }) => labels)).toEqual([
    { what: 'clock-set' },
    { what: 'network-changed' },
  ])
  expect(ann.bugs).toEqual([])
  await ann.node.stop()
  expect(events.size).toBe(0)
})

it('a kept peer that is connected, and that then turns this node away, is told in its health', async () => {
  await using ann = await kithNode({ number: 1 })
  await using ben = await kithNode({ number: 2 })
  await ann.node.start()
  await ben.node.start()
  const statusOf = (node: typeof ann) => node.call('node.status')
  const [annIs, benIs] = [await statusOf(ann), await statusOf(ben)]
  await ben.call('peers.add', { address: annIs.addresses[0] ?? '' })
  await ann.call('peers.add', { address: benIs.addresses[0] ?? '', name: 'Ben', kept: true })
  await ann.heard(
    (event) =>
      event.name === 'peers.changed' &&
      event.payload.upserted.some((peer) => peer.name === 'Ben' && peer.state === 'connected'),
  )
  const keptPeers = async () => (await ann.call('node.health')).checks.find(({ name }) => name === 'kept-peers')
  expect(await keptPeers()).toMatchObject({ status: 'healthy', message: 'Ben is connected.' })
  await ben.call('peers.forget', { peerIds: [annIs.peerId] })
  // On a busy machine it is dialled once more before it is refused.
  await expect
    .poll(keptPeers, { timeout: 20_000 })
    .toMatchObject({ status: 'degraded', message: 'Ben is not connected.' })
})
