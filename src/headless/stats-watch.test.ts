import { expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import type { TrafficTick } from '../contract/bandwidth-views.ts'
import type { NodeClient } from '../contract/client.ts'
import { everySecond, lastMinute, secondOf } from './stats-watch.ts'

const rates = (up: number, down = 0) => ({ uploadBytesPerSecond: up, downloadBytesPerSecond: down })
const tick = (up: number): TrafficTick => ({ at: '2026-11-21T10:00:00.000Z', total: rates(up), peers: [] })

it('tells a second each second, also while the node is silent because nothing passes, and who waits then', async () => {
  const clock = new ManualClock()
  const listeners = new Set<(tick: TrafficTick) => void>()
  const client = {
    on: (_name: string, listener: (tick: TrafficTick) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    call: () =>
      Promise.resolve({
        peers: [
          { peerId: 'a', throttled: { upload: true, download: false } },
          { peerId: 'b', throttled: { upload: false, download: false } },
        ],
      }),
  } as unknown as NodeClient
  const told: TrafficTick[] = []
  const seconds = everySecond(client, clock, (second) => void told.push(second))
  const news = (up: number): void => {
    for (const listener of listeners) listener(tick(up))
  }
  await clock.advance(1_000)
  news(5)
  await clock.advance(1_050)
  news(6)
  await clock.advance(3_600)
  expect(told.map(({ total }) => total.uploadBytesPerSecond)).toEqual([5, 6, 0, 0, 0])
  expect(told.at(-1)?.peers).toEqual([{ ...rates(0), peerId: 'a', throttled: { upload: true, download: false } }])
  seconds[Symbol.dispose]()
  seconds[Symbol.dispose]()
  expect([listeners.size, clock.pending]).toEqual([0, 0])
})

it('takes from a second what one peer had of it, which may be nothing', () => {
  const throttled = { upload: true, download: false }
  const second = { ...tick(9), peers: [{ ...rates(7, 1), peerId: 'a', throttled }] }
  expect(secondOf(second, null)).toEqual({ ...rates(9), throttled })
  expect(secondOf(second, 'a')).toEqual({ ...rates(7, 1), throttled })
  expect(secondOf(second, 'b')).toEqual({ ...rates(0), throttled: { upload: false, download: false } })
})

it('begins with the last minute that the node knows, of all or of one, as long as it is', async () => {
  const series = [
    { peerId: 'a', sentBytes: [1, 2], receivedBytes: [0, 0] },
    { peerId: null, sentBytes: [10, 20], receivedBytes: [0, 5] },
  ]
  const client = {
    call: () => Promise.resolve({ range: 'minutes', from: '', stepMs: 1_000, series }),
  } as unknown as NodeClient
  const all = await lastMinute(client, null)
  expect([all.length, all.at(-3), all.at(-2), all.at(-1)]).toEqual([60, rates(0), rates(11), rates(22, 5)])
  expect((await lastMinute(client, 'a')).at(-1)).toEqual(rates(2))
  expect((await lastMinute(client, 'b')).at(-1)).toEqual(rates(0))
})
