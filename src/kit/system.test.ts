import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock, systemRandom } from './system.ts'

describe('the real clock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs a task once, when it is due, and not at all when it was cancelled', () => {
    let runs = 0
    systemClock.at(systemClock.now() + 100, () => (runs += 1))
    const cancelled = systemClock.at(systemClock.now() + 100, () => void (runs += 10))
    cancelled[Symbol.dispose]()
    cancelled[Symbol.dispose]()
    vi.advanceTimersByTime(99)
    expect(runs).toBe(0)
    vi.advanceTimersByTime(1_000)
    expect(runs).toBe(1)
  })

  it('runs what is overdue soon, and what is a year away not at once', () => {
    let runs = 0
    systemClock.at(systemClock.now() - 1, () => void (runs += 1))
    const far = systemClock.at(systemClock.now() + 365 * 86_400_000, () => void (runs += 10))
    vi.advanceTimersByTime(1)
    expect(runs).toBe(1)
    far[Symbol.dispose]()
  })

  it('knows the time of day', () => expect(Math.abs(systemClock.wallMs() - Date.now())).toBeLessThan(1_000))
})

it('the real dice show numbers from 0 to below 1', () => {
  const drawn = Array.from({ length: 100 }, systemRandom)
  expect(drawn.every((n) => n >= 0 && n < 1)).toBe(true)
  expect(new Set(drawn).size).toBeGreaterThan(90)
})
