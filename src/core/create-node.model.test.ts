/**
 * Whatever people decide, in whatever order, with restarts, imports and mistakes taken back between: who is connected is let in
 * by the policy now. The rule is written here a second time, from the specification (§4) and not from the code.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type SwitchboardNode, type SwitchboardNodes, switchboardNodes } from '../../tests/harness/switchboard-nodes.ts'
import { KithError } from '../contract/errors.ts'
import { AdmissionMode, type PeerView, TrustLevel } from '../contract/views.ts'
import { MINUTE_MS, SECOND_MS } from '../kit/units.ts'

const NODES = 3
/** So long may a decision take until open connections follow it (spec §4). */
const FOLLOWS_WITHIN_MS = SECOND_MS

interface World extends SwitchboardNodes {
  /** The last undo token that each node gave. */
  readonly undos: Map<SwitchboardNode, string>
  /** How many commands did something, by name: a model whose commands all fail shows nothing. */
  readonly done: Map<string, number>
}

type Step = (world: World) => Promise<unknown>
interface Command {
  readonly name: string
  readonly step: Step
}

const at = (world: World, index: number): SwitchboardNode => {
  const node = world.nodes[index]
  if (!node) throw new Error('no such node')
  return node
}

const pair = fc
  .tuple(fc.nat(NODES - 1), fc.nat(NODES - 2))
  .map(([one, step]) => [one, (one + 1 + step) % NODES] as const)

/** The one dials the other, which makes a request there if it is a stranger to it and may ask. */
async function knock(world: World, from: number, to: number): Promise<void> {
  await at(world, from).call('peers.add', { address: at(world, to).address, level: 'verified' })
  await world.clock.advance(SECOND_MS)
}

const command = (name: string, step: Step): Command => ({ name, step })

const commands = fc.oneof(
  // Without it two people would seldom let each other in, and most sequences would be about strangers.
  {
    weight: 3,
    arbitrary: pair.map(([a, b]) =>
      command('befriend', async (w) => {
        await at(w, b).call('peers.add', { address: at(w, a).address, level: 'verified' })
        return at(w, a).call('peers.add', { address: at(w, b).address, level: 'trusted' })
      }),
    ),
  },
  pair.map(([a, b]) => command('add', (w) => at(w, a).call('peers.add', { address: at(w, b).address }))),
  fc
    .tuple(pair, fc.constantFrom(...TrustLevel.options))
    .map(([[a, b], level]) =>
      command(`trust ${level}`, (w) => at(w, a).call('peers.trust', { peerId: at(w, b).peerId, level })),
    ),
  {
    weight: 2,
    arbitrary: pair.map(([a, b]) =>
      command('visit', async (w) => {
        await at(w, a).call('settings.set', { change: { admission: { mode: 'learn' } } })
        await at(w, a).call('peers.trust', { peerId: at(w, b).peerId, level: 'unknown' })
        return at(w, b).call('peers.add', { address: at(w, a).address, level: 'verified' })
      }),
    ),
  },
  pair.map(([a, b]) =>
    command('approve', async (w) => {
      await knock(w, b, a)
      return at(w, a).call('requests.approve', { peerId: at(w, b).peerId, level: 'trusted' })
    }),
  ),
  pair.map(([a, b]) =>
    command('block', async (w) => {
      await knock(w, b, a)
      return at(w, a).call('requests.block', { peerId: at(w, b).peerId })
    }),
  ),
  pair.map(([a, b]) =>
    command('ignore', async (w) => {
      await knock(w, b, a)
      return at(w, a).call('requests.ignore', { peerId: at(w, b).peerId })
    }),
  ),
  pair.map(([a, b]) => command('connect', (w) => at(w, a).call('peers.connect', { peerId: at(w, b).peerId }))),
  pair.map(([a, b]) => command('disconnect', (w) => at(w, a).call('peers.disconnect', { peerId: at(w, b).peerId }))),
  fc
    .tuple(pair, fc.integer({ min: 1, max: 10 }))
    .map(([[a, b], minutes]) =>
      command('ban', (w) => at(w, a).call('peers.ban', { peerId: at(w, b).peerId, durationMs: minutes * MINUTE_MS })),
    ),
  fc.nat(NODES - 1).map((a) =>
    command('unban', async (w) => {
      const peers = await at(w, a).call('peers.list')
      const banned = peers instanceof KithError ? undefined : peers.find(({ bannedUntil }) => bannedUntil !== null)
      return at(w, a).call('peers.unban', { peerId: (banned ?? at(w, a)).peerId })
    }),
  ),
  pair.map(([a, b]) =>
    command('forget', async (w) => {
      const node = at(w, a)
      const answer = await node.call('peers.forget', { peerIds: [at(w, b).peerId] })
      if (!(answer instanceof KithError)) w.undos.set(node, answer.undo)
      return answer
    }),
  ),
  fc.constant(
    command('undo', (w) => {
      const [node = at(w, 0), undo = 'none-there'] = [...w.undos][0] ?? []
      w.undos.delete(node)
      return node.call('peers.undo', { undo })
    }),
  ),
  fc
    .tuple(pair, fc.constantFrom('verified', 'trusted', 'blocked'), fc.boolean())
    .map(([[a, b], level, removeMissing]) =>
      command('import', async (w) => {
        const node = at(w, a)
        const answer = await node.call('allowlist.import', { text: `${at(w, b).peerId} ${level}\n`, removeMissing })
        if (!(answer instanceof KithError)) w.undos.set(node, answer.undo)
        return answer
      }),
    ),
  fc
    .tuple(fc.nat(NODES - 1), fc.constantFrom(...AdmissionMode.options))
    .map(([a, mode]) =>
      command(`mode ${mode}`, (w) => at(w, a).call('settings.set', { change: { admission: { mode } } })),
    ),
  fc.nat(NODES - 1).map((a) => command('restart', (w) => at(w, a).restart())),
  fc.integer({ min: 1, max: 5 * MINUTE_MS }).map((ms) => command('wait', (w) => w.clock.advance(ms))),
)

/** Spec §4, read once more. */
function mayBeConnected(peer: PeerView, mode: AdmissionMode, nowMs: number): boolean {
  if (peer.bannedUntil !== null && Date.parse(peer.bannedUntil) > nowMs) return false
  switch (peer.trust) {
    case 'verified':
    case 'trusted':
      return true
    case 'blocked':
      return false
    case 'unknown':
      return mode === 'learn'
  }
}

async function check(world: World, history: readonly string[]): Promise<number> {
  let connected = 0
  for (const node of world.nodes) {
    const status = await node.call('node.status')
    const peers = await node.call('peers.list')
    if (status instanceof KithError || peers instanceof KithError) throw new Error('a node does not answer')
    for (const peer of peers) {
      if (peer.state !== 'connected' && peer.state !== 'suspect') continue
      connected += 1
      const allowed = mayBeConnected(peer, status.admission, world.clock.wallMs())
      expect(allowed, `${peer.trust} in ${status.admission} is connected after: ${history.join(', ')}`).toBe(true)
    }
    expect(node.bugs, `after: ${history.join(', ')}`).toEqual([])
  }
  return connected
}

it('connected means that the policy admits now, whatever happened before', async () => {
  const done = new Map<string, number>()
  let connected = 0
  let steps = 0
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: 5, maxLength: 40 }), async (sequence) => {
      await using nodes = await switchboardNodes(NODES)
      const world: World = { ...nodes, undos: new Map(), done }
      const history: string[] = []
      for (const { name, step } of sequence) {
        const outcome = await step(world)
        if (!(outcome instanceof KithError)) done.set(name, (done.get(name) ?? 0) + 1)
        history.push(outcome instanceof KithError ? `(${name})` : name)
        await world.clock.advance(FOLLOWS_WITHIN_MS)
        connected += await check(world, history)
        steps += 1
      }
    }),
    { numRuns: 250, interruptAfterTimeLimit: 45_000, markInterruptAsFailure: false },
  )
  process.stdout.write(
    `admission model: ${steps} steps, ${connected} times connected, ${JSON.stringify(Object.fromEntries(done))}\n`,
  )
  // It saw connections, and every command worked at least sometimes: otherwise it would hold of a node that does nothing.
  expect(connected).toBeGreaterThan(50)
  expect([...done.keys()].sort()).toEqual([
    'add',
    'approve',
    'ban',
    'befriend',
    'block',
    'connect',
    'disconnect',
    'forget',
    'ignore',
    'import',
    'mode ask',
    'mode learn',
    'mode locked',
    'restart',
    'trust blocked',
    'trust trusted',
    'trust unknown',
    'trust verified',
    'unban',
    'undo',
    'visit',
    'wait',
  ])
})
