/** The last ten minutes by the second: loaded once, then kept up by what the node tells every second. */
import type { TrafficHistoryView, TrafficTick } from '../../contract/bandwidth-views.ts'
import { SECOND_MS } from '../../kit/units.ts'

export const RING_SECONDS = 600
/** As many peers are kept one by one; whoever comes after them counts among the rest. */
const MAX_PEERS = 32

/** One peer, or the rest of them (`null`), in bytes per slot, the oldest first. */
export interface TrafficSeries {
  readonly peerId: string | null
  readonly sent: readonly number[]
  readonly received: readonly number[]
}

export interface TrafficSpan {
  /** The beginning of the first slot, epoch milliseconds. */
  readonly fromMs: number
  readonly stepMs: number
  readonly slots: number
  readonly series: readonly TrafficSeries[]
}

export interface TrafficRing {
  /** Takes what the node remembers, instead of all that was heard before. */
  load(history: TrafficHistoryView): void
  tick(tick: TrafficTick): void
  /** The ten minutes that end now. @param nowMs epoch milliseconds */
  read(nowMs: number): TrafficSpan
}

interface Lane {
  readonly sent: Float64Array
  readonly received: Float64Array
}
const lane = (): Lane => ({ sent: new Float64Array(RING_SECONDS), received: new Float64Array(RING_SECONDS) })
const place = (second: number): number => ((second % RING_SECONDS) + RING_SECONDS) % RING_SECONDS

export function createTrafficRing(): TrafficRing {
  let lanes = new Map<string, Lane>()
  let rest = lane()
  /** The newest second that is known, in seconds since the epoch; `null` before anything was heard. */
  let newest: number | null = null
  let lastTickMs = Number.NEGATIVE_INFINITY

  const all = (): Lane[] => [...lanes.values(), rest]

  function laneOf(peerId: string): Lane | null {
    const known = lanes.get(peerId)
    if (known !== undefined) return known
    if (lanes.size >= MAX_PEERS) dropIdle()
    if (lanes.size >= MAX_PEERS) return null
    const made = lane()
    lanes.set(peerId, made)
    return made
  }

  /** Who sent nothing within the ten minutes makes room. */
  function dropIdle(): void {
    const idle = (values: Float64Array): boolean => values.every((value) => value === 0)
    for (const [peerId, { sent, received }] of lanes) if (idle(sent) && idle(received)) lanes.delete(peerId)
  }

  function advance(second: number): void {
    const from = Math.max(newest ?? second - RING_SECONDS, second - RING_SECONDS) + 1
    for (const { sent, received } of all())
      for (let at = from; at <= second; at++) sent[place(at)] = received[place(at)] = 0
    newest = Math.max(newest ?? second, second)
  }

  /** A tick is never quite a second after the one before: it must neither leave a hole nor fall upon its forerunner. */
  function secondOf(atMs: number): number {
    const plain = Math.round(atMs / SECOND_MS) - 1
    const gapMs = atMs - lastTickMs
    const next = newest === null ? plain : newest + 1
    return gapMs > SECOND_MS / 2 && gapMs < 1.5 * SECOND_MS && Math.abs(plain - next) <= 2 ? next : plain
  }

  return {
    load({ from, stepMs, series }) {
      lanes = new Map()
      rest = lane()
      newest = null
      lastTickMs = Number.NEGATIVE_INFINITY
      const first = Math.round(Date.parse(from) / SECOND_MS)
      const slots = Math.max(0, ...series.map(({ sentBytes }) => sentBytes.length))
      if (slots === 0 || stepMs !== SECOND_MS) return
      advance(first + slots - 1)
      for (const { peerId, sentBytes, receivedBytes } of series) {
        const into = (peerId === null ? null : laneOf(peerId)) ?? rest
        for (let slot = Math.max(0, slots - RING_SECONDS); slot < slots; slot++) {
          const at = place(first + slot)
          into.sent[at] = (into.sent[at] ?? 0) + (sentBytes[slot] ?? 0)
          into.received[at] = (into.received[at] ?? 0) + (receivedBytes[slot] ?? 0)
        }
      }
    },
    tick({ at, total, peers }) {
      const atMs = Date.parse(at)
      const second = secondOf(atMs)
      if (newest !== null && second <= newest - RING_SECONDS) return
      if (newest === null || second > newest) advance(second)
      lastTickMs = atMs
      const slot = place(second)
      let sentLeft = total.uploadBytesPerSecond
      let receivedLeft = total.downloadBytesPerSecond
      for (const { peerId, uploadBytesPerSecond, downloadBytesPerSecond } of peers) {
        const mine = laneOf(peerId)
        if (mine === null) continue
        mine.sent[slot] = uploadBytesPerSecond
        mine.received[slot] = downloadBytesPerSecond
        sentLeft -= uploadBytesPerSecond
        receivedLeft -= downloadBytesPerSecond
      }
      rest.sent[slot] = Math.max(0, sentLeft)
      rest.received[slot] = Math.max(0, receivedLeft)
    },
    read(nowMs) {
      const current = Math.floor(nowMs / SECOND_MS)
      // The second that is on its way is not shown as nothing.
      const last = newest !== null && current - newest <= 3 ? newest : current - 2
      const first = last - RING_SECONDS + 1
      const values = (from: Float64Array): number[] =>
        Array.from({ length: RING_SECONDS }, (_, slot) => {
          const second = first + slot
          return newest === null || second > newest || second <= newest - RING_SECONDS ? 0 : (from[place(second)] ?? 0)
        })
      const series = [...lanes].map(([peerId, { sent, received }]) => ({
        peerId,
        sent: values(sent),
        received: values(received),
      }))
      return {
        fromMs: first * SECOND_MS,
        stepMs: SECOND_MS,
        slots: RING_SECONDS,
        series: [...series, { peerId: null, sent: values(rest.sent), received: values(rest.received) }],
      }
    },
  }
}
