/**
 * What Kith leans on inside libp2p without a promise from it. Each test says what breaks, and for whom, when a new version of
 * libp2p changes it: a failing name here is the list of what to look at before the versions in package.json move.
 */
import { execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPair, generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import type { PrivateKey, Stream, StreamMiddleware } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { LengthPrefixedDecoder } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import { keyFromSeed } from '../../src/core/net/libp2p-node.ts'
import { frugalNoise } from '../../src/core/net/noise-lengths.ts'
import { type FrameStream, LINK_PROTOCOL, type Network } from '../../src/core/peers/index.ts'
import { KIB } from '../../src/kit/units.ts'
import { routesTo } from '../harness/fake-network.ts'
import { freeTraffic } from '../harness/free-traffic.ts'
import { settled } from '../harness/manual-clock.ts'
import { testSeed } from '../harness/test-peers.ts'
import { inboundGate, libp2pWorld, type World, watch } from './network-world.ts'

const run = promisify(execFile)
const never = (): AbortSignal => new AbortController().signal
const TCP = ['/ip4/127.0.0.1/tcp/0']
const FRAMES = { maxFrameBytes: 1_024 }

let world: World = libp2pWorld()
const plain: Libp2p[] = []
afterEach(async () => {
  for (const node of plain.splice(0)) await node.stop()
  await world[Symbol.asyncDispose]()
  world = libp2pWorld()
})

/** libp2p as it comes, with its own noise crypto and nothing of Kith in it, and its registrar. */
async function plainNode(privateKey?: PrivateKey, encrypter: ReturnType<typeof noise> = noise()) {
  let registrar: Registrar | null = null
  const node = await createLibp2p({
    ...(privateKey ? { privateKey } : {}),
    addresses: { listen: TCP },
    transports: [tcp()],
    connectionEncrypters: [encrypter],
    streamMuxers: [yamux()],
    services: {
      identify: identify(),
      ping: ping(),
      peek: (components: { registrar: Registrar }) => {
        registrar = components.registrar
        return {}
      },
    },
  })
  plain.push(node)
  return { node, registrar: registrar as unknown as Registrar }
}

/** A running network of Kith and where it listens, with the peer ID. */
async function kith(
  wishes: Parameters<World['create']>[0] = {},
): Promise<{ network: Network; address: ReturnType<typeof multiaddr> }> {
  const network = await world.create({ listen: TCP, ...wishes })
  await network.start()
  return { network, address: multiaddr(network.addresses()[0]) }
}

/** Everything that arrives until the other side is done or the stream breaks; either may have happened already. */
async function collected(stream: Stream): Promise<{ bytes: number; broken: boolean }> {
  let bytes = 0
  const over = new Promise<void>((resolve) => {
    stream.addEventListener('message', ({ data }) => (bytes += data.byteLength))
    stream.addEventListener('remoteCloseWrite', () => resolve())
    stream.addEventListener('close', () => resolve())
  })
  if (stream.status === 'open' && stream.remoteWriteStatus === 'writable') await over
  // What was buffered is handed to a new listener in a microtask.
  await settled()
  return { bytes, broken: stream.status === 'reset' || stream.status === 'aborted' }
}

async function echo(stream: FrameStream): Promise<void> {
  for (let frame = await stream.read(); frame; frame = await stream.read()) await stream.write(frame)
  await stream.close()
}

describe('streams are checked and counted by our own middleware (hooks.ts)', () => {
  it('`registrar.use` still handles the second stream twice; once it does not, hooks.ts may use it', async () => {
    const [a, b] = [await plainNode(), await plainNode()]
    let handled = 0
    await b.node.handle('/test/1', () => {
      handled += 1
    })
    const pass: StreamMiddleware = (stream, connection, next) => next(stream, connection)
    b.registrar.use('/test/1', [pass])
    for (let n = 1; n <= 2; n++) {
      const stream = await a.node.dialProtocol(b.node.getMultiaddrs(), '/test/1')
      stream.send(Uint8Array.of(n))
      await stream.close()
      await pingOf(a.node, b.node)
    }
    expect(handled).toBe(3)
  })

  it('our middleware is asked for libp2p’s own streams too: a stranger in quarantine cannot ping or identify', async () => {
    for (const [verdict, works] of [
      ['admitted', true],
      ['quarantined', false],
    ] as const) {
      const { network, address } = await kith({ gate: inboundGate(verdict) })
      const { node } = await plainNode()
      const connection = await node.dial(address)
      expect(
        await pingOf(node, address).then(
          () => true,
          () => false,
        ),
      ).toBe(works)
      const stream = await connection.newStream('/ipfs/id/1.0.0')
      const { bytes, broken } = await collected(stream)
      expect({ told: bytes > 0, broken }).toEqual({ told: works, broken: !works })
      await network.stop()
    }
  })

  it('each stream of a protocol is handled once, and what came with its opening is not lost by counting it', async () => {
    const traffic = freeTraffic()
    const { network, address } = await kith({ traffic })
    const frames: number[] = []
    const answer = async (stream: FrameStream): Promise<void> => {
      // The bytes were here before anybody listened.
      await pingOf(node, address)
      const frame = await stream.read()
      frames.push(...(frame ?? []))
      await stream.close()
    }
    network.handle('/test/early/1', FRAMES, (stream) => void answer(stream))
    const { node } = await plainNode()
    for (let n = 1; n <= 3; n++) {
      const stream = await node.dialProtocol(address, '/test/early/1')
      stream.send(Uint8Array.of(1, n))
      await collected(stream)
    }
    expect(frames).toEqual([1, 2, 3])
    expect(traffic.passed('down')).toBeGreaterThanOrEqual(6)
  })
})

describe('frames (frame-stream.ts)', () => {
  it.each([
    ['a length that never ends', new Uint8Array(64).fill(0xff)],
    ['a length above the limit', Uint8Array.of(0x81, 0x08)],
    ['a length beyond four bytes', Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x01)],
  ])('%s breaks the stream: libp2p would wait for more, and remember it, for ever', async (_what, bytes) => {
    const { network, address } = await kith()
    const read = Promise.withResolvers<Uint8Array | null>()
    network.handle('/test/broken/1', FRAMES, (stream) => void stream.read().then(read.resolve))
    const { node } = await plainNode()
    const stream = await node.dialProtocol(address, '/test/broken/1')
    const end = collected(stream)
    stream.send(bytes)
    expect(await read.promise).toBeNull()
    expect(await end).toEqual({ bytes: 0, broken: true })
  })

  it('a peer that sends without being read cannot make us hold more than a few frames', async () => {
    const { network, address } = await kith()
    const held: FrameStream[] = []
    network.handle('/test/flood/1', FRAMES, (stream) => void held.push(stream))
    const { node } = await plainNode()
    const stream = await node.dialProtocol(address, '/test/flood/1')
    const end = collected(stream)
    stream.send(new Uint8Array(100_000).fill(1))
    expect(await end).toMatchObject({ broken: true })
    expect(held).toHaveLength(1)
  })
})

describe('listening (listen.ts)', () => {
  it('the transport manager listens after the start, address by address, and says in its text that a port is busy', async () => {
    const first = await kith()
    const port = /tcp\/(\d+)/.exec(String(first.address))?.[1] ?? ''
    const second = await world.create({ listen: [`/ip4/127.0.0.1/tcp/${port}`, '/ip4/192.0.2.1/tcp/1'] })
    const { problems } = await second.start()
    expect(problems.map(({ kind }) => kind)).toEqual(['busy', 'unavailable'])
  })

  it('the address of webrtc-direct stays the same over restarts: its certificate is ours, not a new one each time', async () => {
    const listen = ['/ip4/127.0.0.1/udp/0/webrtc-direct']
    const hashes: string[] = []
    for (let round = 0; round < 2; round++) {
      const network = await world.create({ listen, number: 7 })
      await network.start()
      hashes.push(/certhash\/([^/]+)/.exec(network.addresses()[0] ?? '')?.[1] ?? '')
      await network.stop()
    }
    expect(hashes[0]).toMatch(/^uEi/)
    expect(hashes[1]).toBe(hashes[0])
  })
})

describe('the handshake (noise-crypto.ts, libp2p-node.ts)', () => {
  it('with native crypto is understood by nodes with libp2p’s own, whoever dials', async () => {
    const { network, address } = await kith()
    network.handle('/test/echo/1', FRAMES, (stream) => void echo(stream))
    const { node } = await plainNode()
    await node.handle('/test/echo/1', (stream) => {
      stream.addEventListener('message', ({ data }) => void stream.send(data))
    })
    const stream = await node.dialProtocol(address, '/test/echo/1')
    stream.send(Uint8Array.of(2, 7, 8))
    await stream.close()
    expect(await collected(stream)).toEqual({ bytes: 3, broken: false })
    await node.stop()

    const { node: other } = await plainNode()
    await other.handle('/test/echo/1', (incoming) => {
      incoming.addEventListener('message', ({ data }) => void incoming.send(data))
    })
    const route = String(other.getMultiaddrs()[0]).replace(/\/p2p\/[^/]+$/, '')
    const connection = await network.dial(other.peerId.toString(), [route], never())
    const back = await network.open(connection.id, '/test/echo/1', FRAMES, never())
    await back.write(Uint8Array.of(9))
    expect([...((await back.read()) ?? [])]).toEqual([9])
  })

  it('a key that signs natively is the same key, and its signatures are what libp2p verifies', async () => {
    const ours = keyFromSeed(testSeed(1))
    const theirs = await generateKeyPairFromSeed('Ed25519', testSeed(1))
    const data = new TextEncoder().encode('who I am')
    expect(ours.publicKey.toString()).toBe(theirs.publicKey.toString())
    expect(ours.raw).toEqual(theirs.raw)
    expect(Buffer.from(await ours.sign(data)).equals(await theirs.sign(data))).toBe(true)
    expect(await theirs.publicKey.verify(data, await ours.sign(data))).toBe(true)
  })

  it.each(['RSA', 'secp256k1'] as const)('a peer with a key of another kind is turned away: %s', async (type) => {
    const { network, address } = await kith()
    const seen = watch(network)
    const { node } = await plainNode(await (type === 'RSA' ? generateKeyPair('RSA', 2048) : generateKeyPair(type)))
    const closed = new Promise((resolve) => node.addEventListener('connection:close', resolve))
    await node.dial(address).then(
      () => closed,
      () => {},
    )
    expect(await seen.next('refused')).toMatchObject({ peerId: node.peerId.toString(), direction: 'inbound' })
    expect(seen.count('opened')).toBe(0)
  })
})

describe('identify (hooks.ts, libp2p-network.ts)', () => {
  it('is not run when a connection opens: a stranger is not asked, and the link does not wait', async () => {
    const { network, address } = await kith()
    const { node } = await plainNode()
    const asked: string[] = []
    await node.unhandle('/ipfs/id/1.0.0')
    await node.handle('/ipfs/id/1.0.0', (stream: Stream) => {
      asked.push(stream.protocol)
      void stream.close()
    })
    const seen = watch(network)
    await node.dial(address)
    const { connection } = await seen.next('opened')
    await pingOf(node, address)
    expect(asked).toEqual([])
    network.introduce(connection.id)
    while (asked.length === 0) await pingOf(node, address)
    expect(asked).toEqual(['/ipfs/id/1.0.0'])
  })

  it('tells others every protocol that this node handles, although no notes are taken of single streams', async () => {
    const { network, address } = await kith()
    network.handle('/test/one/1', FRAMES, () => {})
    network.handle('/test/two/1', FRAMES, () => {})
    const { node } = await plainNode()
    const identified = new Promise<readonly string[]>((resolve) =>
      node.addEventListener('peer:identify', ({ detail }) => resolve(detail.protocols)),
    )
    await node.dial(address)
    expect(await identified).toEqual(expect.arrayContaining(['/test/one/1', '/test/two/1', '/ipfs/ping/1.0.0']))
  })
})

describe('heartbeats cost little, on every stream of the link protocol', () => {
  async function linked() {
    const { network, address } = await kith()
    network.handle(LINK_PROTOCOL, { maxFrameBytes: 8 * KIB }, (stream) => void echo(stream))
    const { network: dialer } = await kith()
    const route = address.toString().replace(/\/p2p\/.*/, '')
    const { id } = await dialer.dial(network.peerId, [route], never())
    return dialer.open(id, LINK_PROTOCOL, { maxFrameBytes: 8 * KIB }, never())
  }
  async function thereAndBack(stream: FrameStream, frame: Uint8Array): Promise<void> {
    await stream.write(frame)
    expect((await stream.read())?.byteLength).toBe(frame.byteLength)
  }

  it('no credit is sent back for each small frame: a ping and its answer are two packets (window-credit.ts)', async () => {
    const sockets = new Set<Socket>()
    const onSocket = (message: unknown): void => void sockets.add((message as { readonly socket: Socket }).socket)
    subscribe('net.client.socket', onSocket)
    const stream = await linked()
    unsubscribe('net.client.socket', onSocket)
    const passed = (): number => [...sockets].reduce((sum, one) => sum + one.bytesRead + one.bytesWritten, 0)
    // What is said once when a connection opens is over by then.
    for (let n = 0; n < 20; n++) await thereAndBack(stream, Uint8Array.of(n))
    const before = passed()
    for (let n = 0; n < 100; n++) await thereAndBack(stream, Uint8Array.of(n))
    // Twice 1 byte, its length, 12 of yamux, 18 of noise; with credit it would be nearly twice that.
    expect((passed() - before) / 100).toBe(2 * (1 + 1 + 12 + 18))
  })

  it('and yet credit comes before the window is used up', async () => {
    const stream = await linked()
    for (let n = 0; n < 100; n++) await thereAndBack(stream, new Uint8Array(8 * KIB))
  })

  it('noise reads lengths where they are made cheap, and as before (noise-lengths.ts)', async () => {
    for (const make of [noise, frugalNoise]) {
      const decode = await lengthDecoderOf(make({}))
      expect([decode(Uint8Array.of(1, 2)), decode(Uint8Array.of(0, 255, 9))]).toEqual([258, 255])
    }
    const decode = await lengthDecoderOf(frugalNoise({}))
    expect([decode(new Uint8Array(1)), decode(new Uint8Array(0))]).toEqual([65_535, 65_535])
  })

  it('and a message that comes in pieces is still one message', () => {
    const decoder = new LengthPrefixedDecoder({ lengthDecoder: () => 65_535, encodingLength: () => 2 })
    expect([...decoder.decode(new Uint8Array(1)), ...decoder.decode(new Uint8Array(1))]).toEqual([])
  })
})

type LengthDecoder = (data: Uint8Array) => number

/** What a connection that this noise has secured reads lengths with. */
async function lengthDecoderOf(made: ReturnType<typeof noise>): Promise<LengthDecoder> {
  const secured = Promise.withResolvers<unknown>()
  const { node: dialer } = await plainNode()
  const { node } = await plainNode(undefined, (components) => {
    const encrypter = made(components)
    const inbound = encrypter.secureInbound.bind(encrypter)
    encrypter.secureInbound = async (connection, options) => {
      const answer = await inbound(connection, options)
      secured.resolve(answer.connection)
      return answer
    }
    return encrypter
  })
  await pingOf(dialer, node)
  return ((await secured.promise) as { readonly decoder: { readonly lengthDecoder: LengthDecoder } }).decoder
    .lengthDecoder
}

describe('WebRTC through a relay (webrtc-signaling.ts)', () => {
  it('connects every time: without our holding back, one dial in twelve hangs for seconds', async () => {
    const open = { mayUseRelay: () => true, mayRelayForUs: () => true }
    const relay = await world.create({ listen: TCP, serveRelay: true, gate: open })
    const target = await world.create({ useRelays: true, gate: open })
    const source = await world.create({})
    await Promise.all([relay.start(), target.start(), source.start()])
    const seen = watch(target)
    target.introduce((await target.dial(relay.peerId, routesTo(relay, 'tcp'), never())).id)
    await seen.next('addresses', ({ addresses }) => addresses.length > 0)
    const [route] = routesTo(target, 'webrtc')
    const dialled = watch(source)
    for (let n = 0; n < 20; n++) {
      const connection = await source.dial(target.peerId, [route ?? ''], AbortSignal.timeout(4_000))
      expect(connection.transport).toBe('webrtc')
      // The relayed one, over which the two found each other, goes too, so that each dial begins anew.
      const ids = dialled.events.flatMap((event) => (event.type === 'opened' ? [event.connection.id] : []))
      await Promise.all(ids.map((id) => source.close(id, 'abort')))
    }
  })
})

describe('stopping (hooks.ts)', () => {
  it('leaves nothing open: the process ends by itself, at once, also after a second start', async () => {
    const script = fileURLToPath(new URL('fixtures/network-exit-process.ts', import.meta.url))
    const { stdout } = await run(process.execPath, [script], { timeout: 30_000 })
    const [, stopped = 0, ended = Infinity] = /stopped (\d+)\nended (\d+)/.exec(stdout)?.map(Number) ?? []
    expect(ended - stopped).toBeLessThan(500)
  })
})

/** A round trip on an existing connection: what was sent before it has arrived. */
async function pingOf(from: Libp2p, to: Libp2p | ReturnType<typeof multiaddr>): Promise<void> {
  const service = from.services['ping'] as ReturnType<ReturnType<typeof ping>>
  await service.ping('getMultiaddrs' in to ? to.getMultiaddrs() : to)
}
