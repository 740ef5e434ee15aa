/** The two stacks that `bench/connect` compares, each as something that listens, dials and hangs up. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webRTCDirect } from '@libp2p/webrtc'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { Settings } from '../src/contract/settings.ts'
import { createNode } from '../src/core/create-node.ts'
import { openStore } from '../src/core/storage/index.ts'
import { silentLog } from '../src/kit/log.ts'
import { systemClock, systemRandom } from '../src/kit/system.ts'
import { quietHost } from '../tests/harness/quiet-host.ts'

export interface Meeter {
  readonly peerId: string
  readonly address: string
  /** Answers when this side was connected, in ms on the machine's clock. */
  dial(address: string): Promise<number>
  /** Closes, and answers when nothing of the connection is left here. */
  hangUp(): Promise<void>
  /** Tells of every inbound connection, in ms on the machine's clock. */
  onConnected(tell: (atMs: number) => void): void
  admit(peerId: string): Promise<void>
  stop(): Promise<void>
}

const now = (): number => performance.timeOrigin + performance.now()

export async function bareMeeter(listen: string | null): Promise<Meeter> {
  const node = await createLibp2p({
    addresses: { listen: listen ? [listen] : [] },
    transports: [tcp(), webRTCDirect({ rtcConfiguration: { iceServers: [] } })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: { inboundConnectionThreshold: 10_000 },
    services: { identify: identify(), ping: ping() },
  })
  return {
    peerId: node.peerId.toString(),
    address: node.getMultiaddrs()[0]?.toString() ?? '',
    async dial(address) {
      await node.dial(multiaddr(address))
      return now()
    },
    async hangUp() {
      // A close that the other end does not answer in time is an abort; it is not what is measured.
      await Promise.all(node.getConnections().map((c) => c.close().catch(() => c.abort(new Error('closed')))))
      await settle()
    },
    onConnected: (tell) => node.addEventListener('connection:open', () => tell(now())),
    admit: () => Promise.resolve(),
    stop: async () => node.stop(),
  }
}

export async function kithMeeter(listen: string | null): Promise<Meeter> {
  const dataKey = randomBytes(32)
  const store = openStore({
    path: join(mkdtempSync(join(tmpdir(), 'kith-bench-')), 'kith.db'),
    dataKey,
    clock: systemClock,
    log: silentLog,
  })
  const settings = Settings.parse({
    network: { listen: listen ? [listen] : [], mdns: false, useRelays: false, serveRelay: false },
    limits: { inboundPerSecondPerAddress: 10_000 },
  })
  const node = await createNode(
    {
      clock: systemClock,
      random: systemRandom,
      store,
      log: silentLog,
      saveSettings: () => {},
      loadSettings: () => ({ settings, overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed: randomBytes(32), dataKey, keptIn: 'insecure-file', created: true },
      settings,
      name: 'bench',
      version: '0',
      pid: process.pid,
      warnings: [],
    },
  )
  await node.start()
  const { peerId, addresses } = await node.handlers['node.status'](undefined)
  let target = ''
  return {
    peerId,
    address: addresses[0] ?? '',
    async dial(address) {
      if (target === '') {
        target = address.slice(address.lastIndexOf('/') + 1)
        await node.handlers['peers.add']({ address, name: null, level: 'verified', kept: false, note: null })
      }
      await node.handlers['peers.connect']({ peerId: target })
      return now()
    },
    async hangUp() {
      await node.handlers['peers.disconnect']({ peerId: target })
      await settle()
    },
    onConnected(tell) {
      let connected = false
      node.events.on(({ name, payload }) => {
        if (name !== 'peers.changed') return
        for (const { state } of payload.upserted) {
          if (state === 'connected' && !connected) tell(now())
          connected = state === 'connected'
        }
      })
    },
    async admit(id) {
      await node.handlers['peers.add']({ address: id, name: null, level: 'verified', kept: false, note: null })
    },
    stop: () => node.stop(),
  }
}

/**
 * Lets the other end see the close, so that the next dial starts from nothing, and longer than a node gathers events for:
 * otherwise the batch, and not the connection, would be measured.
 */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80))
