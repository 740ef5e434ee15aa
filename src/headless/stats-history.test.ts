import { expect, it } from 'vitest'
import type { TrafficHistoryView } from '../contract/bandwidth-views.ts'
import { historyCsv, historyLines } from './stats-history.ts'

const MIB = 1_024 ** 2
const slots = (length: number, bytes: (slot: number) => number): number[] =>
  Array.from({ length }, (_, slot) => bytes(slot))

it('sums seconds to minutes and says how fast it was, also in minutes that are not whole', () => {
  const history: TrafficHistoryView = {
    range: 'minutes',
    from: new Date(2026, 10, 21, 9, 0, 30).toISOString(),
    stepMs: 1_000,
    series: [
      { peerId: 'a', sentBytes: slots(90, () => MIB), receivedBytes: slots(90, () => 0) },
      { peerId: null, sentBytes: slots(90, () => 0), receivedBytes: slots(90, (slot) => (slot < 30 ? 0 : MIB)) },
    ],
  }
  expect(historyLines(history, 'MiB/s')).toEqual([
    'MINUTE          UP        DOWN',
    `09:00   1.00 MiB/s     0 MiB/s  ${'█'.repeat(15)}`,
    `09:01   1.00 MiB/s  1.00 MiB/s  ${'█'.repeat(30)}`,
  ])
})

it('sums hours to days of this machine, from the first on which anything passed', () => {
  const history: TrafficHistoryView = {
    range: 'days',
    from: new Date(2026, 10, 19, 23).toISOString(),
    stepMs: 3_600_000,
    series: [
      {
        peerId: 'a',
        sentBytes: slots(27, (slot) => (slot < 2 ? 0 : slot === 2 ? MIB : slot < 26 ? 0 : 3 * MIB)),
        receivedBytes: slots(27, () => 0),
      },
    ],
  }
  expect(historyLines(history, 'MiB/s')).toEqual([
    'DAY            UP  DOWN',
    `Fri 20 Nov  1 MiB   0 B  ${'█'.repeat(10)}`,
    `Sat 21 Nov  3 MiB   0 B  ${'█'.repeat(30)}`,
  ])
  expect(historyLines({ ...history, series: [] }, 'MiB/s')).toEqual(['Nothing has passed in the last thirty days.'])
})

it('writes CSV with a line for each slot of each peer', () => {
  expect(
    historyCsv({
      range: 'minutes',
      from: '2026-11-21T10:00:00.000Z',
      stepMs: 1_000,
      series: [
        { peerId: 'a', sentBytes: [1, 2], receivedBytes: [3, 4] },
        { peerId: null, sentBytes: [5, 6], receivedBytes: [7, 8] },
      ],
    }),
  ).toEqual([
    'time,step_ms,peer_id,sent_bytes,received_bytes',
    '2026-11-21T10:00:00.000Z,1000,a,1,3',
    '2026-11-21T10:00:01.000Z,1000,a,2,4',
    '2026-11-21T10:00:00.000Z,1000,others,5,7',
    '2026-11-21T10:00:01.000Z,1000,others,6,8',
  ])
})
