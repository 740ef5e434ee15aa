/**
 * A peer with bad manners in a process of its own, which knows the link protocol well enough to break it. `flaps` lets itself be dialled,
 * says hello and drops the line, again and again; `breaks` comes by itself and sends frames that are none, until it is told to stop.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Connection, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { encodeFrame, LINK_PROTOCOL } from '../../src/core/peers/link-frames.ts'

export interface RudeOrder {
  readonly kind: 'flaps' | 'breaks'
  /** The seed of its key. */
  readonly seed: readonly number[]
  /** Whom `breaks` goes to. */
  readonly address?: string
}

/** Where it can be dialled: the first thing that it says. */
export interface RudeReport {
  readonly address: string
}

/** A link that is up for this long is seen to be. */
const UP_MS = 300
/** Below what a node lets in from one address within a second. */
const PAUSE_MS = 250

const prefixed = (bytes: Uint8Array): Uint8Array => Uint8Array.from([bytes.byteLength, ...bytes])
const HELLO = prefixed(encodeFrame({ t: 'hello', name: 'Rude', agent: 'rude/1', addresses: [] }))
const NO_FRAME = prefixed(new TextEncoder().encode('{"t":"gimme"}'))

async function run({ kind, seed, address }: RudeOrder): Promise<void> {
  const node = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', Uint8Array.from(seed)),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
  })
  if (kind === 'flaps') {
    node.addEventListener('connection:open', ({ detail: connection }) => {
      if (connection.direction === 'inbound') void flap(connection).catch(() => {})
    })
  } else {
    await node.handle(LINK_PROTOCOL, (stream: Stream) => void stream.send(NO_FRAME))
  }
  process.send?.({ address: node.getMultiaddrs()[0]?.toString() ?? '' } satisfies RudeReport)
  while (kind === 'breaks' && address !== undefined) {
    await node.dial(multiaddr(address), { force: true }).catch(() => {})
    await wait(PAUSE_MS)
  }
}

/** Who was dialled opens the link. */
async function flap(connection: Connection): Promise<void> {
  const stream = await connection.newStream(LINK_PROTOCOL)
  stream.send(HELLO)
  await wait(UP_MS)
  connection.abort(new Error('gone again'))
}

process.on('message', (order: RudeOrder) => void run(order))
process.on('disconnect', () => process.exit())
