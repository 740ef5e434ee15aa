/** The road on which invites are redeemed: connections that are there for this only, on both sides. */
import { describe, expect, it } from 'vitest'
import { routesTo } from '../../../tests/harness/fake-network.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { type PeerWorld, peerWorld } from '../../../tests/harness/peer-nodes.ts'

const JOIN = '/test/join/1.0.0'
const FRAMES = { maxFrameBytes: 1_024 }
const never = (): AbortSignal => new AbortController().signal

/** A joiner that has dialled an inviter, as strangers to each other; what the inviter's end of the connection is. */
async function visit(world: PeerWorld) {
  const [joiner, inviter] = world.nodes
  if (!joiner || !inviter) throw new Error('two nodes')
  joiner.redeems(inviter)
  inviter.invites(true)
  const connection = await joiner.network.dial(inviter.peerId, routesTo(inviter.network), never())
  await settled()
  return { joiner, inviter, connection, inbound: inviter.network.connectionIds[0] ?? '' }
}

describe.each(['ask', 'locked'] as const)('a visit with an invite, mode %s', (mode) => {
  it('is quarantined on both sides, and neither a request nor a failure comes of it', async () => {
    await using world = await peerWorld(2, { mode })
    const { joiner, inviter, connection, inbound } = await visit(world)
    expect(connection).toMatchObject({ direction: 'outbound', standing: 'quarantined', reason: 'invite' })
    inviter.manager.holdForJoin(inbound)
    await world.clock.advance(5_000)
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([1, 1])
    await world.clock.advance(5_000)
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([0, 0])
    expect([joiner.knocks(), inviter.knocks()]).toEqual([[], []])
    expect(joiner.sees(inviter)).toBe('disconnected')
    expect(inviter.sees(joiner)).toBe('disconnected')
  })

  it('gets as long as any stranger when it does not say what it came for', async () => {
    await using world = await peerWorld(2, { mode })
    const { joiner, inviter } = await visit(world)
    await world.clock.advance(1_000)
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([0, 0])
    // In `locked` nobody is a request; in `ask` it knocked without a word.
    expect(inviter.knocks()).toEqual(mode === 'ask' ? [null] : [])
  })

  it('lets the join protocol pass meanwhile', async () => {
    await using world = await peerWorld(2, { mode })
    const { joiner, inviter, connection } = await visit(world)
    let asked = 0
    inviter.network.handle(JOIN, FRAMES, (stream) => {
      asked += 1
      stream.abort()
    })
    await joiner.network.open(connection.id, JOIN, FRAMES, never())
    expect(asked).toBe(1)
  })

  it('ends when both know each other, and the next dial is a real one', async () => {
    await using world = await peerWorld(2, { mode })
    const { joiner, inviter, inbound } = await visit(world)
    inviter.manager.holdForJoin(inbound)
    inviter.trusts(joiner, 'verified')
    joiner.redeems(inviter, false)
    await joiner.decide(inviter, 'verified')
    await inviter.decide(joiner, 'verified')
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([0, 0])
    joiner.learn(inviter)
    const dialled = joiner.manager.dial(inviter.peerId)
    await settled()
    await dialled
    expect([joiner.sees(inviter), inviter.sees(joiner)]).toEqual(['connected', 'connected'])
    expect(inviter.knocks()).toEqual([])
  })

  it('also of a node that lets the inviter in already, and would be refused otherwise', async () => {
    await using world = await peerWorld(2, { mode })
    const [joiner, inviter] = world.nodes
    if (!joiner || !inviter) throw new Error('two nodes')
    inviter.invites(true)
    joiner.trusts(inviter, 'verified')
    const connection = await joiner.network.dial(inviter.peerId, routesTo(inviter.network), never())
    joiner.manager.holdForJoin(connection.id)
    inviter.manager.holdForJoin(inviter.network.connectionIds[0] ?? '')
    await settled()
    await world.clock.advance(5_000)
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([1, 1])
    expect(joiner.sees(inviter)).toBe('disconnected')
    await world.clock.advance(5_000)
    expect([joiner.network.openConnections, inviter.network.openConnections]).toEqual([0, 0])
    expect(inviter.knocks()).toEqual([])
  })
})

describe('holding', () => {
  it('leaves a connection alone that is linked already, or gone', async () => {
    await using world = await peerWorld(2)
    const [a, b] = world.nodes
    if (!a || !b) throw new Error('two nodes')
    a.trusts(b, 'verified')
    b.trusts(a, 'verified')
    a.learn(b)
    const dialled = a.manager.dial(b.peerId)
    await settled()
    await dialled
    a.manager.holdForJoin(a.network.connectionIds[0] ?? '')
    a.manager.holdForJoin('no such connection')
    await world.clock.advance(20_000)
    expect(a.sees(b)).toBe('connected')
  })
})
