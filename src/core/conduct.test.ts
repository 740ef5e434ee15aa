/** Whole nodes and peers that misbehave on purpose: what becomes of them, and of everybody else. */
import { describe, expect, it } from 'vitest'
import { type Script, type ScriptedPeer, scriptedPeer } from '../../tests/harness/scripted-peer.ts'
import { type SwitchboardNode, switchboardNodes } from '../../tests/harness/switchboard-nodes.ts'
import { KithError } from '../contract/errors.ts'
import type { SettingsInput } from '../contract/settings.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../kit/units.ts'

/** On the switchboard all come from one address. */
const settings: SettingsInput = { limits: { inboundPerSecondPerAddress: 10_000, perIpv4: 10_000 } }

const value = <T>(answer: T | KithError): T => {
  if (answer instanceof KithError) throw answer
  return answer
}

async function world(script: Script, more: SettingsInput = {}) {
  const made = await switchboardNodes(1, { ...settings, ...more })
  const [node] = made.nodes
  if (!node) throw new Error('one node')
  const hostile = await scriptedPeer(made.board, 50, script)
  const show = async () => value(await node.call('peers.show', { peerId: hostile.peerId }))
  const conduct = async () => value(await node.call('peers.reputation', { peerId: hostile.peerId }))
  const log = async (...kinds: ('ban' | 'unban' | 'reputation')[]) =>
    value(await node.call('audit.query', { kinds, order: 'oldest' })).entries.map(
      ({ kind, actor, reason }) => `${kind} by ${actor}: ${reason}`,
    )
  /** Answers how often it was let in. */
  async function visits(times: number): Promise<number> {
    let letIn = 0
    for (let n = 0; n < times; n += 1) {
      if (await hostile.visit(node as SwitchboardNode)) letIn += 1
      await made.clock.advance(SECOND_MS)
    }
    return letIn
  }
  return {
    ...made,
    node,
    hostile,
    show,
    conduct,
    log,
    visits,
    async [Symbol.asyncDispose]() {
      await hostile[Symbol.asyncDispose]()
      await made[Symbol.asyncDispose]()
    },
  }
}

describe.each(['breaks', 'floods'] as const)('a friend that %s the link protocol', (script) => {
  it('is out after five times, in both directions; comes back after an hour; is out for two the next time', async () => {
    await using w = await world(script)
    const { node, hostile, clock, show, conduct, log, visits } = w
    value(await node.call('peers.add', { address: hostile.address, name: 'Mallory', kept: false }))
    await clock.advance(10 * SECOND_MS)
    // Adding it dialled it, which was the first time.
    expect(await visits(4)).toBe(4)
    expect(await show()).toMatchObject({ bannedBy: 'node', score: 0, reason: 'banned' })
    const { moves, bans, bannedUntil } = await conduct()
    expect([moves.map(({ by }) => by), bans]).toEqual([[-10, -10, -10, -10, -10], 1])
    expect(Date.parse(bannedUntil ?? '') - clock.wallMs()).toBeGreaterThan(59 * MINUTE_MS)
    expect(node.notified.at(-1)).toMatch(/^A peer is kept out for a while: Mallory misbehaved .* in 60 minutes/)
    expect(value(await node.call('node.counters'))).toContainEqual({
      name: 'peers_banned_total',
      labels: { reason: 'protocol-violation' },
      value: 1,
    })

    // Both directions.
    expect(await visits(3)).toBe(0)
    expect(await node.call('peers.connect', { peerId: hostile.peerId })).toMatchObject({ name: 'Blocked' })
    expect(hostile.connections).toBe(0)

    await node.restart()
    expect(await show()).toMatchObject({ bannedBy: 'node', bannedUntil })
    expect(await visits(1)).toBe(0)

    await clock.advance(HOUR_MS)
    expect(await show()).toMatchObject({ bannedBy: null, bannedUntil: null })
    expect(await visits(1)).toBe(1)
    const again = await conduct()
    expect([again.bans, Date.parse(again.bannedUntil ?? '') - clock.wallMs() > 119 * MINUTE_MS]).toEqual([2, true])
    expect(await log('ban', 'unban')).toEqual([
      'ban by node: protocol-violation',
      'unban by node: ended',
      'ban by node: protocol-violation',
    ])
    expect(node.bugs).toEqual([])
  })
})

describe('a ban for conduct', () => {
  it('is lifted by a person, and does not come back with the next slip', async () => {
    await using w = await world('breaks')
    const { node, hostile, show, conduct, log, visits } = w
    value(await node.call('peers.trust', { peerId: hostile.peerId, level: 'verified' }))
    await visits(5)
    expect(value(await node.call('peers.unban', { peerId: hostile.peerId }))).toMatchObject({
      bannedUntil: null,
      score: 25,
    })
    expect(await visits(1)).toBe(1)
    expect(await show()).toMatchObject({ bannedUntil: null })
    expect((await conduct()).moves.map(({ why }) => why).slice(0, 2)).toEqual(['protocol-violation', 'unbanned'])
    expect(await log('ban', 'unban')).toEqual(['ban by node: protocol-violation', 'unban by person: by hand'])
  })

  it('is lifted by a reset, and the next one is a first one', async () => {
    await using w = await world('breaks')
    const { node, hostile, conduct, log, visits } = w
    const { peerId } = hostile
    value(await node.call('peers.trust', { peerId, level: 'verified' }))
    await visits(5)
    expect(value(await node.call('peers.resetReputation', { peerId }))).toMatchObject({
      score: 50,
      bans: 0,
      bannedUntil: null,
    })
    await visits(5)
    expect((await conduct()).bans).toBe(1)
    expect(await log('ban', 'unban', 'reputation')).toEqual([
      'ban by node: protocol-violation',
      'reputation by person: reset',
      'unban by person: reset',
      'ban by node: protocol-violation',
    ])
  })

  it('leaves the ban of a person as it is, whatever is reset', async () => {
    await using w = await world('breaks')
    const { node, hostile, show, clock } = w
    const { peerId } = hostile
    value(await node.call('peers.ban', { peerId, durationMs: HOUR_MS }))
    const { bannedUntil } = await show()
    value(await node.call('peers.resetReputation', { peerId }))
    expect(await show()).toMatchObject({ bannedBy: 'person', bannedUntil })
    await clock.advance(HOUR_MS)
    expect(await node.call('peers.reputation', { peerId })).toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('No such peer is on the list') as string,
    })
  })

  it('is nothing that a stranger can earn who is not let in: keys cost nothing', async () => {
    await using w = await world('breaks')
    const { node, visits } = w
    await visits(20)
    expect(value(await node.call('reputation.summary'))).toMatchObject({ peers: 0, banned: 0, bansHeldUntil: null })
    expect(node.notified.filter((text) => text.includes('kept out'))).toEqual([])
  })

  it('is nothing that the network can earn a peer', async () => {
    await using w = await world('keeps')
    const { node, hostile, board, clock, visits, show } = w
    value(await node.call('peers.trust', { peerId: hostile.peerId, level: 'verified' }))
    for (let n = 0; n < 10; n += 1) {
      await visits(1)
      board.cut(node.peerId, hostile.peerId)
      await clock.advance(SECOND_MS)
    }
    board.freeze(hostile.peerId)
    await clock.advance(5 * MINUTE_MS)
    board.thaw(hostile.peerId)
    await clock.advance(MINUTE_MS)
    expect(await show()).toMatchObject({ score: 50, bannedUntil: null })
  })
})

it('when many misbehave at once, five are out and then nobody, until a person says go on', async () => {
  await using w = await world('breaks')
  const { node, board, clock, log } = w
  const crowd: ScriptedPeer[] = []
  for (let n = 0; n < 44; n += 1) {
    const peer = await scriptedPeer(board, 100 + n, n < 30 ? 'keeps' : 'breaks')
    value(await node.call('peers.trust', { peerId: peer.peerId, level: 'verified' }))
    crowd.push(peer)
  }
  const calm = crowd.slice(0, 30)
  const hostile = crowd.slice(30)
  for (const peer of calm) await peer.visit(node)
  expect(await node.call('reputation.release')).toMatchObject({ name: 'InvalidRequest' })
  for (let round = 0; round < 6; round += 1) for (const peer of hostile) await peer.visit(node)

  const summary = value(await node.call('reputation.summary'))
  expect(summary).toMatchObject({ banned: 5, bansHeldBack: 9 })
  expect(Date.parse(summary.bansHeldUntil ?? '') - clock.wallMs()).toBeGreaterThan(59 * MINUTE_MS)
  expect(node.notified.filter((text) => text.startsWith('Too many peers misbehave at once'))).toHaveLength(1)
  expect(await log('ban', 'reputation')).toEqual([
    ...Array.from({ length: 5 }, () => 'ban by node: protocol-violation'),
    'reputation by node: held',
  ])
  // Nobody else lost anything.
  expect(value(await node.call('node.status')).connected).toBe(30)
  const candidates = value(await node.call('peers.candidates', { limit: 100 }))
  expect(candidates.map(({ peerId }) => peerId).sort()).toEqual(calm.map(({ peerId }) => peerId).sort())
  const list = value(await node.call('reputation.list', {}))
  expect([list.length, list[0]?.score, list.at(-1)?.score]).toEqual([44, 50, 0])

  // The list is right: they go, but no more than a fifth of all and five a minute.
  await clock.advance(MINUTE_MS)
  expect(value(await node.call('reputation.release'))).toMatchObject({ bansHeldUntil: null, bansHeldBack: 0 })
  for (const peer of hostile) for (let n = 0; n < 2; n += 1) await peer.visit(node)
  const after = value(await node.call('reputation.summary'))
  expect([after.banned, after.bansHeldUntil !== null]).toEqual([7, true])
  expect(node.bugs).toEqual([])
  for (const peer of crowd) await peer[Symbol.asyncDispose]()
})
