import { afterEach, describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { type PeerNode, type PeerWorld, type PeerWorldOptions, peerWorld } from '../../../tests/harness/peer-nodes.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { LINK_PROTOCOL } from './link-frames.ts'

let world: PeerWorld

async function two(options: PeerWorldOptions = {}): Promise<[PeerNode, PeerNode]> {
  world = await peerWorld(2, options)
  const [a, b] = world.nodes as [PeerNode, PeerNode]
  a.learn(b)
  b.learn(a)
  return [a, b]
}

/** Two that approved each other and are connected; the first dialled. */
async function connected(kept = true, options: PeerWorldOptions = {}): Promise<[PeerNode, PeerNode]> {
  const [a, b] = await two(options)
  b.trusts(a, 'verified')
  a.trusts(b, 'verified', kept)
  await a.manager.dial(b.peerId)
  await settled()
  expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  return [a, b]
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

afterEach(async () => {
  await world[Symbol.asyncDispose]()
  expect(world.clock.pending).toBe(0)
  for (const { manager, network } of world.nodes) {
    expect(network.openConnections).toBe(0)
    expect(network.dialling).toEqual([])
    expect(manager.connected()).toEqual([])
  }
})

describe('two peers that approved each other', () => {
  it('meet: both say who they are and see the connection from their side', async () => {
    const [a, b] = await connected()
    expect(a.events.filter(({ type }) => type === 'met')).toEqual([
      {
        type: 'met',
        peerId: b.peerId,
        hello: { name: 'node 1', agent: 'kith/test', addresses: b.network.addresses() },
        transport: 'tcp',
      },
    ])
    expect(a.status(b)).toEqual({
      state: 'connected',
      failure: null,
      reason: null,
      transport: 'tcp',
      direction: 'outbound',
      remoteAddress: '/ip4/10.0.0.2/tcp/4711',
      rttMs: 0,
      connectedSinceMs: 0,
      nextTryMs: null,
      lastRttMs: 0,
      p95RttMs: 0,
      failures: 0,
      dormant: false,
      breakerRetryMs: null,
      silentSinceMs: null,
    })
    expect(b.status(a)).toMatchObject({ state: 'connected', direction: 'inbound', transport: 'tcp' })
    expect([a.manager.connected(), b.manager.connected()]).toEqual([[b.peerId], [a.peerId]])
    expect(await a.manager.ping(b.peerId)).toBe(0)
    const [measured] = a.events.filter(({ type }) => type === 'measured')
    expect(await a.manager.probe(b.peerId)).toEqual({ connectionId: expect.any(String) as string, rttMs: 0 })
    expect(measured).toMatchObject({ ...(await a.manager.probe(b.peerId)), peerId: b.peerId })
    expect(await a.manager.probe(a.peerId)).toBeNull()
    await a.manager.dial(b.peerId)
    expect(a.network.dials).toHaveLength(1)
  })

  it('find each other by themselves when one keeps the other', async () => {
    const [a, b] = await two()
    b.trusts(a, 'verified')
    await a.decide(b, 'verified', true)
    await world.clock.advance(0)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('see a disconnection with its reason, and the one that wanted it stays away', async () => {
    const [a, b] = await connected()
    await a.manager.disconnect(b.peerId)
    await settled()
    expect([a.sees(b), b.sees(a)]).toEqual(['disconnected disconnected-here', 'disconnected disconnected-there'])
    await a.decide(b, 'trusted', true)
    await world.clock.advance(3_600 * SECOND_MS)
    expect(a.network.dials).toHaveLength(1)
    expect(await failure(a.manager.ping(b.peerId))).toMatchObject({ name: 'Unreachable' })
    await a.manager.dial(b.peerId)
    expect(a.sees(b)).toBe('connected')
  })

  it('are tried again slowly by the one that was disconnected, if it keeps the other', async () => {
    const [a, b] = await connected()
    await b.manager.disconnect(a.peerId)
    await settled()
    expect(a.sees(b)).toBe('disconnected disconnected-there')
    await world.clock.advance(449_999)
    expect(a.network.dials).toHaveLength(1)
    await world.clock.advance(1)
    expect(a.sees(b)).toBe('connected')
  })

  it('find each other again after a restart, within a second', async () => {
    const [a, b] = await connected()
    await b.stop()
    expect(a.sees(b)).toBe('disconnected stopped')
    await world.clock.advance(100)
    await b.start()
    await world.clock.advance(SECOND_MS)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('find each other again after a lost line, within a second', async () => {
    const [a, b] = await connected()
    world.board.cut(a.peerId, b.peerId)
    await settled()
    expect([a.sees(b), b.sees(a)]).toEqual(['failed(temporary) reset', 'failed(temporary) reset'])
    await world.clock.advance(SECOND_MS)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('find each other again when the line broke in the very first moment, which looks like a refusal', async () => {
    const [a, b] = await two({ latencyMs: 10 })
    a.trusts(b, 'verified', true)
    b.trusts(a, 'verified', true)
    const dials = [failure(a.manager.dial(b.peerId)), failure(b.manager.dial(a.peerId))]
    await world.clock.advance(20)
    world.board.cut(a.peerId, b.peerId)
    await world.clock.advance(2 * SECOND_MS)
    await Promise.all(dials)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('have one connection when both dialled at once, the same one on both sides', async () => {
    const [a, b] = await two({ latencyMs: 50 })
    a.trusts(b, 'verified', true)
    b.trusts(a, 'verified', true)
    const dials = Promise.all([a.manager.dial(b.peerId), b.manager.dial(a.peerId)])
    await world.clock.advance(60)
    expect([a.network.openConnections, b.network.openConnections]).toEqual([2, 2])
    await world.clock.advance(2_000)
    await dials
    expect([a.network.openConnections, b.network.openConnections]).toEqual([1, 1])
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
    expect(a.status(b).direction).not.toBe(b.status(a).direction)
    expect(a.status(b).rttMs).toBe(100)
  })
})

describe('a stranger', () => {
  it('is told that it is not approved, becomes a knock, and is gone within a second', async () => {
    const [a, b] = await two()
    a.trusts(b, 'verified', true)
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'NotApproved' })
    await settled()
    expect(a.sees(b)).toBe('failed(permanent) not-approved')
    expect(b.events.filter(({ type }) => type === 'knocked')).toEqual([
      {
        type: 'knocked',
        peerId: a.peerId,
        hello: { name: 'node 0', agent: 'kith/test', addresses: a.network.addresses() },
        transport: 'tcp',
        remoteAddress: expect.stringContaining('/ip4/10.0.0.2/tcp/') as string,
      },
    ])
    expect(b.sees(a)).toBe('disconnected')
    expect(b.network.openConnections).toBe(0)
  })

  it('that says nothing of itself is a knock too, and is cut off within a second', async () => {
    const [a, b] = await two()
    await a.manager.stop()
    a.trusts(b, 'verified')
    // Speaks the network, but answers no link.
    a.network.handle(LINK_PROTOCOL, { maxFrameBytes: 100 }, () => {})
    await a.network.dial(b.peerId, ['/ip4/10.0.0.2/tcp/4711'], new AbortController().signal)
    await settled()
    expect(b.knocks()).toEqual([])
    await world.clock.advance(900)
    expect(b.knocks()).toEqual([null])
    expect(b.network.openConnections).toBe(0)
  })

  it('comes in as soon as it is approved, when the approver dials back', async () => {
    const [a, b] = await two()
    a.trusts(b, 'verified', true)
    await failure(a.manager.dial(b.peerId))
    await settled()
    await b.decide(a, 'verified')
    await b.manager.dial(a.peerId)
    await settled()
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('that is approved while it still knocks is connected all the same', async () => {
    const [a, b] = await two({ latencyMs: 100 })
    a.trusts(b, 'verified', true)
    const dial = failure(a.manager.dial(b.peerId))
    // Its connection is there, quarantined, and its introduction is still on the way.
    await world.clock.advance(110)
    expect(b.network.openConnections).toBe(1)
    b.trusts(a, 'verified', true)
    const reconsidered = b.manager.reconsider(a.peerId)
    const dialled = failure(b.manager.dial(a.peerId))
    await world.clock.advance(5_000)
    await Promise.all([dial, reconsidered, dialled])
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('knocks again by itself at the slowest pace', async () => {
    const [a, b] = await two()
    a.trusts(b, 'verified', true)
    await failure(a.manager.dial(b.peerId))
    await world.clock.advance(449_000)
    expect(b.knocks()).toHaveLength(1)
    await b.decide(a, 'verified')
    await world.clock.advance(1_000)
    expect(a.sees(b)).toBe('connected')
  })

  it('leaves nothing behind', async () => {
    const [a, b] = await two()
    a.trusts(b, 'verified')
    for (let i = 0; i < 5; i++) await failure(a.manager.dial(b.peerId))
    await settled()
    expect(b.knocks()).toHaveLength(5)
    expect(b.status(a).state).toBe('disconnected')
    expect(b.manager.connected()).toEqual([])
  })

  it('is let in without a word in mode learn, and met', async () => {
    const [a, b] = await two({ mode: 'learn' })
    a.trusts(b, 'verified')
    await a.manager.dial(b.peerId)
    await settled()
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
    expect(b.events.map(({ type }) => type)).toContain('met')
    expect(b.knocks()).toEqual([])
  })

  it('is closed without a word in mode locked', async () => {
    const [a, b] = await two({ mode: 'locked' })
    a.trusts(b, 'verified', true)
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'Refused' })
    expect(a.sees(b)).toBe('failed(temporary) refused')
    await world.clock.advance(SECOND_MS)
    expect(a.sees(b)).toBe('failed(permanent) refused')
    expect(b.knocks()).toEqual([])
  })

  it('is never dialled', async () => {
    const [a, b] = await two()
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'Blocked' })
    expect(a.network.dials).toEqual([])
    expect(a.status(b).state).toBe('disconnected')
  })
})

describe('a refusal', () => {
  /** Ann can reach Ben only through a relay that both trust. */
  async function behindARelay(): Promise<[ann: PeerNode, ben: PeerNode]> {
    world = await peerWorld(3, { latencyMs: 10 })
    const [ann, ben, relay] = world.nodes as [PeerNode, PeerNode, PeerNode]
    for (const node of [ann, ben]) {
      node.trusts(relay, 'trusted')
      relay.trusts(node, 'trusted')
      node.learn(relay)
      const dial = node.manager.dial(relay.peerId)
      await world.clock.advance(200)
      await dial
    }
    ann.learn(ben, 'webrtc')
    return [ann, ben]
  }

  it('over the relay is heard although the dial itself has failed for another reason', async () => {
    const [ann, ben] = await behindARelay()
    ann.trusts(ben, 'verified', true)
    const dial = failure(ann.manager.dial(ben.peerId))
    await world.clock.advance(500)
    expect(await dial).toMatchObject({ name: 'NotApproved' })
    expect(ann.sees(ben)).toBe('failed(permanent) not-approved')
    expect(ben.knocks()).toHaveLength(1)
    await world.clock.advance(2_000)
    expect(ann.network.openConnections).toBe(1)
  })

  it('is no more once both agree: the direct connection stays and the relayed one goes', async () => {
    const [ann, ben] = await behindARelay()
    ann.trusts(ben, 'verified', true)
    ben.trusts(ann, 'verified', true)
    const dial = ann.manager.dial(ben.peerId)
    await world.clock.advance(2_000)
    await dial
    expect([ann.status(ben).transport, ben.status(ann).transport]).toEqual(['webrtc', 'webrtc'])
    expect(ann.network.openConnections).toBe(2)
  })

  it('that arrives after the dial was given up still counts: the person is told to wait for the approval', async () => {
    const [a, b] = await two({ latencyMs: 10 })
    a.trusts(b, 'verified', true)
    // Somebody else's dial is under way while ours fails.
    const other = a.network.dial(b.peerId, ['/ip4/10.0.0.2/tcp/4711'], new AbortController().signal)
    a.network.failDials(b.peerId, 'unreachable')
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'Unreachable' })
    await world.clock.advance(100)
    await other
    expect(a.sees(b)).toBe('failed(permanent) not-approved')
  })
})

describe('a decision', () => {
  it('to block closes the connection at once, and the peer stays outside', async () => {
    const [a, b] = await connected()
    await b.decide(a, 'blocked')
    expect([a.sees(b), b.sees(a)]).toEqual(['failed(permanent) not-approved', 'disconnected blocked'])
    expect(b.network.openConnections).toBe(0)
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'Refused' })
    expect(await failure(b.manager.dial(a.peerId))).toMatchObject({ name: 'Blocked' })
  })

  it('to block closes the connection within a second even when the other side does not read', async () => {
    const [a, b] = await connected(true, { windowBytes: 50 })
    world.board.freeze(a.peerId)
    // Not even a goodbye fits on the way any more.
    const pings = Array.from({ length: 10 }, () => failure(b.manager.ping(a.peerId)))
    b.trusts(a, 'blocked')
    const decided = b.manager.reconsider(a.peerId)
    await world.clock.advance(1_000)
    expect(b.network.openConnections).toBe(0)
    await decided
    await Promise.all(pings)
    expect(b.sees(a)).toBe('disconnected blocked')
  })

  it('to forget closes the connection and leaves nothing behind', async () => {
    const [a, b] = await connected()
    await b.decide(a, 'unknown')
    expect(b.network.openConnections).toBe(0)
    expect(b.sees(a)).toBe('disconnected')
    expect(a.sees(b)).toBe('failed(permanent) not-approved')
  })

  it('to block calls a dial off that is under way', async () => {
    const [a, b] = await two()
    a.trusts(b, 'verified', true)
    world.board.freeze(b.peerId)
    const dial = failure(a.manager.dial(b.peerId))
    await settled()
    expect(a.sees(b)).toBe('dialing')
    await a.decide(b, 'blocked')
    expect(await dial).toMatchObject({ name: 'Blocked' })
    expect(a.network.dialling).toEqual([])
  })

  it('to keep a peer makes the node dial it; to keep it no more ends the tries', async () => {
    const [a, b] = await two()
    b.network.failDials(a.peerId, 'unreachable')
    await b.decide(a, 'verified', true)
    await world.clock.advance(10 * SECOND_MS)
    const tries = b.network.dials.length
    expect(tries).toBeGreaterThan(2)
    await b.decide(a, 'verified', false)
    await world.clock.advance(3_600 * SECOND_MS)
    expect(b.network.dials).toHaveLength(tries)
  })
})

describe('a kept peer that is out of reach', () => {
  it('is tried at a pace that doubles to ten minutes, for ever', async () => {
    const [a, b] = await two()
    a.network.failDials(b.peerId, 'unreachable')
    await a.decide(b, 'verified', true)
    const at: number[] = []
    for (let passed = 0; at.length < 14; passed += 250) {
      if (a.network.dials.length > at.length) at.push(passed)
      await world.clock.advance(250)
    }
    const waits = at.slice(2).map((when, index) => (when - (at[index + 1] ?? 0)) / SECOND_MS)
    // Three quarters of each window: the dice of this test always show one half. The breaker holds two tries back for thirty seconds,
    // and after ten failures the peer is dormant.
    expect(waits).toEqual([1.5, 3, 6, 30.5, 30.5, 48, 96, 192, 600, 600, 600, 600])
    expect(a.sees(b)).toBe('failed(temporary) unreachable')
    expect(a.status(b)).toMatchObject({ failures: 14, dormant: true })
  })

  it.each(['peer-id-mismatch', 'no-common-protocol', 'invalid-address'] as const)(
    'is not tried again by itself when that cannot help: %s',
    async (reason) => {
      const [a, b] = await two()
      a.network.failDials(b.peerId, reason)
      await a.decide(b, 'verified', true)
      await world.clock.advance(3_600 * SECOND_MS)
      expect(a.sees(b)).toBe(`failed(permanent) ${reason}`)
      expect(a.network.dials).toHaveLength(1)
      a.network.failDials(b.peerId, null)
      b.trusts(a, 'verified')
      await a.decide(b, 'trusted', true)
      await world.clock.advance(0)
      expect(a.sees(b)).toBe('connected')
    },
  )

  it('is given up after fifteen seconds of silence, and the dial is called off', async () => {
    const [a, b] = await two()
    world.board.freeze(b.peerId)
    a.trusts(b, 'verified', true)
    const dial = failure(a.manager.dial(b.peerId))
    await world.clock.advance(15 * SECOND_MS)
    expect(await dial).toMatchObject({ name: 'Timeout' })
    expect(a.sees(b)).toBe('failed(temporary) timeout')
    expect(a.network.dialling).toEqual([])
  })

  it('is not tried any more when a person disconnects it', async () => {
    const [a, b] = await two()
    a.network.failDials(b.peerId, 'unreachable')
    await a.decide(b, 'verified', true)
    await world.clock.advance(10 * SECOND_MS)
    const tries = a.network.dials.length
    await a.manager.disconnect(b.peerId)
    expect(a.sees(b)).toBe('disconnected disconnected-here')
    await world.clock.advance(3_600 * SECOND_MS)
    expect(a.network.dials).toHaveLength(tries)
  })

  it('is tried at once when it shows itself on the local network, at its new address', async () => {
    const [a, b] = await two()
    b.trusts(a, 'verified')
    a.network.failDials(b.peerId, 'unreachable')
    await a.decide(b, 'verified', true)
    await world.clock.advance(60 * SECOND_MS)
    a.network.failDials(b.peerId, null)
    a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711'])
    await settled()
    expect(a.sees(b)).toBe('connected')
  })

  it('has no address: that is said, and it waits for one', async () => {
    world = await peerWorld(2)
    const [a, b] = world.nodes as [PeerNode, PeerNode]
    await a.decide(b, 'verified', true)
    await world.clock.advance(3_600 * SECOND_MS)
    expect(a.sees(b)).toBe('failed(permanent) no-address')
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'InvalidAddress' })
    b.trusts(a, 'verified')
    a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711'])
    await settled()
    expect(a.sees(b)).toBe('connected')
  })
})

describe('a peer that froze', () => {
  it('becomes suspect, then failed, and is found again when it wakes', async () => {
    const [a, b] = await connected()
    await world.clock.advance(60 * SECOND_MS)
    b.trusts(a, 'verified', true)
    const frozenMs = world.clock.now()
    b.freeze()
    await world.clock.advance(10 * SECOND_MS)
    expect(a.sees(b)).toBe('suspect')
    expect(a.manager.connected()).toEqual([b.peerId])
    const { silentSinceMs } = a.status(b)
    expect(silentSinceMs).toBeLessThanOrEqual(frozenMs)
    expect(silentSinceMs).toBeGreaterThan(frozenMs - 6 * SECOND_MS)
    await world.clock.advance(5 * SECOND_MS)
    expect(a.sees(b)).toBe('failed(temporary) unresponsive')
    expect(a.network.openConnections).toBe(0)
    expect(a.events.filter(({ type }) => type === 'suspect' || type === 'unresponsive')).toEqual([
      { type: 'suspect', peerId: b.peerId, silenceMs: expect.any(Number) as number },
      { type: 'unresponsive', peerId: b.peerId, lastRttMs: 0, misses: 3, silenceMs: 15_000 },
    ])
    await world.clock.advance(60 * SECOND_MS)
    const thawedMs = world.clock.now()
    b.thaw()
    for (let waited = 0; a.sees(b) !== 'connected' && waited < 60; waited += 1) await world.clock.advance(SECOND_MS)
    // Whoever woke finds its line gone and dials at once.
    expect(world.clock.now() - thawedMs).toBeLessThanOrEqual(5 * SECOND_MS)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })

  it('is connected as before when it was only slow', async () => {
    const [a, b] = await connected()
    world.board.freeze(b.peerId)
    await world.clock.advance(10 * SECOND_MS)
    expect(a.sees(b)).toBe('suspect')
    world.board.thaw(b.peerId)
    await settled()
    expect(a.sees(b)).toBe('connected')
    expect(a.network.dials).toHaveLength(1)
  })

  it('does not keep a person who pings waiting', async () => {
    const [a, b] = await connected()
    world.board.freeze(b.peerId)
    const ping = failure(a.manager.ping(b.peerId))
    await world.clock.advance(5 * SECOND_MS)
    expect(await ping).toMatchObject({ name: 'Timeout' })
  })
})

describe('many dials', () => {
  it('run so many at a time and no more, one per peer, and every peer has its turn', async () => {
    world = await peerWorld(12, { reconnect: { maxDials: 3 }, latencyMs: 20 })
    const [a, ...others] = world.nodes as [PeerNode, ...PeerNode[]]
    let most = 0
    world.board.onDial = () => {
      most = Math.max(most, a.network.dialling.length)
      expect(new Set(a.network.dialling).size).toBe(a.network.dialling.length)
    }
    for (const other of others) {
      a.learn(other)
      other.trusts(a, 'verified')
      await a.decide(other, 'verified', true)
    }
    await world.clock.advance(2 * SECOND_MS)
    expect(most).toBe(3)
    expect(a.manager.connected()).toHaveLength(11)
  })

  it('of one peer, called off and asked for again, are one', async () => {
    world = await peerWorld(3, { reconnect: { maxDials: 1 } })
    const [a, b, c] = world.nodes as [PeerNode, PeerNode, PeerNode]
    for (const other of [b, c]) {
      a.learn(other)
      a.trusts(other, 'verified')
      other.trusts(a, 'verified')
    }
    world.board.freeze(c.peerId)
    const blocker = failure(a.manager.dial(c.peerId))
    const dials: Promise<unknown>[] = []
    for (let i = 0; i < 3; i++) {
      dials.push(failure(a.manager.dial(b.peerId)))
      if (i < 2) await a.manager.disconnect(b.peerId)
    }
    await a.manager.disconnect(c.peerId)
    await settled()
    expect(await blocker).toMatchObject({ name: 'Aborted' })
    expect((await Promise.all(dials)).map((error) => (error as { name?: string } | null)?.name ?? null)).toEqual([
      'Aborted',
      'Aborted',
      null,
    ])
    expect(a.network.dials.filter(({ peerId }) => peerId === b.peerId)).toHaveLength(1)
  })
})

describe('a manager', () => {
  it('that does not run dials nobody, and says so', async () => {
    const [a, b] = await two()
    await a.stop()
    a.trusts(b, 'verified', true)
    expect(await failure(a.manager.dial(b.peerId))).toMatchObject({ name: 'Unreachable' })
    await a.manager.disconnect(b.peerId)
    await a.manager.reconsider(b.peerId)
    expect(a.network.dials).toEqual([])
  })

  it('that stops does not wait for a peer that does not read', async () => {
    const [a, b] = await connected(true, { windowBytes: 50 })
    world.board.freeze(b.peerId)
    const pings = Array.from({ length: 10 }, () => failure(a.manager.ping(b.peerId)))
    await a.stop()
    expect(a.network.openConnections).toBe(0)
    await Promise.all(pings)
  })

  it('that stops calls off what it dials', async () => {
    const [a, b] = await two()
    world.board.freeze(b.peerId)
    a.trusts(b, 'verified', true)
    const dial = failure(a.manager.dial(b.peerId))
    await settled()
    await a.stop()
    expect(await dial).toMatchObject({ name: 'Aborted' })
    expect(a.network.dialling).toEqual([])
  })

  it('started twice listens once', async () => {
    const [a, b] = await connected()
    a.manager.start([b.peerId])
    world.board.cut(a.peerId, b.peerId)
    await world.clock.advance(SECOND_MS)
    expect(a.network.dials).toHaveLength(2)
  })

  it('tells of strangers on the local network, and does not dial them', async () => {
    const [a, b] = await two()
    a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711'])
    expect(a.events).toEqual([{ type: 'nearby', peerId: b.peerId, addresses: ['/ip4/10.0.0.2/tcp/4711'] }])
    await a.decide(b, 'blocked')
    a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711'])
    expect(a.network.dials).toEqual([])
  })

  it('lets no peer open a second link on a connection', async () => {
    const [a, b] = await connected()
    const second = await b.network.open(
      b.network.connectionIds[0]!,
      LINK_PROTOCOL,
      { maxFrameBytes: 100 },
      new AbortController().signal,
    )
    expect(await second.read()).toBeNull()
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
  })
})
