import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { createTicker } from './ticker.ts'

test('ticks once a second for everybody, and only while somebody looks', async () => {
  const clock = new ManualClock(1_000_000)
  const ticker = createTicker(clock)
  expect([ticker.nowMs(), clock.pending]).toEqual([1_000_000, 0])
  let ticks = 0
  const stops = [ticker.subscribe(() => (ticks += 1)), ticker.subscribe(() => (ticks += 1))]
  expect(clock.pending).toBe(1)
  await clock.advance(1_500)
  // Between two ticks the time stands still, so that what is rendered agrees with itself.
  expect([ticks, ticker.nowMs()]).toEqual([2, 1_001_000])
  stops[0]!()
  await clock.advance(1_000)
  expect([ticks, ticker.nowMs()]).toEqual([3, 1_002_000])
  stops[1]!()
  stops[1]!()
  expect([clock.pending, ticker.nowMs()]).toEqual([0, 1_002_500])
})

test('disposed twice, it leaves no timer', () => {
  const clock = new ManualClock()
  const ticker = createTicker(clock)
  ticker.subscribe(() => {})
  ticker[Symbol.dispose]()
  ticker[Symbol.dispose]()
  expect(clock.pending).toBe(0)
})
