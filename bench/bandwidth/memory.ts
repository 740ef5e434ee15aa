/** What a sender that is a thousand times faster than the cap makes either end hold. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB, MIB, SECOND_MS } from '../../src/kit/units.ts'
import type { BulkUsage } from '../../tests/harness/bulk.types.ts'
import type { LoopbackTransport } from '../../tests/harness/bulk-node.ts'
import { type CappedWay, setPairCap, startBulkPair } from '../../tests/harness/bulk-pair.ts'
import type { BenchOptions } from './options.ts'
import { type Part, type Row, size } from './tables.ts'

const CAP = 64 * KIB
const STREAMS = 4
/** Code is compiled and buffers are grown by then; what grows later is what is held. */
const WARM_UP_MS = 3 * SECOND_MS
const FILL_MS = 15 * SECOND_MS
const AT_MOST = 4 * MIB

interface Measured {
  readonly transport: LoopbackTransport
  readonly way: CappedWay
  readonly before: readonly [BulkUsage, BulkUsage]
  readonly after: readonly [BulkUsage, BulkUsage]
}

/** What JavaScript holds, buffers outside its heap included. */
const held = ({ heapUsedBytes, externalBytes }: BulkUsage): number => heapUsedBytes + externalBytes

async function measure(transport: LoopbackTransport, way: CappedWay): Promise<Measured> {
  await using pair = await startBulkPair({ transport })
  const { sender, receiver } = pair
  const usage = async (): Promise<[BulkUsage, BulkUsage]> => [
    await sender.order('usage', { collect: true }),
    await receiver.order('usage', { collect: true }),
  ]
  await setPairCap(pair, way, 'node', 8 * MIB)
  await sender.send(receiver.peerId, { streams: STREAMS })
  await sleep(WARM_UP_MS)
  await sender.stopSending(receiver.peerId)
  await setPairCap(pair, way, 'node', CAP)
  await sleep(2 * SECOND_MS)
  const before = await usage()
  await sender.send(receiver.peerId, { streams: STREAMS })
  await sleep(FILL_MS)
  return { transport, way, before, after: await usage() }
}

function row({ transport, way, before, after }: Measured): Row {
  const grown = [0, 1].map((side) => {
    const [was, is] = [before[side], after[side]]
    if (!was || !is) throw new Error('no figures')
    return { held: held(is) - held(was), rss: is.rssBytes - was.rssBytes }
  })
  return {
    cells: [`${transport} ${way}`, ...grown.flatMap((side) => [size(side.held), size(side.rss)])],
    aims: [{ aim: `≤ ${size(AT_MOST)} on either end`, kept: grown.every((side) => side.held <= AT_MOST) }],
  }
}

export async function memory({ transports, ways }: BenchOptions): Promise<Part> {
  const measured: Measured[] = []
  for (const transport of transports) for (const way of ways) measured.push(await measure(transport, way))
  return {
    name: 'memory',
    columns: [`${STREAMS} streams under ${size(CAP)}/s`, 'sender holds', 'its RSS', 'receiver holds', 'its RSS'],
    rows: measured.map(row),
    figures: { cap: CAP, streams: STREAMS, afterMs: FILL_MS, measured },
    notes: ['held: heap and buffers after collecting garbage; RSS for information'],
  }
}
