import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import {
  type Finding,
  type Glance,
  type HeartbeatOptions,
  heardPulse,
  heartbeatOptions,
  look,
  measuredPulse,
  newPulse,
  nextBeatMs,
  type Pulse,
  smoothRttMs,
  vitality,
} from './heartbeat.policy.ts'

const settings = Settings.parse({}).heartbeat
const defaults = heartbeatOptions(settings, false)
const saver = heartbeatOptions(settings, true)
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const options = fc.record({
  intervalMs: fc.integer({ min: 1, max: 1e6 }),
  jitter: fc.double({ min: 0, max: 0.9, noNaN: true }),
  timeoutMs: fc.integer({ min: 1, max: 1e6 }),
  misses: fc.integer({ min: 1, max: 100 }),
  silenceMs: fc.integer({ min: 1, max: 1e6 }),
})

describe('the profile', () => {
  it.each([
    ['auto', false, 5_000],
    ['auto', true, 30_000],
    ['normal', true, 5_000],
    ['battery-saver', false, 30_000],
  ] as const)('%s, on battery: %s, beats every %d ms', (profile, onBattery, intervalMs) =>
    expect(heartbeatOptions({ ...settings, profile }, onBattery).intervalMs).toBe(intervalMs),
  )
})

describe('the heartbeat', () => {
  it.each([
    [0, 4_000],
    [0.5, 5_000],
    [0.999_999, 6_000],
  ])('at %d of chance comes after %d ms', (chance, ms) => expect(nextBeatMs(chance, defaults)).toBe(ms))

  it('stays within its share of the interval', () => {
    fc.assert(
      fc.property(unit, options, (chance, o) => {
        const beat = nextBeatMs(chance, o)
        expect(beat).toBeGreaterThanOrEqual(Math.floor(o.intervalMs * (1 - o.jitter)))
        expect(beat).toBeLessThanOrEqual(Math.ceil(o.intervalMs * (1 + o.jitter)))
      }),
    )
  })

  it.each([
    [0, 0, 'alive'],
    [0, 1e9, 'alive'],
    [1, 0, 'suspect'],
    [2, 60_000, 'suspect'],
    [3, 14_999, 'suspect'],
    [3, 15_000, 'unresponsive'],
    [99, 14_999, 'suspect'],
    [99, 15_001, 'unresponsive'],
  ] as const)('%d misses and %d ms of silence: %s', (misses, silenceMs, expected) =>
    expect(vitality(misses, silenceMs, defaults)).toBe(expected),
  )
})

/** A link on its own: looks when it is due, and says what came of it. `at` is the time within the test. */
function watch(o: HeartbeatOptions, chance: () => number = () => 0.5) {
  let pulse = newPulse(0)
  let lastHeardMs: number | null = null
  const seen: { ms: number; found: Finding }[] = []
  const lookAt = (ms: number, glance: Partial<Glance> = {}): Finding => {
    const found = look(pulse, { nowMs: ms, heardMs: lastHeardMs, unit: chance(), ...glance }, o)
    pulse = found.pulse
    seen.push({ ms, found })
    return found
  }
  lookAt(0)
  return {
    seen,
    lookAt,
    get pulse(): Pulse {
      return pulse
    },
    /** Something came over another stream. */
    bytes: (ms: number) => void (lastHeardMs = ms),
    /** A frame of the link. */
    frame: (ms: number) => void (pulse = heardPulse(pulse, ms)),
    pong: (ms: number) => void (pulse = measuredPulse(pulse, ms)),
    /** Looks whenever it is due, until then or until a verdict. */
    run(untilMs: number) {
      while (pulse.lookMs <= untilMs && seen.at(-1)?.found.vitality !== 'unresponsive') lookAt(pulse.lookMs)
    },
    pings: () => seen.filter(({ found }) => found.ping).map(({ ms }) => ms),
    first: (vital: Finding['vitality']) => seen.find(({ found }) => found.vitality === vital)?.ms ?? null,
  }
}

describe('a link that falls silent', () => {
  it('is asked again every half interval, suspect after the first miss, and given up after fifteen seconds', () => {
    const link = watch(defaults)
    link.pong(100)
    link.run(60_000)
    expect(link.pings()).toEqual([0, 6_000, 8_500, 11_000, 13_500])
    expect(link.first('suspect')).toBe(11_000)
    expect(link.first('unresponsive')).toBe(16_000)
  })

  it.each([
    ['normal', defaults, 15_000, 16_000],
    ['battery-saver', saver, 60_000, 76_000],
  ] as const)('is given up between so many ms after the last byte, whatever the dice say: %s', (_name, o, min, max) => {
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 60_000 }),
        (dice, lastMs) => {
          let thrown = 0
          const link = watch(o, () => dice[thrown++ % dice.length] ?? 0)
          link.pong(1)
          link.run(lastMs)
          if (link.first('unresponsive') !== null) return
          link.bytes(lastMs)
          link.run(lastMs + 200_000)
          const silenceMs = (link.first('unresponsive') ?? Number.NaN) - Math.max(1, lastMs)
          expect(silenceMs).toBeGreaterThanOrEqual(min)
          expect(silenceMs).toBeLessThanOrEqual(max)
        },
      ),
    )
  })

  it('is never given up before enough of both, misses and silence, and its looks come to an end', () => {
    const event = fc.record({
      afterMs: fc.integer({ min: 1, max: 50_000 }),
      what: fc.constantFrom('bytes', 'frame', 'pong', 'ask', 'woke', 'nothing'),
    })
    fc.assert(
      fc.property(options, fc.array(event, { maxLength: 40 }), unit, (o, events, chance) => {
        const link = watch(o, () => chance)
        let nowMs = 0
        let heardMs = 0
        for (const { afterMs, what } of events) {
          nowMs += afterMs
          // Not more looks than a test can wait for: one that is late counts for the rest.
          for (let looks = 0; link.pulse.lookMs <= nowMs && looks < 50; looks += 1) {
            const { found, ms } = { ms: link.pulse.lookMs, found: link.lookAt(link.pulse.lookMs) }
            expect(found.pulse.lookMs).toBeGreaterThan(ms)
            expect(found.pulse.unanswered.length).toBeLessThanOrEqual(16)
            expect(found.silenceMs).toBeLessThanOrEqual(ms - heardMs)
            if (found.vitality !== 'unresponsive') continue
            expect(found.pulse.misses).toBeGreaterThanOrEqual(o.misses)
            expect(ms - heardMs).toBeGreaterThanOrEqual(o.silenceMs)
          }
          if (what === 'bytes') link.bytes(nowMs)
          if (what === 'frame') link.frame(nowMs)
          if (what === 'pong') link.pong(nowMs)
          if (what === 'ask' || what === 'woke') {
            const found = link.lookAt(nowMs, { ask: true, woke: what === 'woke' })
            // Nobody is asked who has just been given up.
            expect(found.ping).toBe(found.vitality !== 'unresponsive')
            if (what === 'woke') expect(found.vitality).not.toBe('unresponsive')
          }
          if (what === 'bytes' || what === 'frame' || what === 'pong') heardMs = nowMs
        }
      }),
    )
  })
})

describe('a link that lives', () => {
  it('is not pinged while bytes come, except for a round trip every six intervals', () => {
    const link = watch(defaults)
    link.pong(50)
    for (let ms = 1_000; ms <= 120_000; ms += 1_000) {
      link.bytes(ms)
      link.run(ms)
    }
    expect(link.pings()).toEqual([0, 30_050, 60_050, 90_050].map((ms) => expect.closeTo(ms, -4) as number))
    expect(link.first('suspect')).toBeNull()
  })

  it('does not miss a ping that was not answered when bytes came after it was sent', () => {
    const link = watch(defaults)
    link.pong(50)
    link.run(6_010)
    expect(link.pulse.unanswered).toEqual([6_000])
    link.bytes(9_000)
    link.run(11_010)
    expect([link.pulse.misses, link.pulse.unanswered]).toEqual([0, []])
    // The one that was sent after the last byte is missed.
    link.run(20_000)
    expect(link.first('suspect')).toBe(19_000)
  })

  it('is well again with any byte', () => {
    for (const how of ['bytes', 'frame', 'pong'] as const) {
      const link = watch(defaults)
      link.run(11_000)
      expect(link.pulse.misses).toBeGreaterThan(0)
      link[how](11_500)
      link.run(13_000)
      expect([how, link.pulse.misses]).toEqual([how, 0])
    }
  })
})

describe('links of one node', () => {
  it('are pinged together: at whole steps of the jitter, and yet no earlier or later than it allows', () => {
    fc.assert(
      fc.property(options, unit, (o, chance) => {
        const link = watch(o, () => chance)
        link.pong(1)
        while (link.pings().length < 2) link.lookAt(link.pulse.lookMs)
        const stepMs = Math.round(o.intervalMs * o.jitter)
        const [, pingedMs = Number.NaN] = link.pings()
        expect(pingedMs - 1).toBeGreaterThanOrEqual(Math.max(1, o.intervalMs - stepMs - 1))
        expect(pingedMs - 1).toBeLessThanOrEqual(o.intervalMs + stepMs + 1)
        if (stepMs > 0 && pingedMs > 2) expect(pingedMs % stepMs).toBe(0)
      }),
    )
  })

  it('a hundred of them wake it once a second at most, and not all at the same time', () => {
    let seed = 1
    const dice = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const pings = Array.from({ length: 100 }, (_, n) => {
      const link = watch(defaults, dice)
      link.pong(37 * n)
      while (link.pulse.lookMs < 60_000)
        if (link.lookAt(link.pulse.lookMs).ping) link.pong((link.pings().at(-1) ?? 0) + 20)
      return link.pings().slice(1)
    }).flat()
    const moments = [...new Set(pings)]
    expect(moments.every((ms) => ms % 1_000 === 0)).toBe(true)
    expect(moments.length).toBeGreaterThan(5)
    expect(Math.max(...moments.map((moment) => pings.filter((ms) => ms === moment).length))).toBeLessThan(90)
  })
})

describe('a suspect', () => {
  it('is looked at every second: bytes of other streams clear it and announce themselves to nobody', () => {
    const link = watch(saver)
    link.pong(100)
    link.run(58_000)
    const suspectMs = link.first('suspect') ?? Number.NaN
    const looks = link.seen.filter(({ ms }) => ms >= suspectMs).map(({ ms }) => ms)
    for (const [index, ms] of looks.entries()) expect((looks[index + 1] ?? ms) - ms).toBeLessThanOrEqual(1_000)
    link.bytes(58_100)
    link.run(59_100)
    expect(link.seen.at(-1)?.found.vitality).toBe('alive')
  })
})

describe('time in which this process did not run', () => {
  it('ends a silence also when it was too short to be noticed: who is told that the machine slept asks anew', () => {
    const link = watch(defaults)
    link.pong(100)
    link.run(9_500)
    expect(link.lookAt(9_600, { woke: true })).toMatchObject({ ping: true, missed: 0, silenceMs: 0 })
    expect(link.pulse.unanswered).toEqual([9_600])
    link.run(20_000)
    expect(link.first('suspect')).toBe(14_600)
  })

  it('leaves one miss of many to a suspect: that it was silent before says little about now', () => {
    const link = watch(defaults)
    link.run(14_000)
    expect(link.pulse.misses).toBeGreaterThan(1)
    link.lookAt(14_100, { woke: true })
    expect(link.pulse.misses).toBe(1)
  })

  it('is not held against the peer, however long: it is asked anew, and one that was suspect stays so', () => {
    const link = watch(defaults)
    link.pong(100)
    link.run(9_000)
    const found = link.lookAt(link.pulse.lookMs + 3_600_000)
    expect(found).toMatchObject({ ping: true, vitality: 'alive', missed: 0, silenceMs: 0 })
    const suspect = watch(defaults)
    suspect.run(12_600)
    const wokeMs = suspect.pulse.lookMs + 60_000
    expect(suspect.lookAt(wokeMs)).toMatchObject({ ping: true, vitality: 'suspect', silenceMs: 0 })
    suspect.run(wokeMs + 30_000)
    expect(suspect.first('unresponsive')).toBe(wokeMs + 15_000)
  })

  it('is taken off a silence when it was short, and what came meanwhile is read first', () => {
    const link = watch(defaults)
    link.run(14_999)
    // The verdict is due at 15 s; the process has no time for two seconds.
    const found = link.lookAt(17_000)
    expect(found.vitality).toBe('suspect')
    link.frame(17_010)
    expect(link.lookAt(link.pulse.lookMs).vitality).toBe('alive')
    const dead = watch(defaults)
    dead.run(14_999)
    dead.lookAt(17_000)
    dead.run(20_000)
    expect(dead.first('unresponsive')).toBeLessThanOrEqual(17_200)
  })
})

describe('the smoothed round trip', () => {
  it('begins with the first sample and follows by an eighth', () => {
    expect(smoothRttMs(null, 80)).toBe(80)
    expect(smoothRttMs(80, 160)).toBe(90)
    expect(smoothRttMs(80, 0)).toBe(70)
  })

  it('stays between what it was and what it sees', () => {
    const ms = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(ms, ms, (smoothed, sample) => {
        const next = smoothRttMs(smoothed, sample)
        expect(next).toBeGreaterThanOrEqual(Math.min(smoothed, sample) - 1e-6)
        expect(next).toBeLessThanOrEqual(Math.max(smoothed, sample) + 1e-6)
      }),
    )
  })
})
