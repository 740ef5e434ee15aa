import { expect, test } from 'vitest'
import { peerIdOf, peerTrafficView } from '../../../../tests/harness/fake-bridge.ts'
import { byText } from '../../format/locale.ts'
import { defaultVolumeSort, nextSort, sortRows, type VolumeSort, volumeRows } from './volume-rows.policy.ts'

const volume = (sentBytes: number) => ({ sentBytes, receivedBytes: 0, sentPayloadBytes: 0, receivedPayloadBytes: 0 })
const peers = [
  peerTrafficView(1, { month: volume(10), day: volume(3) }),
  peerTrafficView(2, { month: volume(30), day: volume(3) }),
  peerTrafficView(3, { month: volume(20), day: volume(9) }),
]
const names = new Map([
  [peerIdOf(1), 'peer 10'],
  [peerIdOf(2), 'peer 9'],
  [peerIdOf(3), 'Anna'],
])
const rows = volumeRows(
  peers,
  {
    at: '2026-01-01T00:00:00.000Z',
    total: { uploadBytesPerSecond: 5, downloadBytesPerSecond: 0 },
    peers: [
      {
        peerId: peerIdOf(1),
        uploadBytesPerSecond: 5,
        downloadBytesPerSecond: 0,
        throttled: { upload: true, download: false },
      },
    ],
  },
  (peerId) => names.get(peerId) ?? '',
)

test.each<[VolumeSort, number[]]>([
  [defaultVolumeSort, [2, 3, 1]],
  [{ column: 'month', descending: false }, [1, 3, 2]],
  [{ column: 'day', descending: true }, [3, 2, 1]],
  [{ column: 'peer', descending: false }, [3, 2, 1]],
  [{ column: 'now', descending: true }, [1, 2, 3]],
])('sorted by %j', (sort, wanted) => {
  expect(sortRows(rows, sort, byText).map(({ traffic }) => traffic.peerId)).toEqual(wanted.map(peerIdOf))
})

test('who waits is known from what flows now', () => {
  expect(rows.map(({ throttled }) => throttled.upload)).toEqual([true, false, false])
  expect(volumeRows(peers, null, () => '')[0]?.now.uploadBytesPerSecond).toBe(0)
})

test('figures begin with the largest, names with A, and a second press turns it round', () => {
  expect(nextSort(defaultVolumeSort, 'peer')).toEqual({ column: 'peer', descending: false })
  expect(nextSort(defaultVolumeSort, 'day')).toEqual({ column: 'day', descending: true })
  expect(nextSort(defaultVolumeSort, 'month')).toEqual({ column: 'month', descending: false })
})
