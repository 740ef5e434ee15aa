import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Settings, type SettingsInput } from '../../contract/settings.ts'
import { KIB } from '../../kit/units.ts'
import { type CapsFacts, capsFrom, overrideIsOver } from './caps.policy.ts'
import type { CapsState } from './caps.types.ts'

const WALL_MS = Date.parse('2026-01-05T12:00Z')
const UNLIMITED = Number.POSITIVE_INFINITY

type Input = NonNullable<SettingsInput['bandwidth']>
const facts = (bandwidth: Input = {}, more: Partial<CapsFacts> = {}): CapsFacts => ({
  bandwidth: Settings.parse({ bandwidth: { ...bandwidth, profiles: { ...profiles, ...bandwidth.profiles } } })
    .bandwidth,
  schedule: { profile: 'normal', byRule: false, next: null },
  wallMs: WALL_MS,
  metered: false,
  onBattery: false,
  quotaPauses: false,
  ...more,
})

/** `quiet` is 128 and 512 KiB/s. */
const profiles = {
  normal: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 },
  slow: { uploadBytesPerSecond: 10 * KIB, downloadBytesPerSecond: 20 * KIB },
  lopsided: { uploadBytesPerSecond: 10 * KIB, downloadBytesPerSecond: 0 },
}
const scheduled = (profile: string): Partial<CapsFacts> => ({ schedule: { profile, byRule: true, next: null } })
const override = (profile: string, until: string | null = null): Input => ({ override: { profile, until } })

type Brief = readonly [
  profile: string,
  reason: string,
  up: number,
  down: number,
  upBecause: string,
  downBecause: string,
]
const brief = ({ profile, reason, caps, capReasons }: CapsState): Brief => [
  profile,
  reason,
  caps.up / KIB,
  caps.down / KIB,
  capReasons.up,
  capReasons.down,
]

test.each<[string, CapsFacts, Brief]>([
  ['nothing special', facts(), ['normal', 'normal', UNLIMITED, UNLIMITED, 'normal', 'normal']],
  ['a rule', facts({}, scheduled('slow')), ['slow', 'schedule', 10, 20, 'schedule', 'schedule']],
  ['a rule that pauses', facts({}, scheduled('paused')), ['paused', 'schedule', 0, 0, 'schedule', 'schedule']],
  ['a metered network', facts({}, { metered: true }), ['quiet', 'metered', 128, 512, 'metered', 'metered']],
  [
    'nobody knows of the network',
    facts({}, { metered: null }),
    ['normal', 'normal', UNLIMITED, UNLIMITED, 'normal', 'normal'],
  ],
  [
    'a metered network that does not matter',
    facts({ onMetered: 'ignore' }, { metered: true }),
    ['normal', 'normal', UNLIMITED, UNLIMITED, 'normal', 'normal'],
  ],
  [
    'a metered network that pauses',
    facts({ onMetered: 'paused' }, { metered: true }),
    ['paused', 'metered', 0, 0, 'metered', 'metered'],
  ],
  [
    'a metered network that is no stricter than the rule',
    facts({}, { metered: true, ...scheduled('slow') }),
    ['slow', 'schedule', 10, 20, 'schedule', 'schedule'],
  ],
  [
    'a metered network that is stricter in one direction',
    facts({}, { metered: true, ...scheduled('lopsided') }),
    ['quiet', 'metered', 10, 512, 'schedule', 'metered'],
  ],
  ['a battery, which does not matter by default', facts({}, { onBattery: true }), brief(capsFrom(facts()))],
  [
    'a battery',
    facts({ onBattery: 'quiet' }, { onBattery: true }),
    ['quiet', 'battery', 128, 512, 'battery', 'battery'],
  ],
  [
    'a battery that is no stricter than the network',
    facts({ onBattery: 'quiet' }, { onBattery: true, metered: true }),
    ['quiet', 'metered', 128, 512, 'metered', 'metered'],
  ],
  [
    'a battery that is stricter than the network',
    facts({ onBattery: 'paused' }, { onBattery: true, metered: true }),
    ['paused', 'battery', 0, 0, 'battery', 'battery'],
  ],
  [
    'a switch by hand wins over the schedule',
    facts(override('normal'), scheduled('slow')),
    ['normal', 'override', UNLIMITED, UNLIMITED, 'override', 'override'],
  ],
  [
    'and over a metered network and a battery',
    facts({ ...override('normal'), onBattery: 'paused' }, { metered: true, onBattery: true }),
    ['normal', 'override', UNLIMITED, UNLIMITED, 'override', 'override'],
  ],
  ['a pause by hand', facts(override('paused')), ['paused', 'override', 0, 0, 'override', 'override']],
  [
    'a switch by hand that is over',
    facts(override('normal', '2026-01-05T12:00:00.000Z'), scheduled('slow')),
    ['slow', 'schedule', 10, 20, 'schedule', 'schedule'],
  ],
  [
    'a switch by hand to what was deleted',
    facts(override('gone'), scheduled('slow')),
    ['slow', 'schedule', 10, 20, 'schedule', 'schedule'],
  ],
  [
    'a used-up volume wins over all',
    facts(override('normal'), { quotaPauses: true }),
    ['normal', 'override', 0, 0, 'quota', 'quota'],
  ],
])('%s', (_what, given, expected) => expect(brief(capsFrom(given))).toEqual(expected))

test('what is shown beside the caps', () => {
  const next = { atMs: WALL_MS + 1, profile: 'slow' }
  const given = facts(override('quiet', '2026-01-05T18:00:00.000Z'), {
    schedule: { profile: 'normal', byRule: false, next },
    metered: true,
    onBattery: true,
  })
  expect(capsFrom(given)).toMatchObject({
    override: { profile: 'quiet', untilMs: Date.parse('2026-01-05T18:00Z') },
    next,
    metered: true,
    onBattery: true,
  })
  expect(capsFrom(facts(override('quiet'))).override).toEqual({ profile: 'quiet', untilMs: null })
  expect(capsFrom(facts(override('gone'))).override).toBeNull()
})

test.each<[string, Input, boolean]>([
  ['none', {}, false],
  ['one without an end', override('quiet'), false],
  ['a pause without an end', override('paused'), false],
  ['one that goes on', override('quiet', '2026-01-05T12:00:00.001Z'), false],
  ['one that ends now', override('quiet', '2026-01-05T12:00:00.000Z'), true],
  ['one to a profile that is gone', override('gone'), true],
  ['one to what every object has', override('constructor'), true],
])('a switch by hand is over: %s', (_what, bandwidth, over) => expect(overrideIsOver(facts(bandwidth))).toBe(over))

test('the machine and the quota only ever make the caps stricter', () => {
  const scarce = fc.constantFrom('ignore', 'quiet', 'paused')
  const name = fc.constantFrom('normal', 'quiet', 'slow', 'lopsided', 'paused')
  fc.assert(
    fc.property(
      fc.record({ onMetered: scarce, onBattery: scarce }),
      fc.option(name),
      name,
      fc.record({ metered: fc.option(fc.boolean()), onBattery: fc.boolean(), quotaPauses: fc.boolean() }),
      (bandwidth, byHand, profile, around) => {
        const given = { ...bandwidth, ...(byHand === null ? {} : override(byHand)) }
        const without = capsFrom(facts(given, scheduled(profile)))
        const within = capsFrom(facts(given, { ...scheduled(profile), ...around }))
        for (const way of ['up', 'down'] as const) {
          expect(within.caps[way]).toBeLessThanOrEqual(without.caps[way])
          // Whoever is named as the reason did something.
          if (within.capReasons[way] !== without.capReasons[way] && !around.quotaPauses)
            expect(within.caps[way]).toBeLessThan(without.caps[way])
        }
        if (around.quotaPauses) expect(within.caps).toEqual({ up: 0, down: 0 })
        else if (byHand !== null) expect(within.caps).toEqual(without.caps)
      },
    ),
  )
})
