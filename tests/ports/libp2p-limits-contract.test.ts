/**
 * What the limits lean on inside libp2p (decision 0009): the order of the hooks, closed connections that say so, handshakes that can be
 * stopped before they begin. A failing name says what no longer holds when libp2p has changed.
 */
import { connect, type Socket } from 'node:net'
import { noise } from '@chainsafe/libp2p-noise'
import { tcp } from '@libp2p/tcp'
import { webRTCDirect } from '@libp2p/webrtc'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import type { Network } from '../../src/core/peers/index.ts'
import { stunRequest } from '../harness/attack-stun.ts'
import { libp2pWorld, type NetworkWishes, type Watch, type World, watch } from './network-world.ts'

const TCP = '/ip4/127.0.0.1/tcp/0'
const WEBRTC = '/ip4/127.0.0.1/udp/0/webrtc-direct'

let world: World = libp2pWorld()
const plain: Libp2p[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const node of plain.splice(0)) await node.stop()
  await world[Symbol.asyncDispose]()
  world = libp2pWorld()
})

async function kith(wishes: NetworkWishes): Promise<{ network: Network; seen: Watch; address: string }> {
  const network = await world.create({ listen: [TCP], ...wishes })
  const seen = watch(network)
  await network.start()
  return { network, seen, address: network.addresses()[0] ?? '' }
}

async function stranger(): Promise<Libp2p> {
  const node = await createLibp2p({
    transports: [tcp(), webRTCDirect({ rtcConfiguration: { iceServers: [] } })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
  })
  plain.push(node)
  return node
}

/** A connection that never says a word; answers when it was cut off. */
function silence(address: string): { socket: Socket; cutOff: Promise<void> } {
  const port = Number(/\/tcp\/(\d+)/.exec(address)?.[1])
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  return { socket, cutOff: new Promise((resolve) => socket.once('close', () => resolve())) }
}

describe('TCP', () => {
  it('a refused connection is cut off at once, before any handshake', async () => {
    const { seen, address } = await kith({ limits: { pendingInbound: 1 } })
    silence(address)
    const second = silence(address)
    expect(await seen.next('refused')).toMatchObject({ peerId: null, reason: 'limit-pending' })
    await second.cutOff
  })

  it('a handshake that never ends is cut off when its time is over, and its place is free', async () => {
    const { seen, address } = await kith({ limits: { pendingInbound: 1, handshakeMs: 200 } })
    await silence(address).cutOff
    expect(await seen.next('refused')).toMatchObject({
      peerId: null,
      direction: 'inbound',
      transport: 'tcp',
      reason: 'handshake-timeout',
    })
    const node = await stranger()
    await node.dial(multiaddr(address))
    await seen.next('opened')
  })

  it('one that hangs up before it has proven who it is gives its place back, and is told of', async () => {
    const { seen, address } = await kith({ limits: { pendingInbound: 1 } })
    for (const end of ['end', 'resetAndDestroy'] as const) {
      const { socket } = silence(address)
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.write(Uint8Array.of(19))
      socket[end]()
      expect(await seen.next('refused')).toMatchObject({ peerId: null, reason: 'handshake-failed' })
    }
    await (await stranger()).dial(multiaddr(address))
    await seen.next('opened')
    expect(seen.count('refused')).toBe(2)
  })

  it('a connection that closes, in whatever way, gives its place back', async () => {
    const { network, seen, address } = await kith({ limits: { perIpv4: 1 } })
    for (const how of ['gracefully', 'abort', 'there'] as const) {
      const node = await stranger()
      const connection = await node.dial(multiaddr(address))
      const opened = await seen.next('opened')
      if (how === 'there') connection.abort(new Error('gone'))
      else await network.close(opened.connection.id, how)
      await seen.next('closed')
    }
    expect(seen.count('refused')).toBe(0)
  })

  it('libp2p’s own limits never decide: more connections, faster, than it would let in', async () => {
    const { seen, address } = await kith({
      limits: { perIpv4: 1_000, inboundPerSecondPerAddress: 1_000, pendingInbound: 1_000 },
    })
    const held = Array.from({ length: 40 }, () => silence(address))
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))))
    await (await stranger()).dial(multiaddr(address))
    await seen.next('opened')
    expect(seen.count('refused')).toBe(0)
  })
})

describe('webrtc-direct', () => {
  it('its listener asks before it begins a handshake, and its connection takes the same place', async () => {
    const { seen, address } = await kith({ listen: [WEBRTC], limits: { pendingInbound: 1, perIpv4: 1 } })
    const first = await stranger()
    await first.dial(multiaddr(address))
    await seen.next('opened')
    const second = await stranger()
    const dial = second.dial(multiaddr(address), { signal: AbortSignal.timeout(1_000) })
    dial.catch(() => {})
    expect(await seen.next('refused')).toMatchObject({
      peerId: null,
      transport: 'webrtc-direct',
      reason: 'limit-address',
    })
    await expect(dial).rejects.toThrow()
    // However often the other end repeats itself.
    expect(seen.count('refused')).toBe(1)
    await first.stop()
    await seen.next('closed')
    await (await stranger()).dial(multiaddr(address))
    await seen.next('opened')
  })

  it('a handshake that never ends is given up when its time is over', async () => {
    const { seen, address } = await kith({ listen: [WEBRTC], limits: { pendingInbound: 1, handshakeMs: 500 } })
    stunRequest(address)
    const refused = await seen.next('refused')
    expect(refused).toMatchObject({ peerId: null, transport: 'webrtc-direct', reason: 'handshake-timeout' })
    await (await stranger()).dial(multiaddr(address))
    await seen.next('opened')
  })
})
