/** Random evenings: three peers decide, connect, cut, freeze, sleep, move and restart in any order, and what must hold always holds. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { routesTo } from '../../../tests/harness/fake-network.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { type PeerNode, type PeerWorld, peerWorld } from '../../../tests/harness/peer-nodes.ts'
import { MAX_SPELLS } from '../../contract/link-views.ts'
import { TrustLevel } from '../../contract/views.ts'
import { SECOND_MS } from '../../kit/units.ts'

const NODES = 3
const who = fc.nat(NODES - 1)
const pair = { a: who, b: who }
/** One thing that somebody does, or that happens to somebody. */
type Act =
  | { do: 'wait'; ms: number }
  | { do: 'decide'; a: number; b: number; level: TrustLevel }
  | { do: 'approve each other' | 'dial' | 'disconnect' | 'cut' | 'sight'; a: number; b: number }
  | { do: 'restart' | 'stop' | 'start' | 'freeze' | 'thaw' | 'woke' | 'network-changed' | 'power-changed'; a: number }
  | { do: 'sleep'; a: number; ms: number }
const act = fc.oneof<fc.Arbitrary<Act>[]>(
  fc.record({ do: fc.constant('decide'), ...pair, level: fc.constantFrom(...TrustLevel.options) }),
  fc.record({ do: fc.constant('approve each other'), ...pair }),
  fc.record({ do: fc.constantFrom('dial', 'disconnect', 'cut', 'sight'), ...pair }),
  fc.record({ do: fc.constantFrom('restart', 'stop', 'start', 'freeze', 'thaw'), a: who }),
  fc.record({ do: fc.constantFrom('woke', 'network-changed', 'power-changed'), a: who }),
  fc.record({ do: fc.constant('sleep'), a: who, ms: fc.constantFrom(3_000, 14_000, 60_000, 3_600_000) }),
  fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(0, 20, 1_000, 30_000, 600_000) }),
)

const MAX_DIALS = 2

/** A frozen process does nothing until it thaws. */
async function perform({ nodes, board, clock }: PeerWorld, frozen: Set<PeerNode>, step: Act): Promise<void> {
  const ignore = (promise: Promise<unknown>): void => void promise.catch(() => {})
  if (step.do === 'wait') {
    await clock.advance(step.ms)
    return
  }
  const a = nodes[step.a]!
  const b = 'b' in step ? nodes[step.b]! : null
  if (step.do === 'thaw') {
    frozen.delete(a)
    a.thaw()
    return
  }
  if (frozen.has(a) || a === b) return
  if (!('b' in step))
    switch (step.do) {
      case 'restart':
        await a.stop()
        await a.start()
        return
      case 'stop':
        await a.stop()
        return
      case 'start':
        await a.start()
        return
      case 'freeze':
        frozen.add(a)
        a.freeze()
        return
      case 'sleep':
        // The others go on meanwhile.
        a.freeze()
        await clock.advance(step.ms)
        a.thaw()
        return
      case 'woke':
      case 'network-changed':
        a.manager.retryAll(step.do)
        return
      case 'power-changed':
        a.settings.onBattery = !a.settings.onBattery
        return
    }
  if (!b || frozen.has(b) || !('b' in step)) return
  switch (step.do) {
    case 'decide':
      a.trusts(b, step.level, step.level === 'trusted')
      ignore(a.manager.reconsider(b.peerId))
      return
    case 'approve each other':
      for (const [one, other] of [[a, b] as const, [b, a] as const]) {
        one.trusts(other, 'trusted', true)
        ignore(one.manager.reconsider(other.peerId))
      }
      return
    case 'dial':
      ignore(a.manager.dial(b.peerId))
      return
    case 'disconnect':
      ignore(a.manager.disconnect(b.peerId))
      return
    case 'cut':
      board.cut(a.peerId, b.peerId)
      return
    case 'sight':
      a.network.discover(b.peerId, routesTo(b.network))
      return
  }
}

/** What is wrong now, after everything that is due has happened. */
function complaints({ nodes }: PeerWorld): string[] {
  return nodes.flatMap((a, from) => {
    const found: string[] = []
    if (a.network.dialling.length > MAX_DIALS) found.push(`${from} dials ${a.network.dialling.length} at a time`)
    for (const [to, b] of nodes.entries()) {
      if (a === b) continue
      const { state, nextTryMs, dormant, failures } = a.status(b)
      const level = a.level(b.peerId)
      const link = state === 'connected' || state === 'suspect'
      if (link && level !== 'verified' && level !== 'trusted')
        found.push(`${from} is linked with ${to}, who is ${level}`)
      if (nextTryMs !== null && level === 'blocked') found.push(`${from} wants to dial ${to}, whom it blocked`)
      if (a.manager.connected().includes(b.peerId) !== link) found.push(`${from} counts ${to} wrongly`)
      if (dormant && (failures < 10 || link)) found.push(`${from} calls ${to} dormant after ${failures} failures`)
      const spells = a.manager.history(b.peerId).spells
      if (spells.length > MAX_SPELLS) found.push(`${from} remembers ${spells.length} spells of ${to}`)
      if (link && spells.length > 0 && level !== 'unknown' && spells.at(-1)?.state !== state)
        found.push(`${from} remembers that ${to} is ${String(spells.at(-1)?.state)}, and it is ${state}`)
      if (a.network.dialling.filter((peerId) => peerId === b.peerId).length > 1) found.push(`${from} dials ${to} twice`)
    }
    return found
  })
}

/** What is wrong after an hour without any act. */
function complaintsAfterAll({ nodes }: PeerWorld): string[] {
  return nodes.flatMap((a, from) =>
    nodes.flatMap((b, to) => {
      if (a === b) return []
      const { state } = a.status(b)
      const found: string[] = []
      if (state === 'dialing' || state === 'suspect') found.push(`${from} is still ${state} about ${to}`)
      if (state === 'connected' && b.status(a).state !== 'connected')
        found.push(`${from} alone believes in its link with ${to}`)
      if (a.level(b.peerId) === 'trusted' && b.level(a.peerId) === 'trusted' && state !== 'connected') {
        const reason = a.status(b).reason
        const meant = [reason, b.status(a).reason].includes('disconnected-here')
        if (!meant) found.push(`${from} and ${to} trust each other and have not met: ${state} ${String(reason)}`)
      }
      return found
    }),
  )
}

it('whoever is connected was let in, nobody is dialled twice, and friends find each other in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (steps) => {
      const world = await peerWorld(NODES, { latencyMs: 10, reconnect: { maxDials: MAX_DIALS } })
      for (const a of world.nodes) for (const b of world.nodes) if (a !== b) a.learn(b)
      const frozen = new Set<PeerNode>()
      for (const step of steps) {
        await perform(world, frozen, step)
        await settled()
      }
      // A goodbye and a refusal take half a second at most.
      await world.clock.advance(2 * SECOND_MS)
      expect(complaints(world)).toEqual([])
      for (const node of world.nodes) {
        node.thaw()
        await node.start()
      }
      await world.clock.advance(3_600 * SECOND_MS)
      expect(complaints(world)).toEqual([])
      expect(complaintsAfterAll(world)).toEqual([])
      await world[Symbol.asyncDispose]()
      expect(world.clock.pending).toBe(0)
    }),
    { numRuns: 60 },
  )
}, 60_000)
