import { expect, it } from 'vitest'
import type { BandwidthView, PeerTrafficView } from '../contract/bandwidth-views.ts'
import { Settings } from '../contract/settings.ts'
import type { PeerView } from '../contract/views.ts'
import { crawlWarnings, inForce, limitsLines, monthWords, peerLimitsLines } from './limits-lines.ts'
import { paint } from './paint.ts'

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString()
const nowMs = Date.parse(at(21, 19))
const MIB = 1_024 ** 2

const status: BandwidthView = {
  profile: 'quiet',
  reason: 'schedule',
  upload: { bytesPerSecond: 131_072, reason: 'schedule', throttling: true },
  download: { bytesPerSecond: null, reason: 'schedule', throttling: false },
  override: null,
  next: { at: at(22, 7), profile: 'normal' },
  metered: true,
  onBattery: false,
  dynamic: { queueingMs: 12.3, targetMs: 60 },
  quota: { state: 'warned', limitBytes: 1_024 ** 3, usedBytes: 900 * MIB, from: at(1, 0), until: at(30, 0) },
}
const bandwidth = (input: object): Settings['bandwidth'] => Settings.parse({ bandwidth: input }).bandwidth
const limits = { uploadBytesPerSecond: MIB, downloadBytesPerSecond: 0, monthlyBytes: 10 * MIB }
const peerId = '12D3KooWBz6x4QQeTLvGXiHhNxoCnQR4DEYPRyByrmxRQ9vcEaWq'
// Only what the lines read.
const peer = { peerId, name: 'Ada\u{202e}', limits, exempt: false } as PeerView

it('says what holds, why, until when, and what comes then', () => {
  const settings = bandwidth({
    schedule: { enabled: true, rules: [{ days: ['sat'], from: '18:00', to: '07:00', profile: 'quiet' }] },
    onMetered: 'ignore',
    quota: { whenReached: 'pause' },
  })
  expect(limitsLines({ status, settings, peers: [peer] }, nowMs, paint(false))).toEqual([
    'In force       quiet, by the schedule, until tomorrow at 07:00 (in 12 h), then normal',
    'Up             0.125 MiB/s – throttled now: somebody waits because of it',
    'Down           unlimited',
    'Schedule       on, 1 rule; see: kith limits schedule',
    'This month     900 MiB of 1 GiB (87.9 %) – nearly used up, until Mon 30 Nov at 00:00 (in 9 d); when it is used up: pauses transfers',
    'Network        charges by volume; then: no change',
    'Power          mains',
    'Local network  peers there are capped like others',
    'Yielding       on: keeps the added delay near 60 ms, 12 ms now',
    '',
    'PROFILE  UP           DOWN',
    'normal   unlimited    unlimited',
    'quiet    0.125 MiB/s  0.5 MiB/s  ← in force',
    'paused   paused       paused',
    '',
    'NAME  PEER       UP       DOWN       A MONTH',
    'Ada\u{fffd}  …Q9vcEaWq  1 MiB/s  unlimited  10 MiB',
    '',
    'Change them with: kith limits set --up 2MiB/s --down unlimited',
  ])
})

it.each<[Partial<BandwidthView>, string]>([
  [{ profile: 'normal', reason: 'normal', next: null }, 'normal'],
  [
    { profile: 'normal', reason: 'normal', next: { at: at(21, 22), profile: 'quiet' } },
    'normal, until today at 22:00 (in 3 h), then quiet',
  ],
  [
    { profile: 'paused', reason: 'override', override: { profile: 'paused', until: null } },
    'paused (links stay, nothing else passes), switched by hand, until you end it with: kith limits resume',
  ],
  [
    { reason: 'override', override: { profile: 'quiet', until: at(21, 22) } },
    'quiet, switched by hand, until today at 22:00 (in 3 h)',
  ],
  [{ reason: 'metered' }, 'quiet, because this network charges by volume'],
  [{ reason: 'battery' }, 'quiet, because this machine runs on its battery'],
])('%j is in force as: %s', (view, words) => expect(inForce({ ...status, ...view }, nowMs)).toBe(words))

it('tells of a month without a limit, and of one that is used up', () => {
  const { quota } = bandwidth({})
  const view = { ...status.quota, usedBytes: 5 * MIB }
  expect(monthWords({ ...view, state: 'none', limitBytes: 0 }, quota, nowMs)).toBe('5 MiB since Sun 1 Nov; no limit')
  expect(monthWords({ ...view, state: 'reached', limitBytes: 4 * MIB }, quota, nowMs)).toContain('(125 %) – used up')
})

it('says of one peer what is its own and what the node leaves of it', () => {
  const traffic = {
    throttled: { upload: true, download: false },
    quota: { state: 'within', limitBytes: 10 * MIB, usedBytes: MIB },
  } as PeerTrafficView
  expect(peerLimitsLines({ peer, traffic, status, unit: 'MiB/s' })).toEqual([
    'Name        Ada\u{fffd}',
    `Peer ID     ${peerId}`,
    'Up          1 MiB/s; all peers together: 0.125 MiB/s',
    'Down        unlimited',
    'Throttled   now, up',
    'Exempt      no',
    'This month  1 MiB of 10 MiB (10 %)',
  ])
  const free = { ...peer, exempt: true, limits: { ...limits, uploadBytesPerSecond: 0, monthlyBytes: 0 } }
  expect(peerLimitsLines({ peer: free, traffic: null, status, unit: 'MiB/s' }).slice(2)).toEqual([
    'Up          unlimited',
    'Down        unlimited',
    'Throttled   not now',
    'Exempt      yes, it is in this machine’s own network: no cap holds for it',
    'This month  0 B; no limit of its own',
  ])
})

it('warns of a cap at which transfers crawl, and of no other', () => {
  const caps = (up: number, down: number) => ({ uploadBytesPerSecond: up, downloadBytesPerSecond: down })
  expect(crawlWarnings(caps(0, 16_384), 'KiB/s')).toEqual([])
  expect(crawlWarnings(caps(8_192, 0), 'KiB/s')).toEqual([
    'With 8 KiB/s transfers crawl: 1 MiB takes about 2 minutes. Links stay up. To let no transfer pass at all: kith limits pause',
  ])
  expect(crawlWarnings(caps(16_000, 10), 'KiB/s').join()).toContain('29 hours')
})
