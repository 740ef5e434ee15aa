import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import type { Volume } from '../../contract/bandwidth-views.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings, type SettingsInput } from '../../contract/settings.ts'
import type { PeerLimits } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import { silentLog } from '../../kit/log.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createMeters } from './meters.ts'
import { type Meters, OTHERS, type Second } from './meters.types.ts'
import { localDay, monthOf } from './quota.policy.ts'
import { isNothing, minus, NO_VOLUME, plus } from './volume.policy.ts'

/** A Saturday at noon, in the middle of an hour and a month. */
const NOON = Date.UTC(2026, 10, 21, 12, 30)
/** As in Berlin: the clocks go forward on 29 March 2026 at 01:00 UTC. */
const berlin = (wallMs: number): number =>
  wallMs >= Date.UTC(2026, 2, 29, 1) && wallMs < Date.UTC(2026, 9, 25, 1) ? 120 : 60

const noLimits: PeerLimits = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 }
const open: Meters[] = []
afterEach(() => {
  for (const meters of open.splice(0)) meters[Symbol.dispose]()
})

interface World {
  readonly clock: Clock
  readonly offset: (wallMs: number) => number
}

function setup({ clock = new ManualClock(NOON), offset = () => 0 }: Partial<World> = {}) {
  const store = new FakeStore()
  const given = {
    settings: Settings.parse({}).bandwidth,
    limits: new Map<string, PeerLimits>(),
    carried: [] as [string, number, number][],
  }
  const seconds: Second[] = []
  const quotas: (string | null)[] = []
  const make = (): Meters => {
    const meters = createMeters({
      clock,
      log: silentLog,
      store,
      utcOffsetMinutes: offset,
      settings: () => given.settings,
      limitsOf: (peerId) => given.limits.get(peerId) ?? noLimits,
      carried: (peerId, { received, sent }) => void given.carried.push([peerId, received, sent]),
    })
    meters.ticked.on((second) => void seconds.push(second))
    meters.quotaChanged.on((peerId) => void quotas.push(peerId))
    open.push(meters)
    meters.start()
    return meters
  }
  return {
    ...given,
    set: (bandwidth: SettingsInput['bandwidth']) => {
      given.settings = Settings.parse({ bandwidth }).bandwidth
    },
    clock,
    store,
    seconds,
    quotas,
    make,
    meters: make(),
  }
}
const manual = (epochMs = NOON) => {
  const clock = new ManualClock(epochMs)
  return { ...setup({ clock }), clock }
}
const rate = (uploadBytesPerSecond: number, downloadBytesPerSecond: number) => ({
  uploadBytesPerSecond,
  downloadBytesPerSecond,
})

describe('seconds', () => {
  it('are told while anything passes and once more when nothing does, then the clock is left alone', async () => {
    const { meters, clock, seconds } = manual()
    await clock.advance(250)
    const idle = clock.pending
    meters.count('ann', 'up', 1_000, 900)
    meters.count('ben', 'down', 50, 0)
    await clock.advance(1_000)
    meters.count('ann', 'up', 500, 450)
    await clock.advance(10_000)
    expect(seconds).toEqual([
      {
        total: rate(1_000, 50),
        peers: [
          { peerId: 'ann', ...rate(1_000, 0) },
          { peerId: 'ben', ...rate(0, 50) },
        ],
      },
      { total: rate(500, 0), peers: [{ peerId: 'ann', ...rate(500, 0) }] },
      { total: rate(0, 0), peers: [] },
    ])
    await clock.advance(MINUTE_MS)
    // Written down, and nothing ticks any more.
    expect(clock.pending).toBe(idle)
    const told = seconds.length
    meters.count('ann', 'down', 7, 0)
    await clock.advance(5_000)
    expect(seconds.slice(told).map(({ total }) => total)).toEqual([rate(0, 7), rate(0, 0)])
  })

  it('make the rates of now and of the last ten', async () => {
    const { meters, clock } = manual()
    for (let second = 0; second < 5; second += 1) {
      for (let part = 0; part < 4; part += 1) {
        meters.count('ann', 'up', 250, 250)
        await clock.advance(250)
      }
    }
    expect(meters.total()).toMatchObject({ now: rate(1_000, 0), recent: rate(500, 0) })
    expect(meters.peer('ann')).toMatchObject({ now: rate(1_000, 0), recent: rate(500, 0) })
    // Of the second that is open nothing is said before it is over.
    meters.count('ann', 'up', 9_999, 0)
    await clock.advance(500)
    expect(meters.peer('ann')).toMatchObject({ now: rate(1_000, 0), session: { sentBytes: 14_999 } })
    await clock.advance(500)
    expect(meters.peer('ann').now).toEqual(rate(9_999, 0))
    await clock.advance(10_500)
    expect(meters.peer('ann')).toMatchObject({ now: rate(0, 0), recent: rate(0, 0) })
  })

  it('are what passed in them, whenever it passed and whoever looked in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2_500), fc.constantFrom('ann', 'ben'), fc.nat(1e6), fc.boolean()), { maxLength: 60 }),
        async (steps) => {
          const { meters, clock } = manual()
          const bySecond = new Map<string, number>()
          for (const [waitMs, peerId, bytes, looks] of steps) {
            await clock.advance(waitMs)
            meters.count(peerId, 'down', bytes, 0)
            const second = Math.floor(clock.now() / SECOND_MS)
            bySecond.set(`${peerId} ${second}`, (bySecond.get(`${peerId} ${second}`) ?? 0) + bytes)
            if (looks) meters.total()
          }
          await clock.advance(1_000)
          const first = Math.floor(clock.now() / SECOND_MS) - 600
          for (const peerId of ['ann', 'ben']) {
            const [series] = meters.history('minutes', peerId).series
            expect(series?.receivedBytes).toEqual(
              Array.from({ length: 600 }, (_, slot) => bySecond.get(`${peerId} ${first + slot}`) ?? 0),
            )
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('of a process that stood still are not one second with all of it', async () => {
    let now = 0
    let tasks: { when: number; task: () => void }[] = []
    const clock: Clock = {
      now: () => now,
      wallMs: () => NOON + now,
      at(when, task) {
        const entry = { when, task }
        tasks.push(entry)
        return { [Symbol.dispose]: () => void (tasks = tasks.filter((one) => one !== entry)) }
      },
    }
    const run = (toMs: number): void => {
      now = toMs
      for (const entry of tasks.filter(({ when }) => when <= now)) {
        tasks = tasks.filter((one) => one !== entry)
        entry.task()
      }
    }
    const { meters, seconds } = setup({ clock })
    for (let ms = 0; ms < 3_000; ms += 100) {
      meters.count('ann', 'up', 100, 0)
      run(ms + 100)
    }
    meters.count('ann', 'up', 6_000, 0)
    run(9_000)
    expect(Math.max(...seconds.map(({ total }) => total.uploadBytesPerSecond))).toBe(1_000)
    expect(meters.history('minutes').series[0]?.sentBytes.slice(-9)).toEqual(Array(9).fill(1_000))
    await settled()
  })
})

describe('what passed', () => {
  const volume = (sentBytes: number, receivedBytes = 0): Volume => ({ ...NO_VOLUME, sentBytes, receivedBytes })

  it('is written within a minute, so that a kill loses no more than that', async () => {
    const { meters, make, clock } = manual()
    meters.count('ann', 'up', 5_000, 4_000)
    await clock.advance(61 * SECOND_MS)
    meters.count('ann', 'up', 70, 60)
    // The first is never disposed: it was killed.
    const next = make()
    expect(next.peer('ann')).toMatchObject({ session: NO_VOLUME, day: { ...volume(5_000), sentPayloadBytes: 4_000 } })
    expect(next.peers()).toEqual(['ann'])
    meters[Symbol.dispose]()
    expect(make().peer('ann').day.sentBytes).toBe(5_070)
  })

  it('counts for the reputation once, when it is written', async () => {
    const { meters, clock, carried } = manual()
    meters.count('ann', 'up', 500, 400)
    meters.count('ann', 'down', 90, 80)
    meters.count('ben', 'down', 90, 0)
    await clock.advance(2 * MINUTE_MS)
    meters.count('ann', 'down', 10, 10)
    meters[Symbol.dispose]()
    meters[Symbol.dispose]()
    expect(carried).toEqual([
      ['ann', 80, 400],
      ['ann', 10, 0],
    ])
  })

  it('begins at nothing at midnight and when the month begins', async () => {
    const { meters, clock } = manual(Date.UTC(2026, 10, 30, 23, 59))
    meters.count('ann', 'up', 100, 0)
    await clock.advance(MINUTE_MS + SECOND_MS)
    expect(meters.peer('ann')).toMatchObject({ session: volume(100), day: NO_VOLUME, month: NO_VOLUME })
    expect(meters.peers()).toEqual([])
    meters.count('ann', 'up', 7, 0)
    await clock.advance(DAY_MS)
    expect(meters.total()).toMatchObject({ session: volume(107), day: NO_VOLUME, month: volume(7) })
    expect(meters.quota()).toMatchObject({ from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' })
  })

  it('waits while the disk is full, and nothing of it is lost or counted twice', async () => {
    const { meters, make, clock, store } = manual()
    store.fail(new KithError('DiskFull', 'The disk is full.'))
    for (let hour = 0; hour < 30; hour += 1) {
      meters.count('ann', 'up', 10, 0)
      await clock.advance(HOUR_MS)
    }
    expect(meters.peer('ann')).toMatchObject({ session: volume(300), month: volume(300) })
    expect(meters.peer('ann').day.sentBytes).toBe(180)
    store.fail(null)
    await clock.advance(MINUTE_MS)
    meters[Symbol.dispose]()
    expect(make().peer('ann')).toMatchObject({ day: volume(180), month: volume(300) })
  })

  it('of strangers without end fills neither the memory nor the disk, and is still counted in all', async () => {
    const { meters, make, clock, store, limits } = manual()
    limits.set('own', { ...noLimits, monthlyBytes: 1_000 })
    meters.count('own', 'up', 5, 0)
    for (let stranger = 0; stranger < 5_000; stranger += 1) {
      meters.count(`stranger ${stranger}`, 'down', 3, 0)
      if (stranger % 500 === 0) await clock.advance(SECOND_MS)
    }
    await clock.advance(2 * MINUTE_MS)
    expect(meters.total().session).toEqual(volume(5, 15_000))
    expect(meters.peers().length).toBeLessThanOrEqual(2_000)
    expect(meters.peerQuota('own')).toMatchObject({ usedBytes: 5 })
    meters[Symbol.dispose]()
    const hour = Math.floor(NOON / HOUR_MS)
    const named = Array.from({ length: 5_000 }, (_, stranger) =>
      store.trafficByHour(hour, hour + 1, `stranger ${stranger}`),
    )
    expect(named.flat().length).toBeLessThanOrEqual(500)
    expect(store.trafficByHour(hour, hour + 1, OTHERS)).toHaveLength(1)
    expect(make().total().month).toEqual(volume(5, 15_000))
  })

  it('is found again in the session, the day, the month and the hours, whatever the clock does', async () => {
    const peerId = fc.constantFrom('ann', 'ben', 'cy')
    const bytes = fc.nat(1e6)
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          count: fc.tuple(peerId, fc.constantFrom('up' as const, 'down' as const), bytes),
          waitMs: fc.oneof(fc.nat(3_000), fc.nat(5 * HOUR_MS)),
        }),
      },
      { weight: 1, arbitrary: fc.record({ jumpMs: fc.integer({ min: -40 * DAY_MS, max: 40 * DAY_MS }) }) },
      { weight: 1, arbitrary: fc.record({ jumpMs: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }) }) },
      { weight: 1, arbitrary: fc.record({ restart: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ startDay: fc.integer({ min: 1, max: 28 }) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = new ManualClock(Date.UTC(2026, 2, 27, 20, 17))
        const rig = setup({ clock, offset: berlin })
        let { meters } = rig
        let startDay = 1
        let session = 0
        const counted: { peerId: string; hour: number; day: string; volume: Volume; session: number }[] = []
        for (const one of steps) {
          if ('count' in one) {
            const [peer, way, wire] = one.count
            const payload = Math.floor(wire * 0.9)
            meters.count(peer, way, wire, payload)
            const passed = {
              ...NO_VOLUME,
              ...(way === 'up'
                ? { sentBytes: wire, sentPayloadBytes: payload }
                : { receivedBytes: wire, receivedPayloadBytes: payload }),
            }
            const wallMs = clock.wallMs()
            const slot = { hour: Math.floor(wallMs / HOUR_MS), day: localDay(wallMs, berlin) }
            counted.push({ peerId: peer, ...slot, volume: passed, session })
            await clock.advance(one.waitMs)
          } else if ('jumpMs' in one) {
            // What passed in the second in which the clock was set may be on either side.
            meters.total()
            clock.jumpWallMs(one.jumpMs)
          } else if ('restart' in one) {
            meters[Symbol.dispose]()
            session += 1
            meters = rig.make()
          } else {
            startDay = one.startDay
            rig.set({ quota: { startDay } })
            meters.reconsider()
          }
          const day = localDay(clock.wallMs(), berlin)
          const month = monthOf(day, startDay)
          const hour = Math.floor(clock.wallMs() / HOUR_MS)
          const sum = (which: (entry: (typeof counted)[number]) => boolean): Volume =>
            counted.filter(which).reduce((all, { volume: each }) => plus(all, each), NO_VOLUME)
          for (const peer of [null, 'ann', 'ben', 'cy']) {
            const isOf = (entry: { peerId: string }): boolean => peer === null || entry.peerId === peer
            const {
              session: inSession,
              day: today,
              month: inMonth,
            } = peer === null ? meters.total() : meters.peer(peer)
            expect({ inSession, today, inMonth }).toEqual({
              inSession: sum((entry) => isOf(entry) && entry.session === session),
              today: sum((entry) => isOf(entry) && entry.day === day),
              inMonth: sum((entry) => isOf(entry) && entry.day >= month.fromDay && entry.day < month.untilDay),
            })
          }
          const { series } = meters.history('days')
          const inSeries = (way: 'sentBytes' | 'receivedBytes') =>
            series.flatMap((each) => each[way]).reduce((all, each) => all + each, 0)
          const inHours = sum((entry) => entry.hour > hour - 720 && entry.hour <= hour)
          expect([inSeries('sentBytes'), inSeries('receivedBytes')]).toEqual([inHours.sentBytes, inHours.receivedBytes])
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe('history', () => {
  it('names the busiest eight and puts the rest together, by the second and by the hour', async () => {
    const { meters, clock } = manual()
    for (let peer = 1; peer <= 12; peer += 1) {
      meters.count(`peer ${peer}`, 'up', peer * 100, 0)
      meters.count(`peer ${peer}`, 'down', peer, 0)
    }
    await clock.advance(SECOND_MS)
    for (const range of ['minutes', 'days'] as const) {
      const { series, stepMs, from } = meters.history(range)
      expect(series.map(({ peerId }) => peerId)).toEqual([
        ...[12, 11, 10, 9, 8, 7, 6, 5].map((peer) => `peer ${peer}`),
        null,
      ])
      const slots = range === 'minutes' ? 600 : 720
      expect(
        series.every(({ sentBytes, receivedBytes }) => sentBytes.length === slots && receivedBytes.length === slots),
      ).toBe(true)
      expect([series[0]?.sentBytes.at(-1), series.at(-1)?.receivedBytes.at(-1)]).toEqual([1_200, 10])
      expect(Date.parse(from) + slots * stepMs).toBe(range === 'minutes' ? NOON + SECOND_MS : NOON + HOUR_MS / 2)
    }
    expect(meters.history('days', 'peer 3').series).toMatchObject([{ peerId: 'peer 3' }])
    expect(meters.history('minutes', 'nobody').series).toEqual([
      { peerId: 'nobody', sentBytes: Array(600).fill(0), receivedBytes: Array(600).fill(0) },
    ])
  })

  it('of a node with which nothing passed is empty', () => {
    const { meters } = manual()
    expect([meters.history('minutes').series, meters.history('days').series]).toEqual([[], []])
  })
})

describe('a quota', () => {
  it('is told when it is warned of and reached, once each, and begins anew with the month', async () => {
    const { meters, clock, quotas, limits, set } = manual(Date.UTC(2026, 10, 30, 12))
    set({ quota: { monthlyBytes: 1_000 } })
    limits.set('ann', { ...noLimits, monthlyBytes: 500 })
    meters.reconsider()
    expect([quotas.splice(0), meters.quota().state]).toEqual([[null], 'within'])
    const states = async (bytes: number) => {
      meters.count('ann', 'up', bytes, 0)
      await clock.advance(3 * SECOND_MS)
      return [meters.quota().state, meters.peerQuota('ann').state, ...quotas.splice(0)]
    }
    expect(await states(100)).toEqual(['within', 'within', 'ann'])
    expect(await states(300)).toEqual(['within', 'warned', 'ann'])
    expect(await states(300)).toEqual(['within', 'reached', 'ann'])
    expect(await states(200)).toEqual(['warned', 'reached', null])
    expect(await states(200)).toEqual(['reached', 'reached', null])
    expect(await states(200)).toEqual(['reached', 'reached'])
    expect(meters.quota()).toMatchObject({ limitBytes: 1_000, usedBytes: 1_300, until: '2026-12-01T00:00:00.000Z' })
    await clock.advance(12 * HOUR_MS)
    expect([meters.quota().state, meters.peerQuota('ann'), quotas]).toEqual([
      'within',
      { state: 'within', limitBytes: 500, usedBytes: 0 },
      [null, 'ann'],
    ])
  })

  it('follows the settings and the limits at once, and is no news after a restart', async () => {
    const { meters, make, clock, quotas, limits, set } = manual()
    meters.count('ann', 'down', 900, 0)
    await clock.advance(2 * SECOND_MS)
    set({ quota: { monthlyBytes: 1_000 } })
    meters.reconsider()
    expect([meters.quota().state, quotas.splice(0)]).toEqual(['warned', [null]])
    set({ quota: { monthlyBytes: 1_000, warnPercent: 95 } })
    meters.reconsider()
    expect([meters.quota().state, quotas.splice(0)]).toEqual(['within', [null]])
    limits.set('ann', { ...noLimits, monthlyBytes: 900 })
    meters.reconsider('ann')
    expect([meters.peerQuota('ann').state, quotas.splice(0)]).toEqual(['reached', ['ann']])
    meters[Symbol.dispose]()
    const next = make()
    await clock.advance(5 * SECOND_MS)
    expect([next.peerQuota('ann').state, quotas]).toEqual(['reached', []])
  })
})

it('leaves no timer behind, however often it is disposed, and may start again', async () => {
  const { meters, clock } = manual()
  meters.count('ann', 'up', 5, 0)
  meters[Symbol.dispose]()
  meters[Symbol.dispose]()
  expect(clock.pending).toBe(0)
  meters.start()
  meters.start()
  meters.count('ann', 'up', 5, 0)
  await clock.advance(2 * MINUTE_MS)
  expect(meters.peer('ann').day.sentBytes).toBe(10)
})

it('counts in next to no time', async () => {
  const { meters, clock } = manual()
  const peers = Array.from(
    { length: 100 },
    (_, number) => `12D3KooWGxP1yRrtBDFYZ2uzxEhAxew8C2zUcLhdBGYZp93f${1_000 + number}`,
  )
  const rounds = 10_000
  const cost = (count: () => void): string => {
    count()
    const begin = performance.now()
    count()
    return (((performance.now() - begin) * 1e6) / (rounds * peers.length)).toFixed(0)
  }
  const one = cost(() => {
    for (let call = 0; call < rounds * peers.length; call += 1) meters.count('ann', 'up', 65_536, 65_524)
  })
  const many = cost(() => {
    for (let round = 0; round < rounds; round += 1) for (const peerId of peers) meters.count(peerId, 'up', 12, 0)
  })
  await clock.advance(10 * SECOND_MS)
  // As with an idle node: a heartbeat of each of them, now and then.
  const beats = 200
  const begin = performance.now()
  for (let beat = 0; beat < beats; beat += 1) {
    for (const peerId of peers) meters.count(peerId, 'up', 12, 0)
    await clock.advance(5 * SECOND_MS)
  }
  const beatMs = (performance.now() - begin) / beats
  console.info(`meters: a heartbeat of 100 peers is laid out and told in ${beatMs.toFixed(2)} ms`)
  console.info(`meters: a frame is counted in ${one} ns, in ${many} ns when each is of another of 100 peers`)
  expect(isNothing(minus(meters.peer('ann').session, meters.peer('ann').month))).toBe(true)
})
