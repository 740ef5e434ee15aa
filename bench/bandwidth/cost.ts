/**
 * What the throttle costs while no cap is set: the same stack with it and without it, and bare js-libp2p of the same options. The three take
 * turns, so that whatever else the machine does falls on all of them.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MIB, SECOND_MS } from '../../src/kit/units.ts'
import { type LoopbackTransport, loopback } from '../../tests/harness/bulk-node.ts'
import { startBulkPair } from '../../tests/harness/bulk-pair.ts'
import { median } from '../figures.ts'
import type { BareOrder, BareUsage } from './bare-process.ts'
import type { BenchOptions } from './options.ts'
import { type Part, percent, type Row } from './tables.ts'

const ROUNDS = 8
const WARM_UP_MS = SECOND_MS
const MEASURE_MS = 3 * SECOND_MS
const SPEED_AT_LEAST = 0.98
const CPU_AT_MOST = 1.02

/** One stack with two ends, that can be told to move bytes and says what it took. */
interface Mover extends AsyncDisposable {
  send(): Promise<void>
  stop(): Promise<void>
  usage(): Promise<BareUsage>
}

interface Run {
  readonly bytesPerSecond: number
  readonly cpuMicrosecondsPerMib: number
}

async function kithMover(transport: LoopbackTransport, traffic: 'held' | 'free'): Promise<Mover> {
  const pair = await startBulkPair({ transport, traffic })
  const { sender, receiver } = pair
  return {
    send: () => sender.send(receiver.peerId),
    stop: () => sender.stopSending(receiver.peerId),
    async usage() {
      const [one, other] = await Promise.all([
        sender.order('usage', { collect: false }),
        receiver.order('usage', { collect: false }),
      ])
      const sunkBytes = await receiver.order('sunk', { peerId: sender.peerId })
      return { atMs: other.atMs, sunkBytes, cpuMicroseconds: one.cpuMicroseconds + other.cpuMicroseconds }
    },
    [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose](),
  }
}

async function bareMover(transport: LoopbackTransport): Promise<Mover> {
  const start = async () => {
    const child = fork(join(import.meta.dirname, 'bare-process.ts'), [loopback[transport]])
    const next = async (): Promise<unknown> => ((await once(child, 'message')) as [{ reply: unknown }])[0].reply
    const address = (await next()) as string
    return {
      address,
      ask(order: BareOrder): Promise<unknown> {
        const reply = next()
        child.send(order)
        return reply
      },
      async end() {
        child.kill()
        await once(child, 'exit')
      },
    }
  }
  const [sender, receiver] = await Promise.all([start(), start()])
  await sender.ask({ kind: 'dial', address: receiver.address })
  return {
    send: async () => {
      await sender.ask({ kind: 'send' })
    },
    stop: async () => {
      await sender.ask({ kind: 'stop' })
    },
    async usage() {
      const one = (await sender.ask({ kind: 'usage' })) as BareUsage
      const other = (await receiver.ask({ kind: 'usage' })) as BareUsage
      return { ...other, cpuMicroseconds: one.cpuMicroseconds + other.cpuMicroseconds }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([sender.end(), receiver.end()])
    },
  }
}

async function run(mover: Mover): Promise<Run> {
  await mover.send()
  await sleep(WARM_UP_MS)
  const before = await mover.usage()
  await sleep(MEASURE_MS)
  const after = await mover.usage()
  await mover.stop()
  const bytes = after.sunkBytes - before.sunkBytes
  return {
    bytesPerSecond: (bytes * SECOND_MS) / (after.atMs - before.atMs),
    cpuMicrosecondsPerMib: ((after.cpuMicroseconds - before.cpuMicroseconds) * MIB) / bytes,
  }
}

const stacks = ['free', 'held', 'bare'] as const
type Runs = Readonly<Record<(typeof stacks)[number], Run[]>>

async function measure(transport: LoopbackTransport, rounds: number): Promise<Runs> {
  await using free = await kithMover(transport, 'free')
  await using held = await kithMover(transport, 'held')
  await using bare = await bareMover(transport)
  const movers = { free, held, bare }
  const runs: Runs = { free: [], held: [], bare: [] }
  for (let round = 0; round < rounds; round++)
    // The order turns too: who runs after whom must not matter.
    for (const stack of round % 2 === 0 ? stacks : stacks.toReversed()) {
      const one = await run(movers[stack])
      if (round > 0) runs[stack].push(one)
      await sleep(200)
    }
  return runs
}

const middle = (runs: readonly Run[], key: keyof Run): number => median(runs.map((run) => run[key]))

function rows(transport: LoopbackTransport, runs: Runs): Row[] {
  // Of two runs that followed each other: what the machine did meanwhile falls on both.
  const ratio = (key: keyof Run, stack: 'held' | 'free', beside: 'free' | 'bare'): number =>
    median(runs[stack].map((run, at) => run[key] / (runs[beside][at]?.[key] ?? Number.NaN)))
  const [speed, cpu] = [ratio('bytesPerSecond', 'held', 'free'), ratio('cpuMicrosecondsPerMib', 'held', 'free')]
  return stacks.map((stack): Row => {
    const named = { free: 'Kith without the throttle', held: 'Kith, no cap set', bare: 'bare js-libp2p' }[stack]
    return {
      cells: [
        `${transport}: ${named}`,
        (middle(runs[stack], 'bytesPerSecond') / MIB).toFixed(1),
        (middle(runs[stack], 'cpuMicrosecondsPerMib') / 1_000).toFixed(2),
        stack === 'held' ? `${speed.toFixed(3)} ×` : '',
        stack === 'held' ? percent(cpu - 1, 1) : '',
      ],
      aims:
        stack === 'held'
          ? [
              { aim: `≥ ${SPEED_AT_LEAST} ×`, kept: speed >= SPEED_AT_LEAST },
              { aim: `CPU ≤ ${CPU_AT_MOST} ×`, kept: cpu <= CPU_AT_MOST },
            ]
          : [],
    }
  })
}

export async function cost({ transports, quick }: BenchOptions): Promise<Part> {
  const measured = new Map<LoopbackTransport, Runs>()
  for (const transport of transports) measured.set(transport, await measure(transport, 1 + (quick ? 4 : ROUNDS)))
  return {
    name: 'cost',
    columns: ['unlimited', 'MiB/s', 'CPU ms per MiB, both ends', 'against without', 'CPU against it'],
    rows: [...measured].flatMap(([transport, runs]) => rows(transport, runs)),
    figures: Object.fromEntries(measured),
    notes: ['medians of runs that took turns; the ratios are medians of neighbours'],
  }
}
