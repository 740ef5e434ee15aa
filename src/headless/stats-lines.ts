/** What passed, in all and by peer, as lines for a person. Pure. */
import type { BandwidthView, PeerTrafficView, RateView, TrafficView, Volume } from '../contract/bandwidth-views.ts'
import type { RateUnit } from '../contract/typed-amount.policy.ts'
import { cap, rate, volume } from './amounts.ts'
import { facts, printable, shortId, table } from './text.ts'

export type Names = ReadonlyMap<string, string | null>

/** Of one second: up and down. */
export type SecondRates = RateView

const BARS = '▁▂▃▄▅▆▇█'
/** So many seconds a picture tells of, in so many columns: beside it there is room for words in 80 columns. */
export const SPARK_SECONDS = 60
const SPARK_COLUMNS = 30

/** A column for each value, against the largest; nothing is a blank, and a little is never nothing. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values)
  return values
    .map((value) =>
      value <= 0 ? ' ' : (BARS[Math.min(BARS.length - 1, Math.floor((value / most) * BARS.length))] ?? '█'),
    )
    .join('')
}

export interface StatsView {
  readonly traffic: TrafficView
  readonly status: BandwidthView
  readonly names: Names
  readonly unit: RateUnit
  /** Only this one. */
  readonly peerId: string | null
  /** The last minute, oldest first; `null` leaves the picture out. */
  readonly minute: readonly SecondRates[] | null
}

/** The node's sums (or those of one peer), then the peers, the busiest first. */
export function statsLines(view: StatsView): string[] {
  const { traffic, status, names, unit, peerId } = view
  if (peerId !== null) {
    const peer = traffic.peers.find((one) => one.peerId === peerId)
    const name = names.get(peerId) ?? null
    const heading = printable(name === null ? peerId : `${name} (${shortId(peerId)})`)
    if (!peer) return [heading, 'Nothing has passed this month.']
    return [heading, ...sums(peer, unit, view.minute), ...marksLine(peer)]
  }
  const caps = `Caps: up ${cap(status.upload.bytesPerSecond, unit)}, down ${cap(status.download.bytesPerSecond, unit)} (${status.profile})`
  const waits = [...(status.upload.throttling ? ['up'] : []), ...(status.download.throttling ? ['down'] : [])]
  return [
    ...sums(traffic.total, unit, view.minute),
    '',
    `${caps}${waits.length === 0 ? '' : ` – throttled now: ${waits.join(' and ')}`}`,
    '',
    ...(traffic.peers.length === 0
      ? ['No peer has sent or received anything this month.']
      : peerTable(traffic.peers.toSorted(busiestFirst), names, unit)),
  ]
}

type Sums = Pick<TrafficView['total'], 'now' | 'recent' | 'session' | 'day' | 'month'>

function sums(
  { now, recent, session, day, month }: Sums,
  unit: RateUnit,
  minute: readonly SecondRates[] | null,
): string[] {
  const rates = (name: string, { uploadBytesPerSecond: up, downloadBytesPerSecond: down }: RateView): string[] => [
    name,
    rate(up, unit),
    rate(down, unit),
    '',
  ]
  const volumes = (
    name: string,
    { sentBytes, receivedBytes, sentPayloadBytes, receivedPayloadBytes }: Volume,
  ): string[] => [
    name,
    volume(sentBytes),
    volume(receivedBytes),
    `of that payload ${volume(sentPayloadBytes)} and ${volume(receivedPayloadBytes)}`,
  ]
  const picture = (label: string, of: (second: SecondRates) => number): [string, string][] => {
    if (minute === null) return []
    const values = minute.map(of)
    return [[label, `${sparkline(squeezed(values))}▏ last minute, at most ${rate(Math.max(0, ...values), unit)}`]]
  }
  return [
    ...numbersTable(
      ['', 'UP', 'DOWN', ''],
      [
        rates('Now', now),
        rates('Last 10 s', recent),
        volumes('Session', session),
        volumes('Today', day),
        volumes('This month', month),
      ],
      [1, 2],
    ),
    ...(minute === null ? [] : ['']),
    ...facts([
      ...picture('Up', ({ uploadBytesPerSecond }) => uploadBytesPerSecond),
      ...picture('Down', ({ downloadBytesPerSecond }) => downloadBytesPerSecond),
    ]),
  ]
}

/** The most of each few values: a peak stays one. */
function squeezed(values: readonly number[]): number[] {
  const each = Math.ceil(values.length / SPARK_COLUMNS)
  return Array.from({ length: Math.ceil(values.length / each) }, (_, index) =>
    Math.max(...values.slice(index * each, (index + 1) * each)),
  )
}

const speed = ({ recent }: PeerTrafficView): number => recent.uploadBytesPerSecond + recent.downloadBytesPerSecond
const both = ({ sentBytes, receivedBytes }: Volume): number => sentBytes + receivedBytes

/** By ten seconds rather than by one: lines that jump are hard to read. */
export const busiestFirst = (one: PeerTrafficView, other: PeerTrafficView): number =>
  speed(other) - speed(one) || both(other.month) - both(one.month) || one.peerId.localeCompare(other.peerId)

function peerTable(peers: readonly PeerTrafficView[], names: Names, unit: RateUnit): string[] {
  return numbersTable(
    ['PEER', 'UP', 'DOWN', 'SESSION', 'TODAY', 'MONTH', ''],
    peers.map((peer) => [
      calledIn(peer.peerId, names),
      rate(peer.now.uploadBytesPerSecond, unit),
      rate(peer.now.downloadBytesPerSecond, unit),
      volume(both(peer.session)),
      volume(both(peer.day)),
      volume(both(peer.month)),
      marks(peer).join(', '),
    ]),
    [1, 2, 3, 4, 5],
  )
}

/** By its name where that is nobody else's. */
function calledIn(peerId: string, names: Names): string {
  const name = names.get(peerId) ?? null
  if (name === null) return shortId(peerId)
  const isShared = [...names.values()].filter((other) => other === name).length > 1
  return isShared ? `${name} ${shortId(peerId)}` : name
}

function marks({ throttled, exempt, quota }: PeerTrafficView): string[] {
  const ways = [...(throttled.upload ? ['up'] : []), ...(throttled.download ? ['down'] : [])]
  return [
    ...(ways.length === 0 ? [] : [`throttled ${ways.join(' and ')}`]),
    ...(exempt ? ['exempt from caps'] : []),
    ...(quota.state === 'reached' ? ['month used up'] : quota.state === 'warned' ? ['month nearly used up'] : []),
  ]
}

function marksLine(peer: PeerTrafficView): string[] {
  const words = marks(peer).join(', ')
  return words === '' ? [] : ['', `${words.charAt(0).toUpperCase()}${words.slice(1)}.`]
}

/** Numbers stand under each other by their ends. */
function numbersTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string[] {
  const width = (column: number): number => Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0))
  const right = (row: readonly string[]): string[] =>
    row.map((cell, column) => (numbers.includes(column) ? cell.padStart(width(column)) : cell))
  return table(right(heading), rows.map(right))
}

/** One second in one line, where there is no screen to draw on. */
export const secondLine = (
  { uploadBytesPerSecond: up, downloadBytesPerSecond: down }: RateView,
  at: string,
  marked: boolean,
  unit: RateUnit,
): string =>
  `${new Date(at).toTimeString().slice(0, 8)}  up ${rate(up, unit).padStart(12)}  down ${rate(down, unit).padStart(12)}${marked ? '  throttled' : ''}`
