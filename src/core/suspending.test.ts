/** A machine that goes to sleep may not wake with what it had in memory. */
import { afterEach, expect, test } from 'vitest'
import { type KithNode, kithNode } from '../../tests/harness/kith-nodes.ts'
import { quietHost } from '../../tests/harness/quiet-host.ts'
import { createEmitter } from '../kit/emitter.ts'
import type { SurroundingsEvent } from './surroundings.types.ts'

const open: KithNode[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((node) => node[Symbol.asyncDispose]()))
})

test('what waits to be written is on the disk before the machine sleeps', async () => {
  const events = createEmitter<SurroundingsEvent>()
  const { surroundings } = quietHost()
  const ann = await kithNode({ number: 1, host: { surroundings: { ...surroundings, events } } })
  const ben = await kithNode({ number: 2 })
  open.push(ann, ben)
  await Promise.all([ann.node.start(), ben.node.start()])
  const { peerId } = await ann.call('node.status')
  await ann.call('peers.add', { address: (await ben.call('node.status')).addresses[0] ?? '' })
  // Ben asks; Ann, who dialled, is told that she waits. Ben lets her in.
  await ben.heard(({ name, payload }) => name === 'requests.changed' && JSON.stringify(payload).includes(peerId))
  await ben.call('requests.approve', { peerId })
  await ann.heard((event) => event.name === 'node.changed' && event.payload.connected === 1)
  const other = (await ben.call('node.status')).peerId
  const written = () => ({
    link: ann.store.linkHistories().some((one) => one.peerId === other),
    day: ann.store.trafficOfDays('2000-01-01', '3000-01-01').some((one) => one.peerId === other),
    seen: ann.store.peers().some((one) => one.peerId === other && one.lastSeenAtMs !== null),
  })
  expect(written().day).toBe(false)
  events.emit({ type: 'suspending' })
  expect(written()).toEqual({ link: true, day: true, seen: true })
})
