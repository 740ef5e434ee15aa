import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { isoTime } from '../kit/clock.ts'
import { createNearby } from './nearby.ts'

const TWO_MINUTES_MS = 120_000

describe('who is nearby', () => {
  it('is told when somebody comes or moves, not when it only repeats itself', () => {
    const nearby = createNearby(new ManualClock())
    expect(nearby.saw('p', ['/a'])).toBe(true)
    expect(nearby.saw('p', ['/a'])).toBe(false)
    expect(nearby.saw('p', ['/a', '/b'])).toBe(true)
    expect(nearby.drop('p')).toBe(true)
    expect(nearby.drop('p')).toBe(false)
    expect(nearby.saw('p', ['/a', '/b'])).toBe(true)
  })

  it('shows when each was last seen, and forgets who has been silent for two minutes', async () => {
    const clock = new ManualClock()
    const nearby = createNearby(clock)
    nearby.saw('p', ['/a'])
    const seenAt = isoTime(clock.wallMs())
    await clock.advance(TWO_MINUTES_MS - 1)
    expect(nearby.list()).toEqual([{ peerId: 'p', addresses: ['/a'], lastSeen: seenAt }])
    await clock.advance(1)
    expect(nearby.list()).toEqual([])
    expect(nearby.saw('p', ['/a'])).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('cannot be flooded, and has room again when somebody leaves', async () => {
    const clock = new ManualClock()
    const nearby = createNearby(clock)
    for (let i = 0; i < 1_000; i++) nearby.saw(`p${i}`, ['/a'])
    expect(nearby.list()).toHaveLength(64)
    expect(nearby.saw('late', ['/a'])).toBe(false)
    expect(nearby.saw('p0', ['/b'])).toBe(true)
    nearby.drop('p0')
    expect(nearby.saw('late', ['/a'])).toBe(true)
    await clock.advance(TWO_MINUTES_MS)
    expect(nearby.list()).toEqual([])
  })
})
