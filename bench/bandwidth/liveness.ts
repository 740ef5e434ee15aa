/** Heartbeats and messages while transfers fill a cap, and whether a link is ever thought dead because of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB, SECOND_MS } from '../../src/kit/units.ts'
import type { MessageTimes, StateChange } from '../../tests/harness/bulk.types.ts'
import { type BulkNode, type LoopbackTransport, startBulkNode } from '../../tests/harness/bulk-node.ts'
import { type CappedWay } from '../../tests/harness/bulk-pair.ts'
import { quantile } from '../figures.ts'
import type { BenchOptions } from './options.ts'
import { ms, type Part, type Row, rate } from './tables.ts'

const PEERS = 5
const CAPS = [256 * KIB, 16 * KIB]
/** The cap for which spec §9 promises times; below it links stay up and no more is said. */
const PROMISED_FROM = 256 * KIB
const MESSAGES = 100
const MESSAGE_BYTES = KIB
const PING_EVERY_MS = 500
const AT_MOST_MS = 250
const SETTLE_MS = 2 * SECOND_MS

interface Measured {
  readonly transport: LoopbackTransport
  readonly way: CappedWay
  readonly cap: number
  readonly seconds: number
  readonly pings: readonly number[]
  readonly kept: readonly MessageTimes[]
  readonly fresh: readonly MessageTimes[]
  /** What any of the six said of another after the streams had begun. */
  readonly failures: readonly StateChange[]
  readonly errors: readonly string[]
}

async function measure(
  hub: BulkNode,
  peers: readonly BulkNode[],
  transport: LoopbackTransport,
  way: CappedWay,
  cap: number,
  seconds: number,
): Promise<Measured> {
  await hub.setCaps(way === 'up' ? { up: cap } : { down: cap })
  const before = new Map<BulkNode, number>()
  for (const node of [hub, ...peers]) before.set(node, (await node.order('states', {})).length)
  await Promise.all(peers.map((peer) => (way === 'up' ? hub.send(peer.peerId) : peer.send(hub.peerId))))
  await sleep(SETTLE_MS)
  const began = performance.now()
  const pinging = Promise.all(
    peers.map((peer) => {
      const count = Math.max(1, Math.floor(((seconds - 1) * SECOND_MS) / PING_EVERY_MS))
      return hub.order('ping', { peerId: peer.peerId, count, everyMs: PING_EVERY_MS }, (seconds + 120) * SECOND_MS)
    }),
  )
  // Waited for below; should anything else fail first, that is what has to be told.
  pinging.catch(() => {})
  const [from, to] = way === 'up' ? [hub, peers[0]] : [peers[0], hub]
  if (!from || !to) throw new Error('no peers')
  // The whole time long: a queue may build up late.
  const everyMs = ((seconds / 2 - 1) * SECOND_MS) / MESSAGES
  const kept = await from.message(to.peerId, { bytes: MESSAGE_BYTES, count: MESSAGES, everyMs })
  const fresh = await from.message(to.peerId, { bytes: MESSAGE_BYTES, count: MESSAGES, everyMs, fresh: true })
  const pings = (await pinging).flat()
  await sleep(Math.max(0, seconds * SECOND_MS - (performance.now() - began)))
  const failures: StateChange[] = []
  for (const [node, known] of before)
    failures.push(...(await node.order('states', {})).slice(known).filter(({ state }) => state !== 'connected'))
  const errors: string[] = []
  for (const peer of peers) {
    const [one, other] = way === 'up' ? [hub, peer] : [peer, hub]
    errors.push(...(await one.order('sending', { peerId: other.peerId })).errors)
    await one.stopSending(other.peerId)
  }
  await hub.setCaps({})
  await sleep(2 * SECOND_MS)
  return { transport, way, cap, seconds, pings, kept, fresh, failures, errors }
}

function row({ transport, way, cap, seconds, pings, kept, fresh, failures, errors }: Measured): Row {
  const p99 = {
    ping: quantile(pings, 0.99),
    kept: quantile(
      kept.map(({ arrivalMs }) => arrivalMs),
      0.99,
    ),
    fresh: quantile(
      fresh.map(({ arrivalMs }) => arrivalMs),
      0.99,
    ),
  }
  return {
    cells: [
      `${transport} ${way}`,
      rate(cap),
      `${ms(quantile(pings, 0.5))} / ${ms(p99.ping)} / ${ms(quantile(pings, 1))}`,
      `${ms(p99.kept)} / ${ms(
        quantile(
          kept.map(({ arrivalMs }) => arrivalMs),
          1,
        ),
      )}`,
      ms(p99.fresh),
      `${failures.length} in ${seconds} s`,
    ],
    aims: [
      ...(cap >= PROMISED_FROM
        ? [
            { aim: `heartbeat p99 < ${AT_MOST_MS} ms`, kept: p99.ping < AT_MOST_MS },
            { aim: `message p99 < ${AT_MOST_MS} ms`, kept: Math.max(p99.kept, p99.fresh) < AT_MOST_MS },
          ]
        : []),
      { aim: 'links stay up', kept: failures.length === 0 },
      { aim: `streams last (${errors[0] ?? ''})`, kept: errors.length === 0 },
    ],
  }
}

export async function liveness({ transports, ways, seconds }: BenchOptions): Promise<Part> {
  const measured: Measured[] = []
  for (const transport of transports) {
    const nodes: BulkNode[] = []
    try {
      for (let n = 0; n <= PEERS; n += 2)
        nodes.push(
          ...(await Promise.all(
            [n, n + 1].map((at) => startBulkNode({ transport, name: at === 0 ? 'hub' : `peer ${at}` })),
          )),
        )
      const [hub, ...peers] = nodes
      if (!hub) throw new Error('no hub')
      for (const peer of peers) await peer.connect(hub)
      for (const way of ways)
        for (const cap of CAPS) measured.push(await measure(hub, peers, transport, way, cap, seconds))
    } finally {
      await Promise.all(nodes.map((node) => node.stop()))
    }
  }
  return {
    name: 'liveness',
    columns: [
      `${PEERS} peers fill`,
      'cap',
      'heartbeat p50 / p99 / max',
      '1 KiB message p99 / max',
      'on a new stream p99',
      'false failures',
    ],
    rows: measured.map(row),
    figures: { peers: PEERS, messages: MESSAGES, measured },
  }
}
