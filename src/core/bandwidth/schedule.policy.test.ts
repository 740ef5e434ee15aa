import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ScheduleRule, Weekday } from '../../contract/settings.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { minuteOfWeek, stretches, type UtcOffsetMinutes } from './local-time.policy.ts'
import { SCHEDULE_HORIZON_MS, type ScheduleState, scheduleAt } from './schedule.policy.ts'

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'America/St_Johns',
  'UTC',
]

/** What the system's own calendar says, remembered by the quarter of an hour: no zone changes its clocks in between. */
function zone(timeZone: string): UtcOffsetMinutes {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (wallMs) => {
    const quarter = Math.floor(wallMs / (15 * MINUTE_MS))
    const said = known.get(quarter) ?? asked(format, quarter * 15 * MINUTE_MS)
    known.set(quarter, said)
    return said
  }
}

function asked(format: Intl.DateTimeFormat, wallMs: number): number {
  const name = format.formatToParts(wallMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])?(\d+)?:?(\d+)?$/.exec(name) ?? []
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
}

const zones = new Map(ZONES.map((name) => [name, zone(name)]))
const offsetIn = (name: string): UtcOffsetMinutes => zones.get(name) ?? (() => 0)
const utc: UtcOffsetMinutes = () => 0

const everyDay = [...Weekday.options]
const rule = (days: readonly Weekday[], from: string, to: string, profile: string): ScheduleRule => ({
  days: [...days],
  from,
  to,
  profile,
})
const at = (rules: ScheduleRule[], time: string, offset = utc): ScheduleState =>
  scheduleAt({ enabled: true, rules }, Date.parse(time), offset)
const next = (time: string, profile: string): ScheduleState['next'] => ({ atMs: Date.parse(time), profile })

describe('which profile holds', () => {
  // 5 January 2026 was a Monday.
  const office = rule(['mon', 'tue', 'wed', 'thu', 'fri'], '08:00', '18:00', 'quiet')
  test.each<[string, ScheduleRule[], string, string]>([
    ['before a rule begins', [office], '2026-01-05T07:59:59.999Z', 'normal'],
    ['as it begins', [office], '2026-01-05T08:00Z', 'quiet'],
    ['as it ends', [office], '2026-01-05T18:00Z', 'normal'],
    ['on another day', [office], '2026-01-04T12:00Z', 'normal'],
    ['a whole day', [rule(['sun'], '00:00', '00:00', 'paused')], '2026-01-04T23:59Z', 'paused'],
    ['after a whole day', [rule(['sun'], '00:00', '00:00', 'paused')], '2026-01-05T00:00Z', 'normal'],
    ['over midnight', [rule(['mon'], '22:00', '06:00', 'night')], '2026-01-06T05:59Z', 'night'],
    ['Sunday’s night on Monday', [rule(['sun'], '22:00', '06:00', 'night')], '2026-01-05T05:59Z', 'night'],
    ['Sunday’s night is over', [rule(['sun'], '22:00', '06:00', 'night')], '2026-01-05T06:00Z', 'normal'],
    ['24 hours from the morning', [rule(['sun'], '08:00', '08:00', 'slow')], '2026-01-05T07:59Z', 'slow'],
    ['the later rule wins', [office, rule(['mon'], '12:00', '13:00', 'lunch')], '2026-01-05T12:30Z', 'lunch'],
    ['even if it is wider', [office, rule(['mon'], '00:00', '00:00', 'slow')], '2026-01-05T12:30Z', 'slow'],
  ])('%s', (_what, rules, time, profile) => expect(at(rules, time).profile).toBe(profile))

  test('nothing is planned while the schedule is off, has no rule, or always says the same', () => {
    const nothing: ScheduleState = { profile: 'normal', byRule: false, next: null }
    expect(scheduleAt({ enabled: false, rules: [office] }, Date.parse('2026-01-05T12:00Z'), utc)).toEqual(nothing)
    expect(at([], '2026-01-05T12:00Z')).toEqual(nothing)
    expect(at([rule(everyDay, '00:00', '00:00', 'slow')], '2026-01-05T12:00Z')).toEqual({
      profile: 'slow',
      byRule: true,
      next: null,
    })
  })
})

describe('when it changes next', () => {
  test('a boundary between two rules of one profile is none', () => {
    const rules = [rule(['mon'], '08:00', '12:00', 'quiet'), rule(['mon'], '12:00', '18:00', 'quiet')]
    expect(at(rules, '2026-01-05T09:00Z').next).toEqual(next('2026-01-05T18:00Z', 'normal'))
  })

  test('a rule that names normal ends what an earlier one began', () => {
    const rules = [rule(everyDay, '08:00', '18:00', 'quiet'), rule(everyDay, '12:00', '13:00', 'normal')]
    expect(at(rules, '2026-01-05T09:00Z').next).toEqual(next('2026-01-05T12:00Z', 'normal'))
    expect(at(rules, '2026-01-05T18:00Z').next).toEqual(next('2026-01-06T08:00Z', 'quiet'))
  })

  test('a rule of one day a week is seen a week ahead', () => {
    expect(at([rule(['mon'], '08:00', '09:00', 'quiet')], '2026-01-05T09:00Z').next).toEqual(
      next('2026-01-12T08:00Z', 'quiet'),
    )
  })
})

describe('when the clocks are changed', () => {
  const berlin = offsetIn('Europe/Berlin')
  // On 29 March 2026, 02:00 becomes 03:00 (01:00 UTC).
  test('a rule from within the hour that is left out begins when the clocks jump past it', () => {
    const rules = [rule(['sun'], '02:30', '05:00', 'night')]
    expect(at(rules, '2026-03-29T00:30Z', berlin)).toMatchObject({
      profile: 'normal',
      next: next('2026-03-29T01:00Z', 'night'),
    })
    expect(at(rules, '2026-03-29T01:00Z', berlin)).toMatchObject({
      profile: 'night',
      next: next('2026-03-29T03:00Z', 'normal'),
    })
  })

  test('a rule that lies wholly in that hour is left out', () => {
    const rules = [rule(['sun'], '02:15', '02:45', 'night')]
    expect(at(rules, '2026-03-28T12:00Z', berlin).next).toEqual(next('2026-04-05T00:15Z', 'night'))
  })

  // On 25 October 2026, 03:00 becomes 02:00 (01:00 UTC).
  test('the hour that is shown twice is treated alike both times', () => {
    const rules = [rule(['sun'], '02:30', '05:00', 'night')]
    const seen = ['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z'].map((time) => {
      const { profile, next: then } = at(rules, time, berlin)
      return [profile, then && new Date(then.atMs).toISOString().slice(11, 16)]
    })
    expect(seen).toEqual([
      ['normal', '00:30'],
      ['night', '01:00'],
      ['normal', '01:30'],
      ['night', '04:00'],
    ])
  })

  test('a rule that covers that hour is not interrupted, and lasts an hour longer', () => {
    expect(at([rule(['sun'], '01:00', '05:00', 'night')], '2026-10-24T23:30Z', berlin)).toMatchObject({
      profile: 'night',
      next: next('2026-10-25T04:00Z', 'normal'),
    })
  })

  // On 4 October 2026, 02:00 becomes 02:30 (15:30 UTC on the day before); on 5 April 2026, 02:00 becomes 01:30 (15:00 UTC).
  test('half an hour of summer time is enough', () => {
    const lordHowe = offsetIn('Australia/Lord_Howe')
    expect(at([rule(['sun'], '02:15', '04:00', 'night')], '2026-10-03T15:00Z', lordHowe).next).toEqual(
      next('2026-10-03T15:30Z', 'night'),
    )
    expect(at([rule(['sun'], '01:45', '04:00', 'night')], '2026-04-04T14:50Z', lordHowe)).toMatchObject({
      profile: 'night',
      next: next('2026-04-04T15:00Z', 'normal'),
    })
  })
})

/** The year in which most of the cases lie: around its changes of the clocks, and anywhere. */
const moments = fc.oneof(
  fc
    .record({
      change: fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-03-29T01:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2026-10-25T01:00Z',
        '2026-11-01T06:00Z',
      ),
      byMs: fc.integer({ min: -9 * DAY_MS, max: DAY_MS }),
    })
    .map(({ change, byMs }) => Date.parse(change) + byMs),
  fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
)
const time = fc
  .record({ hour: fc.nat({ max: 23 }), minute: fc.oneof(fc.constantFrom(0, 15, 30), fc.nat({ max: 59 })) })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const rules = fc.array(
  fc.record({
    days: fc.subarray(everyDay, { minLength: 1 }),
    from: time,
    to: time,
    profile: fc.constantFrom('normal', 'quiet', 'night', 'paused'),
  }),
  { maxLength: 6 },
)

/** The same told anew, from the rules to the minute instead of from the minute to the rules. */
function wanted(among: readonly ScheduleRule[], wallMs: number, offset: UtcOffsetMinutes): string {
  const local = new Date(wallMs + offset(wallMs) * MINUTE_MS)
  const clock = local.toISOString().slice(11, 16)
  const today = everyDay[(local.getUTCDay() + 6) % 7] ?? 'mon'
  const yesterday = everyDay[(local.getUTCDay() + 5) % 7] ?? 'mon'
  const holds = ({ days, from, to }: ScheduleRule): boolean =>
    from < to
      ? days.includes(today) && from <= clock && clock < to
      : (days.includes(today) && from <= clock) || (days.includes(yesterday) && clock < to)
  return among.findLast(holds)?.profile ?? 'normal'
}

test('in every zone the profile is what the clock on the wall says, until exactly the boundary that was told', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), rules, moments, (name, among, wallMs) => {
      const offset = offsetIn(name)
      const state = scheduleAt({ enabled: true, rules: among }, wallMs, offset)
      expect(state.profile).toBe(wanted(among, wallMs, offset))
      const untilMs = state.next?.atMs ?? wallMs + SCHEDULE_HORIZON_MS
      expect(untilMs).toBeGreaterThan(wallMs)
      expect(untilMs).toBeLessThanOrEqual(wallMs + SCHEDULE_HORIZON_MS)
      for (let then = wallMs; then < untilMs; then += 20 * MINUTE_MS)
        if (wanted(among, then, offset) !== state.profile) throw new Error(`it changes at ${then}`)
      expect(wanted(among, untilMs - 1, offset)).toBe(state.profile)
      if (state.next) expect(wanted(among, untilMs, offset)).toBe(state.next.profile)
      if (state.next) expect(state.next.profile).not.toBe(state.profile)
    }),
    { numRuns: 200 },
  )
})

test('from boundary to boundary the profiles of a fortnight are those of its minutes: none is skipped, none is made up', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), rules, moments, (name, among, fromMs) => {
      const offset = offsetIn(name)
      const endMs = fromMs + 14 * DAY_MS
      const told: [number, string][] = []
      for (let nowMs = fromMs; nowMs < endMs; ) {
        const { next: then } = scheduleAt({ enabled: true, rules: among }, nowMs, offset)
        if (then && then.atMs < endMs) told.push([then.atMs, then.profile])
        nowMs = then?.atMs ?? nowMs + SCHEDULE_HORIZON_MS
      }
      const seen: [number, string][] = []
      let profile = wanted(among, fromMs, offset)
      for (let minute = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; minute < endMs; minute += MINUTE_MS) {
        const now = wanted(among, minute, offset)
        if (now !== profile && minute > fromMs) seen.push([minute, now])
        profile = now
      }
      expect(told).toEqual(seen)
    }),
    { numRuns: 10 },
  )
})

test('a clock that was set back or forward is believed: nothing of before is remembered', () => {
  fc.assert(
    fc.property(rules, moments, fc.integer({ min: -30 * DAY_MS, max: 30 * DAY_MS }), (among, wallMs, byMs) => {
      const state = scheduleAt({ enabled: true, rules: among }, wallMs + byMs, utc)
      expect(state.profile).toBe(wanted(among, wallMs + byMs, utc))
    }),
  )
})

test('a time is cut at every change of the clocks, and nowhere else', () => {
  for (const name of ZONES) {
    const offset = offsetIn(name)
    const cut = [...stretches(Date.UTC(2026, 0), Date.UTC(2027, 0), offset)]
    expect(cut.map(({ fromMs }) => fromMs).slice(1)).toEqual(cut.map(({ toMs }) => toMs).slice(0, -1))
    expect(cut.length).toBe(['UTC', 'Asia/Kolkata'].includes(name) ? 1 : 3)
    for (const { fromMs, toMs, offsetMinutes } of cut)
      expect([fromMs, (fromMs + toMs) / 2, toMs - 1].map(offset)).toEqual([offsetMinutes, offsetMinutes, offsetMinutes])
  }
})

test('the week begins on Monday at midnight, wherever one is', () => {
  expect(minuteOfWeek(Date.parse('2026-01-05T00:00Z'), 0)).toBe(0)
  expect(minuteOfWeek(Date.parse('2026-01-04T23:59:59Z'), 0)).toBe(7 * 24 * 60 - 1)
  expect(minuteOfWeek(Date.parse('2026-01-04T18:30Z'), 330)).toBe(0)
  expect(minuteOfWeek(-4 * DAY_MS + HOUR_MS, -60)).toBe(6 * 24 * 60)
})
