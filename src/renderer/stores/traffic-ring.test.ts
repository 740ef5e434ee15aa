import { expect, test } from 'vitest'
import { peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import type { TrafficTick } from '../../contract/bandwidth-views.ts'
import { createTrafficRing, RING_SECONDS, type TrafficSpan } from './traffic-ring.ts'

const START = Date.UTC(2026, 0, 1)
const idle = { upload: false, download: false }

const tick = (seconds: number, ...peers: (readonly [number, number])[]): TrafficTick => ({
  at: new Date(START + seconds * 1_000).toISOString(),
  total: {
    uploadBytesPerSecond: peers.reduce((sum, [, bytes]) => sum + bytes, 0),
    downloadBytesPerSecond: 0,
  },
  peers: peers.map(([n, uploadBytesPerSecond]) => ({
    peerId: peerIdOf(n),
    uploadBytesPerSecond,
    downloadBytesPerSecond: 0,
    throttled: idle,
  })),
})

const sentOf = (span: TrafficSpan, n: number | null): readonly number[] =>
  span.series.find(({ peerId }) => peerId === (n === null ? null : peerIdOf(n)))?.sent ?? []

test('every second stands in its own place, whatever the timer of the node does', () => {
  const ring = createTrafficRing()
  for (const at of [1, 2.004, 2.999, 4.003, 5, 5.998]) ring.tick(tick(at, [1, 10]))
  const span = ring.read(START + 6_100)
  expect(sentOf(span, 1).slice(-8)).toEqual([0, 0, 10, 10, 10, 10, 10, 10])
  expect(span.fromMs + span.slots * span.stepMs).toBe(START + 6_000)
})

test('seconds in which nothing was told were silent, and ten minutes later nothing is left', () => {
  const ring = createTrafficRing()
  ring.tick(tick(1, [1, 10]))
  ring.tick(tick(4, [1, 20]))
  expect(sentOf(ring.read(START + 4_000), 1).slice(-4)).toEqual([10, 0, 0, 20])
  expect(sentOf(ring.read(START + 10_000), 1).slice(-9)).toEqual([10, 0, 0, 20, 0, 0, 0, 0, 0])
  expect(sentOf(ring.read(START + 700_000), 1).every((bytes) => bytes === 0)).toBe(true)
})

test('what the node remembers comes before what it tells', () => {
  const ring = createTrafficRing()
  ring.tick(tick(1, [9, 99]))
  ring.load({
    range: 'minutes',
    from: new Date(START).toISOString(),
    stepMs: 1_000,
    series: [
      { peerId: peerIdOf(1), sentBytes: [1, 2, 3], receivedBytes: [0, 0, 0] },
      { peerId: null, sentBytes: [7, 7, 7], receivedBytes: [0, 0, 0] },
    ],
  })
  ring.tick(tick(4, [1, 4]))
  const span = ring.read(START + 4_000)
  expect(sentOf(span, 1).slice(-5)).toEqual([0, 1, 2, 3, 4])
  expect(sentOf(span, null).slice(-4)).toEqual([7, 7, 7, 0])
  expect(sentOf(span, 9)).toEqual([])
  expect(sentOf(span, 1)).toHaveLength(RING_SECONDS)
})

test('a crowd is not kept one by one, and nothing of it is lost', () => {
  const ring = createTrafficRing()
  ring.tick(tick(1, ...Array.from({ length: 200 }, (_, n) => [n, 1] as const)))
  const { series } = ring.read(START + 1_000)
  expect(series.length).toBe(33)
  expect(series.reduce((sum, { sent }) => sum + (sent.at(-1) ?? 0), 0)).toBe(200)
})

test('a node whose clock was set back goes on being shown', () => {
  const ring = createTrafficRing()
  ring.tick(tick(10_000, [1, 10]))
  ring.tick(tick(9_000, [1, 20]))
  expect(() => ring.read(START + 9_000_000)).not.toThrow()
})
