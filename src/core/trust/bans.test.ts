import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { silentLog } from '../../kit/log.ts'
import { HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { createBans } from './bans.ts'

function setup(store = new FakeStore(), clock = new ManualClock()) {
  const bans = createBans({ clock, store, log: silentLog })
  const ended: string[] = []
  const inMs = (ms: number): number => clock.wallMs() + ms
  return { bans, store, clock, ended, inMs, watching: bans.watch((peerIds) => ended.push(...peerIds)) }
}

describe('bans', () => {
  it('hold until their time is over, also after a restart, and end by themselves, each when it is due', async () => {
    const { bans, store, clock, ended, inMs } = setup()
    bans.ban('long', inMs(HOUR_MS), 'person')
    bans.ban('short', inMs(MINUTE_MS), 'person')
    const after = setup(store, clock)
    for (const seen of [bans, after.bans]) {
      expect(seen.untilMs('short')).toBe(inMs(MINUTE_MS))
      expect(seen.untilMs('nobody')).toBeNull()
      expect(seen.list().map(({ peerId }) => peerId)).toEqual(['long', 'short'])
    }
    await clock.advance(MINUTE_MS - 1)
    expect(ended).toEqual([])
    await clock.advance(1)
    expect([ended, after.ended]).toEqual([['short'], ['short']])
    expect([bans.untilMs('short'), store.bans().length]).toEqual([null, 1])
    await clock.advance(HOUR_MS)
    expect([ended, store.bans(), bans.list()]).toEqual([['short', 'long'], [], []])
    expect(clock.pending).toBe(0)
  })

  it('can be made longer and shorter, and lifted', async () => {
    const { bans, clock, ended, inMs } = setup()
    bans.ban('p', inMs(HOUR_MS), 'person')
    bans.ban('p', inMs(1_000), 'person')
    await clock.advance(1_000)
    expect(ended).toEqual(['p'])
    bans.ban('p', inMs(1_000), 'person')
    bans.unban('p')
    bans.unban('p')
    expect(bans.untilMs('p')).toBeNull()
    await clock.advance(HOUR_MS)
    expect(ended).toEqual(['p'])
    expect(clock.pending).toBe(0)
  })

  it('end on time when the machine slept or its clock was set', async () => {
    const { bans, clock, ended, inMs } = setup()
    bans.ban('p', inMs(10 * HOUR_MS), 'person')
    clock.jumpWallMs(10 * HOUR_MS)
    expect(bans.untilMs('p')).toBeNull()
    await clock.advance(MINUTE_MS)
    expect(ended).toEqual(['p'])
    bans.ban('q', inMs(HOUR_MS), 'person')
    clock.jumpWallMs(-HOUR_MS)
    await clock.advance(HOUR_MS + MINUTE_MS)
    expect(bans.untilMs('q')).not.toBeNull()
    await clock.advance(HOUR_MS)
    expect(ended).toEqual(['p', 'q'])
  })

  it('end although the disk is full, and are told once', async () => {
    const { bans, store, clock, ended, inMs } = setup()
    bans.ban('p', inMs(1_000), 'person')
    store.fail(new Error('disk full'))
    await clock.advance(HOUR_MS)
    expect([ended, bans.untilMs('p'), clock.pending]).toEqual([['p'], null, 0])
  })

  it('are watched by nobody after that', async () => {
    const { bans, watching, clock, ended, inMs } = setup()
    bans.ban('p', inMs(1_000), 'person')
    watching[Symbol.dispose]()
    watching[Symbol.dispose]()
    expect(clock.pending).toBe(0)
    await clock.advance(1_000)
    expect([ended, bans.untilMs('p')]).toEqual([[], null])
  })

  it('are ten thousand at most: the one that ends first makes room', () => {
    const { bans, store, inMs } = setup()
    for (let i = 0; i < 10_001; i += 1) bans.ban(`p${i}`, inMs(HOUR_MS + i), 'person')
    expect([bans.untilMs('p0'), bans.list().length, store.bans().length]).toEqual([null, 10_000, 10_000])
  })
})
