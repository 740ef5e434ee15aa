/** Kept peers come back: after a sleep, a new network, a sign of life, behind a breaker, however long they were gone. */
import { afterEach, describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { type PeerNode, type PeerWorld, type PeerWorldOptions, peerWorld } from '../../../tests/harness/peer-nodes.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { encodeFrame, LINK_PROTOCOL } from './link-frames.ts'

let world: PeerWorld

async function two(options: PeerWorldOptions = {}): Promise<[PeerNode, PeerNode]> {
  world = await peerWorld(2, options)
  const [a, b] = world.nodes as [PeerNode, PeerNode]
  a.learn(b)
  b.learn(a)
  b.trusts(a, 'verified')
  return [a, b]
}

/** The first keeps the second, which is there. */
async function connected(options: PeerWorldOptions = {}): Promise<[PeerNode, PeerNode]> {
  const [a, b] = await two(options)
  a.trusts(b, 'verified', true)
  const dial = a.manager.dial(b.peerId)
  await world.clock.advance(SECOND_MS)
  await dial
  await settled()
  return [a, b]
}

/** The first keeps the second and has failed to reach it for so long. */
async function outOfReach(forMs: number): Promise<[PeerNode, PeerNode]> {
  const [a, b] = await two()
  a.network.failDials(b.peerId, 'unreachable')
  await a.decide(b, 'verified', true)
  await world.clock.advance(forMs)
  return [a, b]
}

const tried = (node: PeerNode): string[] =>
  node.events.flatMap((event) => (event.type === 'tried' ? [event.outcome] : []))

afterEach(async () => {
  await world[Symbol.asyncDispose]()
  expect(world.clock.pending).toBe(0)
})

describe('friends that fell silent together, because this node’s own line did', () => {
  async function inTheDark(forMs: number): Promise<[PeerNode, PeerNode, PeerNode]> {
    world = await peerWorld(3)
    const [a, b, c] = world.nodes as [PeerNode, PeerNode, PeerNode]
    for (const friend of [b, c]) {
      a.learn(friend)
      friend.learn(a)
      friend.trusts(a, 'verified')
      a.network.failDials(friend.peerId, 'timeout')
      await a.decide(friend, 'verified', true)
    }
    await world.clock.advance(forMs)
    for (const friend of [b, c]) a.network.failDials(friend.peerId, null)
    return [a, b, c]
  }
  const comes = async (friend: PeerNode, to: PeerNode): Promise<void> => {
    await friend.manager.dial(to.peerId)
    await settled()
    await world.clock.advance(SECOND_MS)
  }

  it('are all tried within a second once the first of them is there again', async () => {
    const [a, b, c] = await inTheDark(24 * HOUR_MS)
    expect(a.status(c)).toMatchObject({ dormant: true })
    await comes(b, a)
    expect([a.sees(b), a.sees(c)]).toEqual(['connected', 'connected'])
  })

  it.each([
    ['the first of them', async (_a: PeerNode, b: PeerNode) => comes(b, _a)],
    ['a new network', async (a: PeerNode) => a.manager.retryAll('network-changed')],
  ])('are dialled again when a dial was on its way into the hole as %s came', async (_what, happens) => {
    const [a, b, c] = await inTheDark(24 * HOUR_MS)
    a.network.failDials(b.peerId, 'timeout')
    world.board.freeze(c.peerId)
    for (let second = 0; second < 1_000 && a.status(c).state !== 'dialing'; second += 1)
      await world.clock.advance(SECOND_MS)
    expect(a.status(c)).toMatchObject({ state: 'dialing' })
    await happens(a, b)
    await world.clock.advance(20 * SECOND_MS)
    world.board.thaw(c.peerId)
    await world.clock.advance(5 * SECOND_MS)
    expect(a.sees(c)).toBe('connected')
  })

  it('but those that are off are tried once, and not again while a link is up or after it was gone for a moment', async () => {
    const [a, b, c] = await inTheDark(24 * HOUR_MS)
    a.network.failDials(c.peerId, 'timeout')
    const before = a.network.dials.length
    await comes(b, a)
    for (let times = 0; times < 30; times += 1) {
      world.board.cut(a.peerId, b.peerId)
      await settled()
      await comes(b, a)
      expect(a.sees(b)).toBe('connected')
    }
    expect(a.network.dials.slice(before).filter(({ peerId }) => peerId === c.peerId)).toHaveLength(1)
    expect(a.status(c)).toMatchObject({ dormant: true })
  })
})

describe('a node without any link', () => {
  it('tries one friend or another every half minute or so, and each in its turn; with a link up they are dormant as ever', async () => {
    world = await peerWorld(10)
    const [a, last, ...friends] = world.nodes as [PeerNode, PeerNode, ...PeerNode[]]
    last.trusts(a, 'verified')
    last.learn(a)
    for (const friend of [...friends, last]) {
      a.learn(friend)
      a.network.failDials(friend.peerId, 'timeout')
      await a.decide(friend, 'verified', true)
    }
    await world.clock.advance(6 * HOUR_MS)
    const dialsOf = (friend: PeerNode): number =>
      a.network.dials.filter(({ peerId }) => peerId === friend.peerId).length
    const inTwoHours = async (): Promise<number[]> => {
      const before = friends.map(dialsOf)
      await world.clock.advance(2 * HOUR_MS)
      return friends.map((friend, n) => dialsOf(friend) - (before[n] ?? 0))
    }
    // Nine friends: one each 30 s is each of them every 270 s.
    expect(new Set(await inTwoHours())).toEqual(new Set([27]))
    a.network.failDials(last.peerId, null)
    await last.manager.dial(a.peerId)
    await world.clock.advance(HOUR_MS)
    expect(a.manager.connected()).toEqual([last.peerId])
    expect(new Set(await inTwoHours())).toEqual(new Set([12]))
    // Another one that comes says nothing about the line: that it works is known.
    const [next, ...others] = friends as [PeerNode, ...PeerNode[]]
    next.trusts(a, 'verified')
    next.learn(a)
    // The dice are the same for all: between two of their tries.
    await world.clock.advance(5 * MINUTE_MS)
    const before = others.map(dialsOf)
    await next.manager.dial(a.peerId)
    await settled()
    await world.clock.advance(SECOND_MS)
    expect(a.manager.connected()).toHaveLength(2)
    expect(others.map(dialsOf)).toEqual(before)
  })
})

describe('a kept peer that has been gone for a day', () => {
  it('is dormant: tried every ten minutes or so, and back within that when it comes back', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    expect(a.status(b)).toMatchObject({ dormant: true, state: 'failed', failure: 'temporary' })
    const before = a.network.dials.length
    await world.clock.advance(2 * HOUR_MS)
    expect(a.network.dials.length - before).toBe(12)
    a.network.failDials(b.peerId, null)
    await world.clock.advance(12 * MINUTE_MS)
    expect(a.sees(b)).toBe('connected')
    expect(a.status(b).dormant).toBe(false)
  })

  it.each(['woke', 'network-changed'] as const)(
    'is tried within a second when this machine %s, breaker or not',
    async (why) => {
      const [a, b] = await outOfReach(24 * HOUR_MS)
      a.network.failDials(b.peerId, null)
      a.manager.retryAll(why)
      await world.clock.advance(SECOND_MS)
      expect(a.sees(b)).toBe('connected')
    },
  )

  it('is tried at the pace of a first failure after that: the network may need a moment to come up', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    a.manager.retryAll('woke')
    await world.clock.advance(SECOND_MS)
    a.network.failDials(b.peerId, null)
    await world.clock.advance(3 * SECOND_MS)
    expect(a.sees(b)).toBe('connected')
  })

  it('is not dialled without end by a network that changes without end', async () => {
    const [a] = await outOfReach(24 * HOUR_MS)
    const before = a.network.dials.length
    for (let second = 0; second < 600; second += 1) {
      a.manager.retryAll('network-changed')
      await world.clock.advance(SECOND_MS)
    }
    expect(a.network.dials.length - before).toBeLessThan(400)
  })

  it('is tried after the last of several changes of the network, which is the one that stays', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    a.manager.retryAll('network-changed')
    await world.clock.advance(3 * SECOND_MS)
    a.network.failDials(b.peerId, null)
    const before = a.network.dials.length
    a.manager.retryAll('network-changed')
    await world.clock.advance(3 * SECOND_MS)
    expect([a.network.dials.length > before, a.sees(b)]).toEqual([true, 'connected'])
  })

  it('is tried at once when it shows itself, but not without end', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    const sight = (): void => a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711'])
    const before = a.network.dials.length
    sight()
    await settled()
    expect(a.network.dials.length).toBe(before + 1)
    for (let second = 0; second < 600; second += 1) {
      sight()
      await world.clock.advance(SECOND_MS)
    }
    expect(a.network.dials.length - before).toBeLessThan(60)
    a.network.failDials(b.peerId, null)
    sight()
    await world.clock.advance(20 * SECOND_MS)
    sight()
    await settled()
    expect(a.sees(b)).toBe('connected')
  })

  it('is tried at once when it comes by itself and something breaks on the way', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    a.network.failDials(b.peerId, null)
    // Its process dies right after it has connected.
    await b.manager.stop()
    b.network.handle(LINK_PROTOCOL, { maxFrameBytes: 8_192 }, () => {})
    await b.network.dial(a.peerId, ['/ip4/10.0.0.1/tcp/4711'], new AbortController().signal)
    const before = a.network.dials.length
    world.board.cut(a.peerId, b.peerId)
    await settled()
    expect(a.network.dials.length).toBe(before + 1)
  })

  it('is not tried because of any of this once a person has disconnected it', async () => {
    const [a, b] = await outOfReach(24 * HOUR_MS)
    await a.manager.disconnect(b.peerId)
    const before = a.network.dials.length
    a.network.discover(b.peerId, ['/ip4/10.0.0.2/tcp/4711', '/ip4/10.0.0.9/tcp/4711'])
    a.manager.retryAll('woke')
    await world.clock.advance(24 * HOUR_MS)
    expect(a.network.dials.length).toBe(before)
  })
})

describe('an address that changed', () => {
  it('is dialled as soon as it is seen, even while the old one is still being tried', async () => {
    const [a, b] = await two()
    world.board.freeze(b.peerId)
    await a.decide(b, 'verified', true)
    await world.clock.advance(SECOND_MS)
    expect(a.sees(b)).toBe('dialing')
    a.network.discover(b.peerId, ['/ip4/10.0.0.77/tcp/4711'])
    await world.clock.advance(4 * SECOND_MS)
    await settled()
    expect(a.network.dials.at(-1)?.addresses).toContain('/ip4/10.0.0.77/tcp/4711')
  })
})

describe('a first dial', () => {
  it('into a hole is given up after five seconds, a person’s after fifteen', async () => {
    const [a, b] = await two()
    world.board.freeze(b.peerId)
    await a.decide(b, 'verified', true)
    await world.clock.advance(5 * SECOND_MS)
    expect(a.sees(b)).toBe('failed(temporary) timeout')
    const dial = a.manager.dial(b.peerId).catch((error: unknown) => error)
    await world.clock.advance(14 * SECOND_MS)
    expect(a.sees(b)).toBe('dialing(temporary) timeout')
    await world.clock.advance(SECOND_MS)
    expect(await dial).toMatchObject({ name: 'Timeout' })
  })

  it('after a start does not wait, and many begin within a moment', async () => {
    world = await peerWorld(40, { reconnect: { maxDials: 40 } })
    const [a, ...others] = world.nodes as [PeerNode, ...PeerNode[]]
    await a.stop()
    for (const other of others) {
      a.learn(other)
      a.trusts(other, 'verified', true)
      other.trusts(a, 'verified')
    }
    await a.start()
    await world.clock.advance(200)
    expect(a.manager.connected()).toHaveLength(39)
    expect([...a.manager.statuses().values()].every(({ state }) => state === 'connected')).toBe(true)
  })

  it('of the only kept peer begins at once', async () => {
    const [a, b] = await two()
    await a.stop()
    a.trusts(b, 'verified', true)
    await a.start()
    await world.clock.advance(0)
    expect(a.sees(b)).toBe('connected')
  })
})

describe('the breaker of a peer', () => {
  it('is passed when a person decides about the peer', async () => {
    const [a, b] = await outOfReach(30 * SECOND_MS)
    expect(a.status(b).breakerRetryMs).not.toBeNull()
    a.network.failDials(b.peerId, null)
    await a.manager.reconsider(b.peerId)
    await world.clock.advance(10)
    expect(a.sees(b)).toBe('connected')
  })

  it('that is open holds the next try back, without calling that a failure, and lets a person through', async () => {
    const [a, b] = await outOfReach(15 * SECOND_MS)
    const { failures, breakerRetryMs, nextTryMs } = a.status(b)
    expect(breakerRetryMs).not.toBeNull()
    await world.clock.advance(25 * SECOND_MS)
    expect(a.status(b)).toMatchObject({ failures, breakerRetryMs })
    expect(a.status(b).nextTryMs).toBeGreaterThan(nextTryMs ?? 0)
    a.network.failDials(b.peerId, null)
    await a.manager.dial(b.peerId)
    expect(a.status(b)).toMatchObject({ state: 'connected', breakerRetryMs: null })
  })

  it('does not open because the peer says no', async () => {
    const [a, b] = await two()
    b.trusts(a, 'unknown')
    a.trusts(b, 'verified', true)
    for (let index = 0; index < 20; index += 1) await a.manager.dial(b.peerId).catch(() => {})
    expect(a.breakers.summary()).toMatchObject({ open: 0, halfOpen: 0 })
  })

  it('heals when the peer comes by itself', async () => {
    const [a, b] = await outOfReach(15 * SECOND_MS)
    expect(a.breakers.summary().open).toBe(1)
    b.trusts(a, 'verified', true)
    await b.manager.dial(a.peerId)
    await settled()
    expect(a.sees(b)).toBe('connected')
    expect(a.breakers.summary().open).toBe(0)
  })

  it('keeps no probe that was called off: the next one is let through', async () => {
    const [a, b] = await outOfReach(15 * SECOND_MS)
    a.network.failDials(b.peerId, null)
    world.board.freeze(b.peerId)
    const dial = a.manager.dial(b.peerId).catch(() => {})
    await settled()
    await a.manager.disconnect(b.peerId)
    await dial
    world.board.thaw(b.peerId)
    await a.decide(b, 'trusted', true)
    await a.manager.dial(b.peerId)
    expect(a.sees(b)).toBe('connected')
  })

  it('hears of pings that a person asks for', async () => {
    const [a, b] = await connected()
    b.freeze()
    for (let index = 0; index < 5; index += 1) void a.manager.ping(b.peerId).catch(() => {})
    await world.clock.advance(5 * SECOND_MS)
    expect(a.breakers.summary().open).toBe(1)
    b.thaw()
    await settled()
    void a.manager.ping(b.peerId)
    await settled()
    expect(a.breakers.summary().open).toBe(0)
  })
})

describe('settings that change', () => {
  it('hold for links that are up from the next beat on', async () => {
    const [a, b] = await connected()
    a.settings.onBattery = true
    b.settings.onBattery = true
    await world.clock.advance(MINUTE_MS)
    const before = a.events.length + b.events.length
    await world.clock.advance(10 * MINUTE_MS)
    const measured = [...a.events, ...b.events].slice(before).filter(({ type }) => type === 'measured').length
    expect(measured).toBeLessThanOrEqual(25)
    a.settings.onBattery = false
    await world.clock.advance(30 * SECOND_MS)
    const then = a.events.filter(({ type }) => type === 'measured').length
    await world.clock.advance(MINUTE_MS)
    expect(a.events.filter(({ type }) => type === 'measured').length - then).toBeGreaterThanOrEqual(11)
  })

  it('of reconnecting hold from the next failure on', async () => {
    const [a, b] = await outOfReach(SECOND_MS)
    a.settings.reconnect = { ...a.settings.reconnect, dormantAfter: 1, dormantMs: HOUR_MS }
    await world.clock.advance(10 * SECOND_MS)
    expect(a.status(b)).toMatchObject({ dormant: true })
    expect((a.status(b).nextTryMs ?? 0) - world.clock.now()).toBeGreaterThan(50 * MINUTE_MS)
  })
})

describe('a process that stood still', () => {
  it.each([10 * SECOND_MS, 14 * SECOND_MS])('for %d ms blames nobody', async (stoodMs) => {
    const [a, b] = await connected({ latencyMs: 20 })
    await world.clock.advance(MINUTE_MS)
    a.freeze()
    await world.clock.advance(stoodMs)
    a.thaw()
    await world.clock.advance(10 * SECOND_MS)
    expect(a.events.filter(({ type }) => type === 'suspect' || type === 'unresponsive')).toEqual([])
    expect([a.sees(b), a.network.dials.length]).toEqual(['connected', 1])
  })

  it('for an hour finds that it was given up, and is back within seconds', async () => {
    const [a, b] = await connected({ latencyMs: 20 })
    a.freeze()
    await world.clock.advance(HOUR_MS)
    expect(b.sees(a)).toBe('failed(temporary) unresponsive')
    a.thaw()
    for (let waited = 0; waited < 4; waited += 1) await world.clock.advance(500)
    expect([a.sees(b), b.sees(a)]).toEqual(['connected', 'connected'])
    expect(a.events.filter(({ type }) => type === 'unresponsive')).toEqual([])
  })

  it('asks every link at once when the machine woke', async () => {
    const [a, b] = await connected()
    await world.clock.advance(SECOND_MS)
    const before = a.events.filter(({ type }) => type === 'measured').length
    a.manager.retryAll('woke')
    await settled()
    expect(a.events.filter(({ type }) => type === 'measured').length).toBe(before + 1)
    expect(a.sees(b)).toBe('connected')
  })
})

describe('what the manager tells', () => {
  it('is how every try ended', async () => {
    const [a, b] = await outOfReach(3 * SECOND_MS)
    expect(tried(a)).toEqual(['unreachable', 'unreachable', 'unreachable'])
    a.network.failDials(b.peerId, null)
    await world.clock.advance(10 * SECOND_MS)
    expect(tried(a).at(-1)).toBe('connected')
  })

  it('is what broke the protocol', async () => {
    const [a, b] = await connected()
    await b.manager.stop()
    b.network.handle(LINK_PROTOCOL, { maxFrameBytes: 8_192 }, (stream) => {
      void stream.write(encodeFrame({ t: 'hello', name: 'x', agent: 'y', addresses: [] }))
      void stream.write(new TextEncoder().encode('{"t":"pang"}'))
    })
    await b.network.dial(a.peerId, ['/ip4/10.0.0.1/tcp/4711'], new AbortController().signal)
    await settled()
    expect(a.events.filter(({ type }) => type === 'violated')).toEqual([
      { type: 'violated', peerId: b.peerId, violation: expect.any(String) as string },
    ])
  })

  it('is the history of the link, which survives a restart', async () => {
    const [a, b] = await connected()
    await world.clock.advance(HOUR_MS)
    world.board.cut(a.peerId, b.peerId)
    await world.clock.advance(HOUR_MS)
    await a.stop()
    await world.clock.advance(HOUR_MS)
    await a.start()
    await world.clock.advance(HOUR_MS)
    const view = a.manager.history(b.peerId)
    expect(view.spells.map(({ state, reason }) => [state, reason])).toEqual([
      ['connected', null],
      ['failed', 'reset'],
      ['connected', null],
      ['offline', null],
      ['connected', null],
    ])
    expect(view.uptime).toBeGreaterThan(0.999)
    expect(view.rtts.length).toBe(120)
    await a.decide(b, 'unknown')
    expect(a.manager.history(b.peerId).spells).toEqual([])
  })

  it('is the history of a stranger, too, from the moment on in which somebody decided about it', async () => {
    const [a, b] = await two({ mode: 'learn' })
    await b.manager.dial(a.peerId)
    await world.clock.advance(MINUTE_MS)
    expect(a.manager.history(b.peerId)).toMatchObject({ spells: [], rtts: [], uptime: null })
    await a.decide(b, 'verified')
    await world.clock.advance(MINUTE_MS)
    expect(a.manager.history(b.peerId).spells.map(({ state }) => state)).toEqual(['connected'])
    expect(a.manager.history(b.peerId)).toMatchObject({ uptime: 1 })
  })

  it('is how long round trips take', async () => {
    const [a, b] = await connected({ latencyMs: 40 })
    await world.clock.advance(MINUTE_MS)
    expect(a.status(b)).toMatchObject({ rttMs: 80, lastRttMs: 80, p95RttMs: 80, silentSinceMs: null })
    // What did not change is not told again.
    const before = a.events.filter(({ type }) => type === 'changed').length
    await world.clock.advance(10 * MINUTE_MS)
    expect(a.events.filter(({ type }) => type === 'changed')).toHaveLength(before)
  })
})
