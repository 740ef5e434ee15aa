import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BandwidthView, TrafficView } from '../contract/bandwidth-views.ts'
import { SPARK_SECONDS, secondLine, sparkline, statsLines } from './stats-lines.ts'

const [ada, bob] = ['12D3KooWAAAAAAAAaaaaaaaa', '12D3KooWBBBBBBBBbbbbbbbb']
const MIB = 1_024 ** 2
const rates = (up: number, down: number) => ({ uploadBytesPerSecond: up, downloadBytesPerSecond: down })
const passed = (up: number, down: number) => ({
  sentBytes: up,
  receivedBytes: down,
  sentPayloadBytes: up / 2,
  receivedPayloadBytes: down / 2,
})
const meter = (up: number, down: number): TrafficView['total'] => ({
  now: rates(up, down),
  recent: rates(up, down),
  session: passed(up * 10, down * 10),
  day: passed(up * 20, down * 20),
  month: passed(up * 30, down * 30),
})
const peer = (
  peerId: string,
  up: number,
  over: Partial<TrafficView['peers'][number]> = {},
): TrafficView['peers'][number] => ({
  ...meter(up, 0),
  peerId,
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  exempt: false,
  throttled: { upload: false, download: false },
  quota: { state: 'none', limitBytes: 0, usedBytes: 0 },
  ...over,
})
const cap = { bytesPerSecond: 2 * MIB, reason: 'normal', throttling: true } as const
const status = {
  profile: 'normal',
  upload: cap,
  download: { ...cap, bytesPerSecond: null, throttling: false },
} as BandwidthView
const traffic: TrafficView = {
  at: '2026-11-21T10:00:00.000Z',
  total: meter(2 * MIB, 0),
  peers: [
    peer(ada, 0.5 * MIB, { exempt: true, quota: { state: 'warned', limitBytes: 1, usedBytes: 1 } }),
    peer(bob, 1.5 * MIB, { throttled: { upload: true, download: true } }),
  ],
}
const names = new Map([[ada, 'Ada']])
const minute = [
  ...Array.from({ length: SPARK_SECONDS - 3 }, () => rates(0, 0)),
  rates(MIB, 0),
  rates(0, 0),
  rates(2 * MIB, 0),
]
const view = { traffic, status, names, unit: 'MiB/s', peerId: null, minute: null } as const

it('shows all in all, then the peers, the busiest first, with what holds them', () => {
  expect(statsLines(view)).toEqual([
    '                    UP     DOWN',
    'Now         2.00 MiB/s  0 MiB/s',
    'Last 10 s   2.00 MiB/s  0 MiB/s',
    'Session         20 MiB      0 B  of that payload 10 MiB and 0 B',
    'Today           40 MiB      0 B  of that payload 20 MiB and 0 B',
    'This month      60 MiB      0 B  of that payload 30 MiB and 0 B',
    '',
    'Caps: up 2 MiB/s, down unlimited (normal) – throttled now: up',
    '',
    'PEER               UP     DOWN  SESSION   TODAY   MONTH',
    '…bbbbbbbb  1.50 MiB/s  0 MiB/s   15 MiB  30 MiB  45 MiB  throttled up and down',
    'Ada        0.50 MiB/s  0 MiB/s    5 MiB  10 MiB  15 MiB  exempt from caps, month nearly used up',
  ])
})

it('draws the last minute, and shows one peer when asked', () => {
  const lines = statsLines({ ...view, peerId: bob, minute })
  expect(lines[0]).toBe(bob)
  expect(lines.slice(-4)).toEqual([
    `Up    ${' '.repeat(28)}▅█▏ last minute, at most 2.00 MiB/s`,
    `Down  ${' '.repeat(30)}▏ last minute, at most 0 MiB/s`,
    '',
    'Throttled up and down.',
  ])
  expect(statsLines({ ...view, peerId: '12D3KooWNobody' })).toEqual([
    '12D3KooWNobody',
    'Nothing has passed this month.',
  ])
  expect(statsLines({ ...view, traffic: { ...traffic, peers: [] } }).at(-1)).toMatch(/^No peer has sent/)
})

it('tells peers of one name apart', () => {
  const namesakes = new Map([
    [ada, 'Ada'],
    [bob, 'Ada'],
  ])
  expect(
    statsLines({ ...view, names: namesakes })
      .slice(-2)
      .map((line) => line.slice(0, 13)),
  ).toEqual(['Ada …bbbbbbbb', 'Ada …aaaaaaaa'])
})

it('a sparkline has a column for each value, and shows a little as something', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e10, noNaN: true })), (values) => {
      const line = Array.from(sparkline(values))
      expect(line).toHaveLength(values.length)
      for (const [index, value] of values.entries()) expect(line[index] === ' ').toBe(value === 0)
    }),
  )
})

it('tells a second in one line', () => {
  const at = new Date(2026, 10, 21, 9, 8, 7).toISOString()
  expect(secondLine(rates(MIB, 0), at, true, 'MiB/s')).toBe('09:08:07  up   1.00 MiB/s  down      0 MiB/s  throttled')
})
