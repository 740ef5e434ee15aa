import { expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { createSlidingWindow } from './sliding-window.ts'

it('counts what happened within the window, each key by itself, and forgets the rest', async () => {
  const clock = new ManualClock()
  const window = createSlidingWindow(clock, 1_000)
  window.add('a')
  await clock.advance(400)
  window.add('a')
  window.add('b')
  expect([window.count('a'), window.count('b'), window.count('c')]).toEqual([2, 1, 0])
  await clock.advance(599)
  expect(window.count('a')).toBe(2)
  await clock.advance(1)
  expect(window.count('a')).toBe(1)
  await clock.advance(400)
  expect([window.count('a'), window.count('b')]).toEqual([0, 0])
  expect(window.size).toBe(0)
})

it('a flood of keys does not fill the memory: what has passed goes, then the oldest', async () => {
  const clock = new ManualClock()
  const window = createSlidingWindow(clock, 1_000, 100)
  for (let n = 0; n < 1_000; n++) window.add(`first ${n}`)
  expect(window.size).toBe(100)
  expect([window.count('first 899'), window.count('first 900')]).toEqual([0, 1])
  await clock.advance(1_000)
  window.add('later')
  expect(window.size).toBe(1)
})
