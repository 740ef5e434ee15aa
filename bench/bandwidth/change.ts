/** How long a changed cap takes to be what passes, on streams that run. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB, MIB, SECOND_MS } from '../../src/kit/units.ts'
import type { LoopbackTransport } from '../../tests/harness/bulk-node.ts'
import { type CappedWay, type Holder, setPairCap, startBulkPair } from '../../tests/harness/bulk-pair.ts'
import { machineMs } from '../../tests/harness/bulk-traffic.ts'
import type { BenchOptions } from './options.ts'
import { marksOf, rateBetween, windowsOf } from './rates.ts'
import { ms, type Part, type Row, rate } from './tables.ts'

const STEPS: readonly (readonly [number, number])[] = [
  [MIB, 4 * MIB],
  [4 * MIB, 512 * KIB],
  [512 * KIB, 2 * MIB],
  [2 * MIB, 256 * KIB],
]
const SAMPLE_MS = 20
const BEFORE_MS = 3 * SECOND_MS
const AFTER_MS = 3 * SECOND_MS
const AT_MOST_MS = 200
/** Over this long the new cap has to be what passes. */
const WINDOW_MS = 500
const NEAR = 0.1

interface Measured {
  readonly transport: LoopbackTransport
  readonly way: CappedWay
  readonly holder: Holder
  readonly from: number
  readonly to: number
  /** From the moment in which a person asked; `null`: not within the time that was watched. */
  readonly actedMs: number | null
  /** How long the node took to answer. */
  readonly answeredMs: number
  /** Bytes per second in windows of 100 ms, from half a second before the change on. */
  readonly windows: readonly number[]
}

async function measure(transport: LoopbackTransport, way: CappedWay, holder: Holder): Promise<Measured[]> {
  await using pair = await startBulkPair({ transport })
  const { sender, receiver } = pair
  await setPairCap(pair, way, holder, STEPS[0]?.[0] ?? 0)
  await sender.send(receiver.peerId)
  const measured: Measured[] = []
  for (const [from, to] of STEPS) {
    await sleep(BEFORE_MS)
    await receiver.order('record', { everyMs: SAMPLE_MS })
    await sleep(SECOND_MS)
    const asked = machineMs()
    await setPairCap(pair, way, holder, to)
    const answeredMs = machineMs() - asked
    await sleep(AFTER_MS)
    const marks = marksOf(await receiver.order('recorded', {}), sender.peerId, 'receivedBytes')
    let actedMs: number | null = null
    for (let after = 0; after <= AFTER_MS - WINDOW_MS && actedMs === null; after += SAMPLE_MS) {
      const seen = rateBetween(marks, asked + after, asked + after + WINDOW_MS)
      if (Math.abs(seen / to - 1) <= NEAR) actedMs = after
    }
    const windows = windowsOf(marks, asked - 500, asked + AFTER_MS, { lengthMs: 100, stepMs: 100 })
    measured.push({ transport, way, holder, from, to, actedMs, answeredMs, windows })
  }
  return measured
}

function row({ transport, way, holder, from, to, actedMs, answeredMs, windows }: Measured): Row {
  const after = windows.slice(5, 13).map((seen) => (seen / to).toFixed(2))
  return {
    cells: [
      `${transport} ${way} ${holder}`,
      `${rate(from)} → ${rate(to)}`,
      actedMs === null ? 'not seen' : ms(actedMs),
      ms(answeredMs),
      after.join(' '),
    ],
    aims: [{ aim: `≤ ${AT_MOST_MS} ms`, kept: actedMs !== null && actedMs <= AT_MOST_MS }],
  }
}

export async function change({ transports, ways, holders }: BenchOptions): Promise<Part> {
  const measured: Measured[] = []
  for (const transport of transports)
    for (const way of ways) for (const holder of holders) measured.push(...(await measure(transport, way, holder)))
  return {
    name: 'change',
    columns: ['cap of', 'changed', 'acts after', 'answered', 'windows of 100 ms after it, × the new cap'],
    rows: measured.map(row),
    figures: measured,
    notes: [`acts: the first moment from which on ${WINDOW_MS} ms are within ±${NEAR * 100} % of the new cap`],
  }
}
