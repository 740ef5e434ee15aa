/**
 * A whole Kith host in a process of its own that also speaks two test protocols: random bytes as fast as they are taken, and messages that
 * are echoed. It does what it is told over IPC; use it through `bulk-node.ts`.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer } from '../../src/contract/answer.ts'
import { type ErrorJson, KithError } from '../../src/contract/errors.ts'
import { createNode } from '../../src/core/create-node.ts'
import { createLibp2pNetwork } from '../../src/core/net/index.ts'
import { createProfile } from '../../src/host/profile.ts'
import { startKith } from '../../src/host/start-kith.ts'
import type {
  BulkOrder,
  BulkOrderName,
  BulkOrders,
  BulkProcessOptions,
  BulkReady,
  BulkReply,
  BulkSample,
  BulkUsage,
  BulkVolume,
  StateChange,
} from './bulk.types.ts'
import { type BulkTraffic, createBulkTraffic, machineMs } from './bulk-traffic.ts'
import { freeTraffic } from './free-traffic.ts'
import { heldBytes } from './heap.ts'

const options = JSON.parse(process.argv[2] ?? '') as BulkProcessOptions
const root = join(import.meta.dirname, '..', '..')
const STOP_MS = 10_000

let traffic: BulkTraffic | null = null
let samples: BulkSample[] = []
let recording: NodeJS.Timeout | null = null
const states: StateChange[] = []
const lastStates = new Map<string, string>()

const kith = await startKith(
  {
    dataFolder: options.dataDir,
    flags: options.settings,
    uiPort: options.uiPort,
    screens: join(root, 'out', 'renderer'),
    version: '0.0.0-test',
    onAnnouncement({ name, payload }) {
      if (name !== 'peers.changed') return
      for (const { peerId, state } of payload.upserted) {
        if (lastStates.get(peerId) === state) continue
        lastStates.set(peerId, state)
        states.push({ atMs: machineMs(), peerId, state })
      }
    },
  },
  {
    createProfile,
    loadNode: () =>
      Promise.resolve((ports, config) =>
        createNode(ports, config, {
          async createNetwork(networkPorts, networkOptions) {
            const network = await createLibp2pNetwork(
              options.traffic === 'free' ? { ...networkPorts, traffic: freeTraffic() } : networkPorts,
              networkOptions,
            )
            traffic = createBulkTraffic(network)
            return network
          },
        }),
      ),
  },
)

async function call(name: string, input: unknown): Promise<unknown> {
  const reply = await answer(kith.host.handlers, name, input, (error) => console.error(error))
  if (!reply.ok) throw KithError.fromJson(reply.error)
  return reply.value
}

function moving(): BulkTraffic {
  if (!traffic) throw new Error('the node does not run')
  return traffic
}

/** The handler itself, past the check of its answer: a sample must not be work. */
async function sample(): Promise<void> {
  const { peers } = await kith.host.handlers['bandwidth.traffic'](undefined)
  const atMs = machineMs()
  const volumes = new Map<string, BulkVolume>()
  const bulk = moving()
  for (const { peerId, session } of peers) volumes.set(peerId, { ...session, sunkBytes: bulk.sunkBytes(peerId) })
  const none = { sentBytes: 0, receivedBytes: 0, sentPayloadBytes: 0, receivedPayloadBytes: 0 }
  for (const peerId of bulk.sunkPeers)
    if (!volumes.has(peerId)) volumes.set(peerId, { ...none, sunkBytes: bulk.sunkBytes(peerId) })
  samples.push({ atMs, peers: Object.fromEntries(volumes) })
}

async function usage(collect: boolean): Promise<BulkUsage> {
  if (collect) await heldBytes()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage()
  return {
    atMs: machineMs(),
    cpuMicroseconds: user + system,
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    arrayBuffersBytes: arrayBuffers,
  }
}

async function ping({ peerId, count, everyMs }: BulkOrders['ping']['order']): Promise<readonly number[]> {
  const times: number[] = []
  for (let sent = 0; sent < count; sent++) {
    const began = machineMs()
    const { rttMs } = await kith.host.handlers['peers.ping']({ peerId })
    times.push(rttMs)
    await sleep(Math.max(0, everyMs - (machineMs() - began)))
  }
  return times
}

function endRecording(): void {
  if (recording) clearInterval(recording)
  recording = null
}

const deeds: { readonly [K in BulkOrderName]: (order: BulkOrders[K]['order']) => Promise<BulkOrders[K]['answer']> } = {
  call: ({ name, input }) => call(name, input),
  async send(order) {
    await moving().send(order)
    return null
  },
  async open(order) {
    await moving().open(order)
    return null
  },
  stopSending(order) {
    moving().stopSending(order)
    return Promise.resolve(null)
  },
  sending: ({ peerId }) => Promise.resolve(moving().sending(peerId)),
  message: (order) => moving().message(order),
  ping,
  sink({ reads }) {
    moving().setReading(reads)
    return Promise.resolve(null)
  },
  sunk: ({ peerId }) => Promise.resolve(moving().sunkBytes(peerId)),
  async record({ everyMs }) {
    endRecording()
    samples = []
    recording = setInterval(() => void sample(), everyMs)
    await sample()
    return null
  },
  async recorded() {
    endRecording()
    await sample()
    return samples
  },
  usage: ({ collect }) => usage(collect),
  states: () => Promise.resolve(states),
}

/** Plain data for IPC: an error keeps its name, its words and its details. */
function told(error: unknown): ErrorJson {
  return error instanceof KithError ? error.toJSON() : new KithError('Internal', String(error)).toJSON()
}

async function obey({ id, kind, order }: BulkOrder): Promise<BulkReply> {
  try {
    return { id, ok: true, value: await deeds[kind](order as never) }
  } catch (error) {
    return { id, ok: false, error: told(error) }
  }
}

let stopping = false
async function stop(): Promise<never> {
  if (!stopping) {
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    await kith.stop()
  }
  process.exit()
}

process.on('message', (order: BulkOrder) => void obey(order).then((reply) => process.send?.(reply)))
process.on('disconnect', () => void stop())
process.on('SIGTERM', () => void stop())
// A stream that its peer aborts while it is being written leaves a promise to nobody.
process.on('unhandledRejection', (error) => kith.log.error('nobody handled a failure', { error }))

const view = await kith.firstTry
if (view.phase !== 'running') throw new Error(`the node does not run: ${JSON.stringify(view)}`)
const { peerId, addresses } = await kith.host.handlers['node.status'](undefined)
const ready: BulkReady = { peerId, addresses, uiUrl: kith.uiUrl, pid: process.pid }
process.send?.(ready)
