import { describe, expect, test } from 'vitest'
import { Settings, settingsIssue } from './settings.ts'

/** What a person is told of the first thing that is wrong; `null` when nothing is. */
function wrong(bandwidth: object): string | null {
  const parsed = Settings.safeParse({ bandwidth })
  if (parsed.success) return null
  const { path, message } = settingsIssue(parsed.error)
  return `${path}: ${message}`
}

const rule = { days: ['mon'], from: '08:00', to: '18:00', profile: 'evening' }
const schedule = { enabled: false, rules: [{ ...rule, profile: 'paused' }, rule] }

describe('the settings of the bandwidth', () => {
  test('a profile that a rule switches to cannot be missing, be the schedule on or off', () => {
    expect(wrong({ schedule })).toBe(
      'bandwidth.schedule.rules.1.profile: there is no profile called evening, which this rule switches to',
    )
    expect(wrong({ schedule, profiles: { evening: {} } })).toBeNull()
  })

  test('a switch by hand to a profile that is gone keeps no node from starting', () => {
    expect(wrong({ override: { profile: 'gone', until: null } })).toBeNull()
  })

  test('a switch by hand needs no end, and its end is a time', () => {
    expect(Settings.parse({ bandwidth: { override: { profile: 'quiet' } } }).bandwidth.override).toEqual({
      profile: 'quiet',
      until: null,
    })
    expect(wrong({ override: { profile: 'quiet', until: 'tomorrow' } })).toBe(
      'bandwidth.override.until: it is a time such as 2026-12-31T18:00:00Z',
    )
  })

  test.each<[object, string]>([
    [{ schedule: { rules: [{ ...rule, from: '24:00' }] } }, 'a time of day is written 00:00 to 23:59'],
    [{ profiles: { paused: {} } }, 'paused is always there and has no caps to set'],
    [{ profiles: { Evening: {} } }, 'a profile’s name has up to 24 small letters'],
    [{ onMetered: 'slow' }, 'it is one of ignore, quiet, paused'],
  ])('%j is refused in words for a person', (bandwidth, words) => expect(wrong(bandwidth)).toContain(words))
})
