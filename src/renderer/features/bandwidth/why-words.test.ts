import { expect, test } from 'vitest'
import { bandwidthView } from '../../../../tests/harness/fake-bridge.ts'
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import { Settings } from '../../../contract/settings.ts'
import { KIB, MIB } from '../../../kit/units.ts'
import { profileCaps, profileName, profileOrder } from './profile-names.ts'
import { dynamicWords, whenWords, whyWords } from './why-words.ts'

const now = new Date(2026, 0, 7, 20, 0)
const at = (day: number, hour: number): string => new Date(2026, 0, day, hour, 0).toISOString()
const cap = { bytesPerSecond: MIB, reason: 'normal', throttling: false } as const

test.each<[string, Partial<BandwidthView>, string]>([
  ['nothing is capped', {}, 'No caps hold. Everything goes as fast as your line and the other side let it.'],
  ['a cap in one direction', { upload: cap }, 'Your caps hold.'],
  [
    'the schedule',
    { profile: 'quiet', reason: 'schedule', next: { at: at(8, 7), profile: 'normal' } },
    'The schedule has switched to quiet, until Thu 07:00.',
  ],
  ['a schedule that never ends', { profile: 'quiet', reason: 'schedule' }, 'The schedule has switched to quiet.'],
  [
    'by hand',
    { profile: 'quiet', reason: 'override', override: { profile: 'quiet', until: null } },
    'You switched to quiet by hand. It holds until you end it.',
  ],
  [
    'by hand, with a schedule',
    { profile: 'paused', reason: 'override', override: { profile: 'paused', until: at(7, 22) } },
    'You switched to paused by hand. The schedule takes over at 22:00.',
  ],
  [
    'a metered network',
    { profile: 'quiet', reason: 'metered' },
    'This network charges by volume, so quiet holds while you are on it.',
  ],
  [
    'the battery',
    { profile: 'guests', reason: 'battery' },
    'This machine runs on its battery, so guests holds meanwhile.',
  ],
  [
    'the quota, whatever else holds',
    {
      reason: 'override',
      upload: { bytesPerSecond: 0, reason: 'quota', throttling: true },
      quota: {
        state: 'reached',
        limitBytes: 1,
        usedBytes: 2,
        from: at(1, 0),
        until: new Date(2026, 1, 1).toISOString(),
      },
    },
    'The volume of this month is used up. Until Feb 1 nothing but heartbeats and requests passes.',
  ],
])('why: %s', (_, over, text) => expect(whyWords(bandwidthView(over), now.getTime()).text).toBe(text))

test('a moment is said with its day where it is not today', () => {
  expect([at(7, 22), at(9, 7), at(20, 7)].map((one) => whenWords(one, now.getTime()))).toEqual([
    '22:00',
    'Fri 07:00',
    'Jan 20, 07:00',
  ])
})

test('the dynamic mode says what it does, once it knows', () => {
  expect(dynamicWords(bandwidthView())).toBeNull()
  expect(dynamicWords(bandwidthView({ dynamic: { queueingMs: null, targetMs: 60 } }))).toMatch(/measures/)
  expect(dynamicWords(bandwidthView({ dynamic: { queueingMs: 41.3, targetMs: 60 } }))).toMatch(/adds 41 ms .* 60 ms/)
})

test('profiles stand in one order, with names and caps that can be read', () => {
  const { profiles } = Settings.parse({
    bandwidth: { profiles: { zoo: {}, guests: { uploadBytesPerSecond: 64 * KIB } } },
  }).bandwidth
  const order = profileOrder(profiles)
  expect(order.map(profileName)).toEqual(['Normal', 'Quiet', 'Paused', 'guests', 'zoo'])
  expect(order.map((profile) => profileCaps(profiles, profile, 'KiB/s'))).toEqual([
    'no caps',
    '128 KiB/s up, 512 KiB/s down',
    'nothing but heartbeats',
    '64 KiB/s up, unlimited down',
    'no caps',
  ])
})
