/** The rows of the table of volumes, in the order that a person picked. Pure. */
import type { PeerTrafficView, RateView, TrafficTick, Volume } from '../../../contract/bandwidth-views.ts'

export const volumeColumns = ['peer', 'now', 'session', 'day', 'month'] as const
export type VolumeColumn = (typeof volumeColumns)[number]

export interface VolumeSort {
  readonly column: VolumeColumn
  readonly descending: boolean
}

/** Who used the month is what people come for. */
export const defaultVolumeSort: VolumeSort = { column: 'month', descending: true }

/** Names begin with A, figures with the largest. */
export const nextSort = (sort: VolumeSort, column: VolumeColumn): VolumeSort =>
  sort.column === column ? { column, descending: !sort.descending } : { column, descending: column !== 'peer' }

export interface VolumeRow {
  readonly traffic: PeerTrafficView
  readonly name: string
  readonly now: RateView
  readonly throttled: PeerTrafficView['throttled']
}

const still: RateView = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }
const idle = { upload: false, download: false }

/** @param tick what flows in this second; `null`: nothing */
export function volumeRows(
  peers: readonly PeerTrafficView[],
  tick: TrafficTick | null,
  nameOf: (peerId: string) => string,
): readonly VolumeRow[] {
  const live = new Map(tick?.peers.map((peer) => [peer.peerId, peer]))
  return peers.map((traffic) => {
    const now = live.get(traffic.peerId)
    return {
      traffic,
      name: nameOf(traffic.peerId),
      now: now ?? still,
      throttled: now?.throttled ?? idle,
    }
  })
}

export const volumeOf = ({ sentBytes, receivedBytes }: Volume): number => sentBytes + receivedBytes
const rateOf = ({ uploadBytesPerSecond, downloadBytesPerSecond }: RateView): number =>
  uploadBytesPerSecond + downloadBytesPerSecond

/** How names stand, in the language of the page. */
type ByName = (a: string, b: string) => number

function byColumn(column: VolumeColumn, byName: ByName, a: VolumeRow, b: VolumeRow): number {
  switch (column) {
    case 'peer':
      return byName(a.name, b.name)
    case 'now':
      return rateOf(a.now) - rateOf(b.now)
    case 'session':
    case 'day':
    case 'month':
      return volumeOf(a.traffic[column]) - volumeOf(b.traffic[column])
  }
}

/** A total order: equals stand by the month, then by ID, and nothing shuffles by itself. */
export const sortRows = (
  rows: readonly VolumeRow[],
  { column, descending }: VolumeSort,
  byName: ByName,
): readonly VolumeRow[] =>
  rows.toSorted(
    (a, b) =>
      (descending ? byColumn(column, byName, b, a) : byColumn(column, byName, a, b)) ||
      byColumn('month', byName, b, a) ||
      (a.traffic.peerId < b.traffic.peerId ? -1 : 1),
  )
