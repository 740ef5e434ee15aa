import { expect, test } from 'vitest'
import type { BandwidthView, CapView } from '../../contract/bandwidth-views.ts'
import { type BandwidthFacts, bandwidthFinding } from './bandwidth.policy.ts'

const cap = (bytesPerSecond: number | null): CapView => ({ bytesPerSecond, reason: 'normal', throttling: false })
const free: BandwidthView = {
  profile: 'normal',
  reason: 'normal',
  upload: cap(null),
  download: cap(null),
  override: null,
  next: null,
  metered: null,
  onBattery: false,
  dynamic: null,
  quota: {
    state: 'none',
    limitBytes: 0,
    usedBytes: 5,
    from: '2026-11-01T00:00:00.000Z',
    until: '2026-12-01T00:00:00.000Z',
  },
}
const paused = { ...free, upload: cap(0), download: cap(0) }
const quota = (state: BandwidthView['quota']['state'], view = free): BandwidthView => ({
  ...view,
  quota: { ...free.quota, state, limitBytes: 10 },
})
const found = (view: BandwidthView, over: Partial<BandwidthFacts> = {}) =>
  bandwidthFinding({
    view,
    whenReached: 'warn',
    peersReached: [],
    rates: { uploadBytesPerSecond: 1, downloadBytesPerSecond: 2, uploadedBytes: 3, downloadedBytes: 4 },
    ...over,
  })

test.each<[string, BandwidthView, Partial<BandwidthFacts>, 'healthy' | 'degraded', RegExp]>([
  ['nothing is capped', free, {}, 'healthy', /^No caps are set/],
  ['a cap holds', { ...free, upload: cap(9) }, {}, 'healthy', /^Traffic is held to the caps of “normal”\.$/],
  ['the schedule chose', { ...free, reason: 'schedule', upload: cap(9) }, {}, 'healthy', /by the schedule\.$/],
  ['a month is young', quota('within'), {}, 'healthy', /^No caps/],
  [
    'a person paused it',
    { ...paused, reason: 'override' },
    {},
    'degraded',
    /^The bandwidth is paused by hand\. Links stay/,
  ],
  [
    'the battery paused it',
    { ...paused, reason: 'battery' },
    {},
    'degraded',
    /because this machine runs on its battery/,
  ],
  ['much is used', quota('warned'), {}, 'degraded', /nearly used up\. You will be told/],
  ['much is used, and it will stop', quota('warned'), { whenReached: 'pause' }, 'degraded', /only the links stay up/],
  ['all is used', quota('reached'), {}, 'degraded', /is used up\. You chose only to be warned/],
  [
    'all is used, and it stopped',
    quota('reached', paused),
    { whenReached: 'pause' },
    'degraded',
    /used up\. Links stay up/,
  ],
  ['a peer used up its own', free, { peersReached: ['Anna', 'Ben'] }, 'degraded', /for Anna and Ben is used up\.$/],
  ['a peer was stopped', free, { peersReached: ['Anna'], whenReached: 'pause' }, 'degraded', /Nothing but the link/],
])('when %s', (_, view, over, status, message) => {
  const finding = found(view, over)
  expect([finding.status, finding.advice === null]).toEqual([status, status === 'healthy'])
  expect(finding.message).toMatch(message)
})

test('a message says nothing that moves from round to round', () => {
  const moved = { ...quota('warned'), quota: { ...quota('warned').quota, usedBytes: 6 } }
  expect(found(moved).message).toBe(found(quota('warned')).message)
  expect(found(moved).details).toMatchObject({ quotaUsedBytes: 6, uploadBytesPerSecond: 1 })
})
