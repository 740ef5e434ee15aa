/** The two stacks that `bench/idle` compares, each as a hub that many are connected to and as one of the many. */
import { randomBytes } from 'node:crypto'
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { Settings } from '../src/contract/settings.ts'
import { createNode } from '../src/core/create-node.ts'
import { silentLog } from '../src/kit/log.ts'
import { systemClock, systemRandom } from '../src/kit/system.ts'
import { FakeStore } from '../tests/harness/fake-store.ts'
import { quietHost } from '../tests/harness/quiet-host.ts'
import { testPeerId, testSeed } from '../tests/harness/test-peers.ts'

export const stacks = ['bare', 'kith'] as const
export type Stack = (typeof stacks)[number]

/** What js-libp2p's connection monitor does by default. */
const PING_INTERVAL_MS = 10_000
/** Test peers from here on are the crowd; the hub has a key of its own. */
const FIRST_OF_CROWD = 1_000

export interface Hub {
  readonly address: string
  /** How many are connected, both ends agreeing. */
  connected(): number
}

export interface Member {
  connect(hubAddress: string): Promise<void>
}

const loopback = '/ip4/127.0.0.1/tcp/0'

async function bareNode(seed: Uint8Array, listen: string[]) {
  return createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    addresses: { listen },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: { inboundConnectionThreshold: 10_000 },
    // The hub pings through the ping service and the crowd only answers: the least that a heartbeat of bare libp2p costs.
    connectionMonitor: { enabled: false },
    services: { identify: identify(), ping: ping() },
  })
}

async function kithNode(seed: Uint8Array, listen: string[]) {
  const settings = Settings.parse({
    network: { listen, mdns: false, useRelays: false, serveRelay: false },
    // All of them come from one address here.
    limits: { inboundPerSecondPerAddress: 10_000, perIpv4: 10_000 },
  })
  const node = await createNode(
    {
      clock: systemClock,
      random: systemRandom,
      store: new FakeStore(),
      log: silentLog,
      saveSettings: () => {},
      loadSettings: () => ({ settings, overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed, dataKey: randomBytes(32), keptIn: 'insecure-file', created: true },
      settings,
      name: 'bench',
      version: '0',
      pid: process.pid,
      warnings: [],
    },
  )
  await node.start()
  return node
}

/** @param crowd how many will come; Kith's hub lets in nobody else */
export async function startHub(stack: Stack, crowd: number): Promise<Hub> {
  if (stack === 'bare') {
    const node = await bareNode(randomBytes(32), [loopback])
    setInterval(() => {
      // Spread over the interval, as heartbeats with jitter are.
      for (const peer of node.getPeers())
        setTimeout(() => void node.services.ping.ping(peer).catch(() => {}), Math.random() * PING_INTERVAL_MS)
    }, PING_INTERVAL_MS)
    return { address: String(node.getMultiaddrs()[0]), connected: () => node.getConnections().length }
  }
  const node = await kithNode(randomBytes(32), [loopback])
  for (let n = 0; n < crowd; n++)
    await node.handlers['peers.add']({
      address: testPeerId(FIRST_OF_CROWD + n),
      name: null,
      level: 'trusted',
      kept: true,
      note: null,
    })
  const status = () => node.handlers['node.status'](undefined)
  const { addresses } = await status()
  let connected = 0
  // Nobody has to ask again and again: the node says so when it changes.
  node.events.on(({ name, payload }) => {
    if (name === 'node.changed') ({ connected } = payload)
  })
  return { address: addresses[0] ?? '', connected: () => connected }
}

/** @param n which of the crowd it is */
export async function startMember(stack: Stack, n: number): Promise<Member> {
  const seed = testSeed(FIRST_OF_CROWD + n)
  if (stack === 'bare') {
    const node = await bareNode(seed, [])
    return {
      connect: async (address) => {
        await node.dial(multiaddr(address))
      },
    }
  }
  const node = await kithNode(seed, [])
  return {
    async connect(address) {
      await node.handlers['peers.add']({ address, name: null, level: 'trusted', kept: true, note: null })
      await node.handlers['peers.connect']({ peerId: address.slice(address.lastIndexOf('/') + 1) })
    },
  }
}
