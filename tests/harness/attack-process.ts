/**
 * An attacker in a process of its own, so that its work does not slow down who is measured. It says when it is ready, is told what to
 * do, answers what came of it, keeps what it holds until it is killed, and knows nothing that a stranger would not.
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPair, generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { stunRequest } from './attack-stun.ts'

export interface AttackOrder {
  readonly kind: 'sockets' | 'half-handshakes' | 'half-webrtc' | 'one-id' | 'many-ids' | 'false-id'
  readonly address: string
  readonly count: number
  /** Over so long. */
  readonly ms: number
  /** Local addresses from which it comes, in turn. */
  readonly from: readonly string[]
  /** The seed of its key, for `one-id`; a new key without it. */
  readonly seed?: readonly number[]
  /** Public key of somebody else, for `false-id`. */
  readonly claims?: readonly number[]
}

export interface AttackReport {
  readonly tried: number
  /** Handshakes with a key of its own that came to their end; the other side may have hung up then. */
  readonly handshakes: number
  /** Connections that are still open a moment after the last try. */
  readonly held: number
  readonly tookMs: number
}

/** What a multistream and a noise handshake begin with; then nothing more comes. */
const BEGINNING = Buffer.from('\x13/multistream/1.0.0\n\x07/noise\n')
/** After this, what was refused has been noticed. */
const SETTLE_MS = 500

function socketTo(address: string, localAddress: string): Socket {
  const [, host = '', port = ''] = /^\/ip4\/([^/]+)\/tcp\/(\d+)/.exec(address) ?? []
  const socket = connect({ host, port: Number(port), localAddress })
  socket.on('error', () => {})
  return socket
}

async function dialer(privateKey: PrivateKey, localAddress: string): Promise<Libp2p> {
  // Node's option, which libp2p hands on without knowing it.
  const dialOpts: object = { localAddress }
  return createLibp2p({
    privateKey,
    transports: [tcp({ dialOpts })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
  })
}

/** Somebody else's public key on a key that signs with another: all that an impostor can make. */
function falseKey(own: PrivateKey, other: PrivateKey['publicKey']): PrivateKey {
  return Object.create(own, { publicKey: { value: other } }) as PrivateKey
}

async function attack(order: AttackOrder): Promise<AttackReport> {
  const { kind, address, count, ms, from } = order
  const began = performance.now()
  const sockets: Socket[] = []
  const nodes: Libp2p[] = []
  const dials: Promise<unknown>[] = []
  let handshakes = 0
  const own = order.seed
    ? await generateKeyPairFromSeed('Ed25519', Uint8Array.from(order.seed))
    : await generateKeyPair('Ed25519')

  async function meet(localAddress: string): Promise<void> {
    const isNew = kind === 'many-ids' || kind === 'sockets'
    const key = isNew ? await generateKeyPair('Ed25519') : own
    const node = await dialer(kind === 'false-id' ? pretend(key) : key, localAddress)
    nodes.push(node)
    // It takes the link and says nothing on it, so that nobody hangs up.
    await node.handle('/kith/link/1.0.0', () => {}, { maxInboundStreams: 1_000 })
    await node.dial(multiaddr(address), { force: true }).then(
      () => (handshakes += 1),
      () => {},
    )
  }

  function pretend(key: PrivateKey): PrivateKey {
    return falseKey(key, publicKeyFromRaw(Uint8Array.from(order.claims ?? [])))
  }

  for (let n = 0; n < count; n++) {
    const behind = began + (ms * n) / count - performance.now()
    if (behind > 1) await wait(behind)
    const local = from[n % from.length] ?? '127.0.0.1'
    // Of a flood of sockets one in twenty does the whole handshake: those cost the other side more.
    if (kind === 'half-webrtc') stunRequest(address, local)
    else if (kind === 'half-handshakes' || (kind === 'sockets' && n % 20 !== 0)) {
      const socket = socketTo(address, local)
      sockets.push(socket)
      if (kind === 'half-handshakes') socket.write(BEGINNING)
    } else dials.push(meet(local))
  }
  await Promise.allSettled(dials)
  const tookMs = performance.now() - began
  await wait(SETTLE_MS)
  const held =
    sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open').length +
    nodes.reduce((sum, node) => sum + node.getConnections().length, 0)
  return { tried: count, handshakes, held, tookMs }
}

process.on('message', (order: AttackOrder) => {
  void attack(order).then((report) => process.send?.(report))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
