/** What passed before, slot by slot: a table for people, CSV for a spreadsheet. Pure. */
import type { TrafficHistoryView } from '../contract/bandwidth-views.ts'
import type { RateUnit } from '../contract/typed-amount.policy.ts'
import { isoTime } from '../kit/clock.ts'
import { MINUTE_MS, SECOND_MS } from '../kit/units.ts'
import { dayOf, rate, timeOfDay, volume } from './amounts.ts'

interface Span {
  readonly fromMs: number
  readonly sentBytes: number
  readonly receivedBytes: number
  /** How much of it is in the history. */
  readonly lengthMs: number
}

/** Minutes of the last ten, or days of the last thirty, on this machine's clock. */
export function historyLines(history: TrafficHistoryView, unit: RateUnit): string[] {
  const all = spansOf(history)
  const isMinutes = history.range === 'minutes'
  const total = ({ sentBytes, receivedBytes }: Span): number => sentBytes + receivedBytes
  const first = all.findIndex((span) => total(span) > 0)
  if (first < 0)
    return [isMinutes ? 'Nothing has passed in the last ten minutes.' : 'Nothing has passed in the last thirty days.']
  const spans = all.slice(first)
  /** A minute that has just begun is as busy as others if it is as fast. */
  const weight = (span: Span): number => total(span) / (isMinutes ? span.lengthMs : 1)
  const most = Math.max(...spans.map(weight))
  const shown = (bytes: number, { lengthMs }: Span): string =>
    isMinutes ? rate(bytes / (lengthMs / SECOND_MS), unit) : volume(bytes)
  const rows = spans.map((span) => ({
    when: isMinutes ? timeOfDay(new Date(span.fromMs)) : dayOf(new Date(span.fromMs)),
    up: shown(span.sentBytes, span),
    down: shown(span.receivedBytes, span),
    bar: '█'.repeat(Math.ceil((weight(span) / most) * BAR_COLUMNS)),
  }))
  const heading = { when: isMinutes ? 'MINUTE' : 'DAY', up: 'UP', down: 'DOWN', bar: '' }
  const width = (column: 'when' | 'up' | 'down'): number =>
    Math.max(...[heading, ...rows].map((row) => row[column].length))
  const [when, up, down] = [width('when'), width('up'), width('down')]
  return [heading, ...rows].map((row) =>
    `${row.when.padEnd(when)}  ${row.up.padStart(up)}  ${row.down.padStart(down)}  ${row.bar}`.trimEnd(),
  )
}

const BAR_COLUMNS = 30

function spansOf({ range, from, stepMs, series }: TrafficHistoryView): Span[] {
  const fromMs = Date.parse(from)
  const slots = Math.max(0, ...series.map(({ sentBytes }) => sentBytes.length))
  const spans = new Map<number, Span>()
  for (let slot = 0; slot < slots; slot += 1) {
    const startMs = spanStart(range, fromMs + slot * stepMs)
    const before = spans.get(startMs) ?? { fromMs: startMs, sentBytes: 0, receivedBytes: 0, lengthMs: 0 }
    const sum = (key: 'sentBytes' | 'receivedBytes'): number =>
      series.reduce((all, one) => all + (one[key][slot] ?? 0), 0)
    spans.set(startMs, {
      fromMs: startMs,
      sentBytes: before.sentBytes + sum('sentBytes'),
      receivedBytes: before.receivedBytes + sum('receivedBytes'),
      lengthMs: before.lengthMs + stepMs,
    })
  }
  return [...spans.values()]
}

/** Days are this machine's, which are not all of 24 hours. */
function spanStart(range: TrafficHistoryView['range'], atMs: number): number {
  if (range === 'minutes') return Math.floor(atMs / MINUTE_MS) * MINUTE_MS
  return new Date(atMs).setHours(0, 0, 0, 0)
}

/** The whole history, a line for each slot and peer; `others` are all who are not listed one by one. Peer IDs only: a name could be a formula. */
export function historyCsv({ from, stepMs, series }: TrafficHistoryView): string[] {
  const fromMs = Date.parse(from)
  return [
    'time,step_ms,peer_id,sent_bytes,received_bytes',
    ...series.flatMap(({ peerId, sentBytes, receivedBytes }) =>
      sentBytes.map((sent, slot) =>
        [isoTime(fromMs + slot * stepMs), stepMs, peerId ?? 'others', sent, receivedBytes[slot] ?? 0].join(','),
      ),
    ),
  ]
}
