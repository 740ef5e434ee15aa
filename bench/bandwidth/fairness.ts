/** Ten peers under one cap of the node: does each get the same, and does one with eight streams get no more? */
import { setTimeout as sleep } from 'node:timers/promises'
import { MIB, SECOND_MS } from '../../src/kit/units.ts'
import { type BulkNode, type LoopbackTransport, startBulkNode } from '../../tests/harness/bulk-node.ts'
import { type CappedWay } from '../../tests/harness/bulk-pair.ts'
import { machineMs } from '../../tests/harness/bulk-traffic.ts'
import type { BenchOptions } from './options.ts'
import { jain, marksOf, rateBetween } from './rates.ts'
import { type Part, percent, type Row, rate } from './tables.ts'

const PEERS = 10
const MANY_STREAMS = 8
const CAP = 2 * MIB
const SETTLE_MS = 3 * SECOND_MS
const MEASURE_MS = 10 * SECOND_MS
const AT_LEAST = 0.98
/** Of an equal share: what one with many streams may get. */
const AT_MOST_SHARE = 1.02

interface Measured {
  readonly transport: LoopbackTransport
  readonly way: CappedWay
  /** Of the first peer; the others have one. */
  readonly streams: number
  readonly rates: readonly number[]
}

async function measure(
  hub: BulkNode,
  peers: readonly BulkNode[],
  transport: LoopbackTransport,
  way: CappedWay,
  streams: number,
): Promise<Measured> {
  await hub.setCaps(way === 'up' ? { up: CAP } : { down: CAP })
  const receivers = way === 'up' ? peers : [hub]
  await Promise.all(receivers.map((node) => node.order('record', { everyMs: 250 })))
  const began = machineMs()
  await Promise.all(
    peers.map((peer, at) => {
      const many = at === 0 ? streams : 1
      return way === 'up' ? hub.send(peer.peerId, { streams: many }) : peer.send(hub.peerId, { streams: many })
    }),
  )
  await sleep(SETTLE_MS + MEASURE_MS + SECOND_MS)
  const rates = await Promise.all(
    peers.map(async (peer) => {
      if (way === 'down') return 0
      const marks = marksOf(await peer.order('recorded', {}), hub.peerId, 'receivedBytes')
      return rateBetween(marks, began + SETTLE_MS, began + SETTLE_MS + MEASURE_MS)
    }),
  )
  if (way === 'down') {
    const samples = await hub.order('recorded', {})
    for (const [at, peer] of peers.entries())
      rates[at] = rateBetween(
        marksOf(samples, peer.peerId, 'receivedBytes'),
        began + SETTLE_MS,
        began + SETTLE_MS + MEASURE_MS,
      )
  }
  await Promise.all(peers.map((peer) => (way === 'up' ? hub.stopSending(peer.peerId) : peer.stopSending(hub.peerId))))
  await sleep(SECOND_MS)
  return { transport, way, streams, rates }
}

function row({ transport, way, streams, rates }: Measured): Row {
  const sum = rates.reduce((all, one) => all + one, 0)
  const index = jain(rates)
  const firstShare = ((rates[0] ?? 0) / sum) * PEERS
  return {
    cells: [
      `${transport} ${way}, first peer ${streams} stream${streams > 1 ? 's' : ''}`,
      index.toFixed(4),
      percent(firstShare - 1, 1),
      rate(Math.min(...rates)),
      rate(Math.max(...rates)),
      percent(sum / CAP - 1),
    ],
    aims: [
      { aim: `Jain ≥ ${AT_LEAST}`, kept: index >= AT_LEAST },
      ...(streams > 1 ? [{ aim: 'no more for many streams', kept: firstShare <= AT_MOST_SHARE }] : []),
    ],
  }
}

export async function fairness({ transports, ways }: BenchOptions): Promise<Part> {
  const measured: Measured[] = []
  for (const transport of transports) {
    const nodes: BulkNode[] = []
    try {
      const hub = await startBulkNode({ transport, name: 'hub' })
      nodes.push(hub)
      // Two at a time: a dozen processes that start together are late together.
      for (let n = 0; n < PEERS; n += 2)
        nodes.push(...(await Promise.all([n, n + 1].map((at) => startBulkNode({ transport, name: `peer ${at + 1}` })))))
      const peers = nodes.slice(1)
      for (const peer of peers) await peer.connect(hub)
      for (const way of ways)
        for (const streams of [1, MANY_STREAMS]) measured.push(await measure(hub, peers, transport, way, streams))
    } finally {
      await Promise.all(nodes.map((node) => node.stop()))
    }
  }
  return {
    name: 'fairness',
    columns: [`${PEERS} peers under ${rate(CAP)}`, 'Jain', 'first against equal', 'least', 'most', 'sum'],
    rows: measured.map(row),
    figures: { peers: PEERS, cap: CAP, measured },
  }
}
