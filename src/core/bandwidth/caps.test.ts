import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { Settings, type SettingsChange } from '../../contract/settings.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { silentLog } from '../../kit/log.ts'
import { merged, withoutNulls } from '../../kit/tree.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import type { SurroundingsEvent } from '../surroundings.types.ts'
import { createCaps } from './caps.ts'
import type { CapsState } from './caps.types.ts'

/** A Monday. */
const NOON_MS = Date.parse('2026-01-05T12:00Z')
const EVENING = '2026-01-05T18:00:00.000Z'
const office = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', profile: 'quiet' }
const planned = { schedule: { enabled: true, rules: [office] } }
const slow = { uploadBytesPerSecond: 1, downloadBytesPerSecond: 1 }

function setUp(bandwidth: object = {}) {
  const clock = new ManualClock(NOON_MS)
  const events = createEmitter<SurroundingsEvent>()
  const world = {
    metered: null as boolean | null,
    onBattery: false,
    quotaPauses: false,
    subnets: ['203.0.113.7/24'] as readonly string[],
    /** As a `--config` file does. */
    decidesOverride: false,
    diskIsFull: false,
  }
  let settings = Settings.parse({ bandwidth })
  const written: SettingsChange[] = []
  /** As the node does it: written, held, and told at once, while the caller still waits. */
  function changeSettings(change: SettingsChange): void {
    if (world.diskIsFull) throw new Error('ENOSPC')
    written.push(change)
    if (world.decidesOverride) return
    const before = JSON.stringify(settings)
    settings = Settings.parse(withoutNulls(merged(settings, change)))
    if (JSON.stringify(settings) !== before) caps.reconsider()
  }
  const caps = createCaps({
    clock,
    log: silentLog,
    surroundings: {
      events,
      onBattery: () => world.onBattery,
      onMetered: () => world.metered,
      subnets: () => world.subnets,
      utcOffsetMinutes: () => 0,
    },
    settings: () => settings.bandwidth,
    changeSettings,
    quotaPauses: () => world.quotaPauses,
  })
  const told: CapsState[] = []
  caps.changed.on((state) => told.push(state))
  const profiles = () => told.splice(0).map(({ profile, reason }) => `${profile} by ${reason}`)
  return { clock, events, world, caps, written, told, profiles, changeSettings, settings: () => settings.bandwidth }
}

describe('the schedule', () => {
  test('switches at its boundaries, and tells each once', async () => {
    const { clock, caps, profiles } = setUp(planned)
    caps.start()
    expect(caps.now).toMatchObject({ profile: 'quiet', reason: 'schedule', next: { atMs: Date.parse(EVENING) } })
    await clock.advance(6 * HOUR_MS - 1)
    expect([caps.now.profile, profiles()]).toEqual(['quiet', []])
    await clock.advance(1)
    expect([caps.now.profile, profiles()]).toEqual(['normal', ['normal by normal']])
    await clock.advance(4 * DAY_MS)
    expect(profiles()).toEqual(Array(4).fill(['quiet by schedule', 'normal by normal']).flat())
  })

  test('a clock that was set counts from the next event on, and within a minute without one', async () => {
    const { clock, events, caps, profiles } = setUp(planned)
    caps.start()
    clock.jumpWallMs(7 * HOUR_MS)
    events.emit({ type: 'clock-set', byMs: 7 * HOUR_MS })
    expect(profiles()).toEqual(['normal by normal'])
    clock.jumpWallMs(-7 * HOUR_MS)
    await clock.advance(MINUTE_MS)
    expect(profiles()).toEqual(['quiet by schedule'])
    clock.jumpWallMs(7 * HOUR_MS)
    events.emit({ type: 'woke', sleptMs: 7 * HOUR_MS })
    expect(profiles()).toEqual(['normal by normal'])
  })

  test('nothing waits while nothing can come', async () => {
    const { clock, caps, changeSettings } = setUp()
    caps.start()
    expect(clock.pending).toBe(0)
    changeSettings({ bandwidth: planned })
    expect([caps.now.profile, clock.pending]).toEqual(['quiet', 1])
    changeSettings({ bandwidth: { schedule: { enabled: false } } })
    expect([caps.now.profile, clock.pending]).toEqual(['normal', 0])
    await clock.advance(DAY_MS)
    expect(clock.pending).toBe(0)
  })
})

describe('a switch by hand', () => {
  test('lasts until the next boundary of the schedule, and then the schedule is back', async () => {
    const { clock, caps, written, profiles, settings } = setUp(planned)
    caps.start()
    caps.override('normal')
    expect(settings().override).toEqual({ profile: 'normal', until: EVENING })
    expect(caps.now).toMatchObject({ profile: 'normal', override: { profile: 'normal', untilMs: Date.parse(EVENING) } })
    await clock.advance(6 * HOUR_MS)
    expect(written.at(-1)).toEqual({ bandwidth: { override: null } })
    expect([settings().override, caps.now.override]).toEqual([null, null])
    await clock.advance(14 * HOUR_MS)
    expect(profiles()).toEqual(['normal by override', 'normal by normal', 'quiet by schedule'])
    expect(written).toHaveLength(2)
  })

  test('without a boundary it lasts until it is ended', async () => {
    const { clock, caps, settings, profiles } = setUp()
    caps.start()
    caps.override('paused')
    expect(settings().override).toEqual({ profile: 'paused', until: null })
    await clock.advance(30 * DAY_MS)
    expect([caps.now.caps, clock.pending]).toEqual([{ up: 0, down: 0 }, 0])
    caps.override(null)
    expect(profiles()).toEqual(['paused by override', 'normal by normal'])
  })

  test('lasts as long as the person says, whatever the schedule does meanwhile', async () => {
    const { clock, caps, settings } = setUp(planned)
    caps.start()
    caps.override('paused', '2026-01-05T13:00:00.000Z')
    await clock.advance(HOUR_MS)
    expect([caps.now.profile, settings().override]).toEqual(['quiet', null])
    caps.override('paused', null)
    await clock.advance(3 * DAY_MS)
    expect(settings().override).toEqual({ profile: 'paused', until: null })
    caps.override(null)
    expect(caps.now.profile).toBe('quiet')
  })

  test.each([
    ['2026-01-05T12:00:00.000Z', 'over already'],
    ['2026-02-05T12:00:00.000Z', 'eight days at most'],
  ])('until %s is refused', (until, why) => {
    const { caps, written } = setUp()
    expect(() => caps.override('quiet', until)).toThrow(why)
    expect(written).toEqual([])
  })

  test('one after another: the last one counts, to its own end', async () => {
    const { clock, caps, settings } = setUp(planned)
    caps.start()
    caps.override('normal')
    await clock.advance(6 * HOUR_MS)
    caps.override('paused')
    expect(settings().override).toEqual({ profile: 'paused', until: '2026-01-06T08:00:00.000Z' })
    caps.override('normal')
    expect(settings().override).toEqual({ profile: 'normal', until: '2026-01-06T08:00:00.000Z' })
  })

  test('is there again after a restart, and what ended meanwhile is over', () => {
    const goesOn = setUp({ ...planned, override: { profile: 'normal', until: EVENING } })
    goesOn.caps.start()
    expect(goesOn.caps.now).toMatchObject({ profile: 'normal', reason: 'override' })
    expect(goesOn.written).toEqual([])
    const ended = setUp({ ...planned, override: { profile: 'normal', until: '2026-01-05T08:00:00.000Z' } })
    ended.caps.start()
    expect(ended.caps.now).toMatchObject({ profile: 'quiet', reason: 'schedule', override: null })
    expect(ended.written).toEqual([{ bandwidth: { override: null } }])
  })

  test('to a profile that is not there is refused, in words that help', () => {
    const { caps, written } = setUp({ profiles: { slow } })
    expect(() => caps.override('fast')).toThrow(
      'There is no profile called fast. These are: normal, quiet, slow, paused.',
    )
    expect(written).toEqual([])
  })

  test('falls away with its profile, and does not come back with it', () => {
    const { caps, changeSettings, settings } = setUp({ profiles: { slow } })
    caps.start()
    for (let round = 0; round < 2; round++) {
      caps.override('slow')
      changeSettings({ bandwidth: { profiles: { slow: null } } })
      expect([caps.now.profile, settings().override]).toEqual(['normal', null])
      changeSettings({ bandwidth: { profiles: { slow } } })
      expect(caps.now.profile).toBe('normal')
    }
  })

  test('whose end cannot be written down is over all the same, and is not written again and again', async () => {
    for (const trouble of ['decidesOverride', 'diskIsFull'] as const) {
      const { clock, caps, world, written } = setUp({ ...planned, override: { profile: 'normal', until: EVENING } })
      world[trouble] = true
      caps.start()
      await clock.advance(6 * HOUR_MS + 5 * MINUTE_MS)
      expect(caps.now).toMatchObject({ profile: 'normal', reason: 'normal', override: null })
      expect(written.length).toBeLessThanOrEqual(1)
    }
  })

  test('made while the clock was years ahead does not last for years', async () => {
    const { clock, events, caps, settings } = setUp(planned)
    caps.start()
    clock.jumpWallMs(4 * 365 * DAY_MS)
    caps.override('paused')
    clock.jumpWallMs(-4 * 365 * DAY_MS)
    events.emit({ type: 'clock-set', byMs: -4 * 365 * DAY_MS })
    expect(settings().override).toEqual({ profile: 'paused', until: EVENING })
    await clock.advance(6 * HOUR_MS)
    expect(caps.now.profile).toBe('normal')
  })

  test('a clock that is set back a little leaves its end where it was', () => {
    const { clock, events, caps, settings } = setUp(planned)
    caps.start()
    caps.override('normal')
    clock.jumpWallMs(-HOUR_MS)
    events.emit({ type: 'clock-set', byMs: -HOUR_MS })
    expect(settings().override).toEqual({ profile: 'normal', until: EVENING })
  })
})

test('what the machine tells takes effect at once, and only a difference is told', () => {
  const { events, world, caps, profiles } = setUp({ onBattery: 'paused' })
  caps.start()
  world.metered = true
  events.emit({ type: 'metered-changed' })
  events.emit({ type: 'network-changed' })
  world.onBattery = true
  events.emit({ type: 'power-changed' })
  caps.reconsider()
  expect(profiles()).toEqual(['quiet by metered', 'paused by battery'])
  world.onBattery = false
  world.metered = null
  world.quotaPauses = true
  caps.reconsider()
  expect(caps.now).toMatchObject({
    profile: 'normal',
    caps: { up: 0, down: 0 },
    capReasons: { up: 'quota', down: 'quota' },
  })
})

test('addresses at home are exempt only while that is on, and follow the networks of the machine', () => {
  const { caps, world, changeSettings } = setUp()
  const neighbour = '/ip4/203.0.113.9/tcp/4711'
  expect(caps.isExempt(neighbour)).toBe(false)
  changeSettings({ bandwidth: { lanExempt: true } })
  expect([caps.isExempt(neighbour), caps.isExempt('/ip4/8.8.8.8/tcp/4711')]).toEqual([true, false])
  world.subnets = ['198.51.100.7/24']
  expect([caps.isExempt(neighbour), caps.isExempt('/ip4/198.51.100.9/tcp/4711')]).toEqual([false, true])
})

test('disposed twice, in any state, nothing waits or listens any more; and it can start again', async () => {
  const { clock, events, caps, profiles } = setUp(planned)
  caps[Symbol.dispose]()
  caps.start()
  caps.start()
  expect([clock.pending, events.size]).toEqual([1, 1])
  caps[Symbol.dispose]()
  caps[Symbol.dispose]()
  caps.reconsider()
  expect([clock.pending, events.size]).toEqual([0, 0])
  await clock.advance(7 * HOUR_MS)
  expect(profiles()).toEqual([])
  caps.start()
  expect([caps.now.profile, clock.pending, events.size]).toEqual(['normal', 1, 1])
  caps[Symbol.dispose]()
  await clock.advance(SECOND_MS)
})
