/**
 * Bare js-libp2p with Kith's options, in a process of its own: sends or drops random bytes, as `bulk-process.ts` does with a node around it.
 * Nothing of Kith counts or holds anything here.
 */
import { randomBytes } from 'node:crypto'
import { noise } from '@chainsafe/libp2p-noise'
import type { Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { webRTCDirect } from '@libp2p/webrtc'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { nativeNoiseCrypto } from '../../src/core/net/noise-crypto.ts'
import { KIB, MIB } from '../../src/kit/units.ts'
import { BULK_FRAME_BYTES } from '../../tests/harness/bulk.types.ts'
import { machineMs } from '../../tests/harness/bulk-traffic.ts'

/** What the bench tells it. */
export type BareOrder =
  | { readonly kind: 'dial'; readonly address: string }
  | { readonly kind: 'send' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'usage' }

export interface BareUsage {
  readonly atMs: number
  readonly sunkBytes: number
  readonly cpuMicroseconds: number
}

const PROTOCOL = '/kith-test/bare/1.0.0'
const POOL_BYTES = 4 * MIB

const node = await createLibp2p({
  addresses: { listen: [process.argv[2] ?? ''] },
  transports: [tcp(), webRTCDirect({ rtcConfiguration: { iceServers: [] } })],
  connectionEncrypters: [noise({ crypto: nativeNoiseCrypto })],
  streamMuxers: [
    yamux({
      streamOptions: { initialStreamWindowSize: 256 * KIB, maxStreamWindowSize: 4 * MIB },
      enableKeepAlive: false,
    }),
  ],
  connectionGater: { denyDialMultiaddr: () => false },
  connectionMonitor: { enabled: false },
})
const pool = randomBytes(POOL_BYTES)
let at = 0
let sunkBytes = 0
let sending: Stream | null = null

await node.handle(PROTOCOL, (stream) => {
  stream.addEventListener('message', ({ data }) => void (sunkBytes += data.byteLength))
})

async function send(stream: Stream): Promise<void> {
  while (sending === stream) {
    at = (at + 1_048_573) % (POOL_BYTES - BULK_FRAME_BYTES)
    // A copy, as a frame with its length in front of it is.
    if (!stream.send(Uint8Array.from(pool.subarray(at, at + BULK_FRAME_BYTES))))
      await new Promise((resolve) => stream.addEventListener('drain', resolve, { once: true }))
  }
}

async function obey(order: BareOrder): Promise<unknown> {
  switch (order.kind) {
    case 'dial':
      await node.dial(multiaddr(order.address))
      return null
    case 'send': {
      const [connection] = node.getConnections()
      if (!connection) throw new Error('not connected')
      sending = await connection.newStream(PROTOCOL)
      void send(sending)
      return null
    }
    case 'stop': {
      const stream = sending
      sending = null
      stream?.abort(new Error('enough'))
      return null
    }
    case 'usage': {
      const { user, system } = process.cpuUsage()
      return { atMs: machineMs(), sunkBytes, cpuMicroseconds: user + system } satisfies BareUsage
    }
  }
}

process.on('unhandledRejection', () => {})
process.on('message', (order: BareOrder) => void obey(order).then((reply) => process.send?.({ reply })))
process.on('disconnect', () => process.exit())
process.send?.({ reply: String(node.getMultiaddrs()[0]) })
