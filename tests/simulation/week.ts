/**
 * A week of two hundred nodes that keep some friends connected, in virtual time: who is reachable for whom is drawn, what the nodes make
 * of it is the product's own code. Everything is drawn from one seed, so that a run can be repeated.
 */
import type { Random } from '../../src/kit/clock.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kit/units.ts'
import { ManualClock, settled } from '../harness/manual-clock.ts'
import { testPeerIds } from '../harness/test-peers.ts'
import { createLeanWorld } from './lean-network.ts'
import { createWeekNode, type WeekNode } from './week-node.ts'
import { createWeekWatch, type WeekWatch } from './week-watch.ts'

export interface WeekOptions {
  readonly nodes: number
  readonly days: number
  readonly seed: number
  /** Each node chooses so many friends, and is chosen by as many. */
  readonly chooses: number
  readonly outages: readonly Outage[]
}

/** Nobody reaches anybody, and nothing but silence tells. */
export interface Outage {
  readonly fromMs: number
  readonly forMs: number
}

/** Between two troubles of one node, on average. */
const CALM_MS = 18 * HOUR_MS
/** Every so-manieth node is carried about between a few places, where it has another address: at home, at work. */
const MOBILE_EVERY = 4
const PLACES = 3
const MOVES_SHARE = 0.5

/** What happens to a node, how often among the troubles, and how long it lasts. */
const troubles = [
  /** Lid closed, Wi-Fi gone: it knows, and knows when it is back. */
  { kind: 'cut off', share: 0.4, leastMs: 5 * MINUTE_MS, mostMs: 4 * HOUR_MS },
  /** An update, or a crash. */
  { kind: 'restart', share: 0.3, leastMs: 20 * SECOND_MS, mostMs: 5 * MINUTE_MS },
  { kind: 'off', share: 0.2, leastMs: HOUR_MS, mostMs: 8 * HOUR_MS },
  /** Somewhere upstream: neither side notices anything but silence. */
  { kind: 'silence', share: 0.1, leastMs: 2 * MINUTE_MS, mostMs: HOUR_MS },
] as const

export interface Week extends AsyncDisposable {
  readonly clock: ManualClock
  readonly nodes: readonly WeekNode[]
  readonly watch: WeekWatch
  /** Lives through the whole of it. */
  run(): Promise<void>
}

/** A small generator with a seed (mulberry32): Node's own cannot be repeated. */
function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export async function createWeek(o: WeekOptions): Promise<Week> {
  const clock = new ManualClock()
  const random = seededRandom(o.seed)
  const world = createLeanWorld(clock, random)
  const watch = createWeekWatch(clock, o.days)
  const friends = drawFriends(o, random)
  const ids = testPeerIds(o.nodes)
  const placeOf = (node: number, place: number): string => `/ip4/10.${place}.${node >> 8}.${node & 255}/tcp/4711`
  const nodes = ids.map((peerId, n): WeekNode => {
    const network = world.join(peerId, placeOf(n, 0), {
      onDial: (to) => watch.dialled(peerId, to),
      onApart: (from) => watch.apart(peerId, from),
    })
    const keeps = new Set([...(friends[n] ?? [])].map((friend) => ids[friend] ?? ''))
    return createWeekNode({ clock, random, network, keeps, onMet: (other) => watch.met(peerId, other) })
  })
  for (const [n, node] of nodes.entries())
    for (const friend of friends[n] ?? []) node.learn(ids[friend] ?? '', placeOf(friend, 0))
  watch.follow(nodes, world)

  /** Uniform on a logarithmic scale: many short ones, some long. */
  const lasting = (leastMs: number, mostMs: number): number => leastMs * (mostMs / leastMs) ** random()
  const between = (): number => -Math.log(1 - random()) * CALM_MS
  const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.at(clock.now() + ms, resolve))
  let over = false

  function drawTrouble() {
    let left = random()
    return troubles.find(({ share }) => (left -= share) < 0) ?? troubles[0]
  }

  function move(node: WeekNode, n: number): void {
    if (n % MOBILE_EVERY === 0 && random() < MOVES_SHARE)
      node.network.address = placeOf(n, Math.floor(random() * PLACES))
  }

  async function lives(node: WeekNode, n: number): Promise<void> {
    while (!over) {
      await wait(between())
      const { kind, leastMs, mostMs } = drawTrouble()
      const ms = lasting(leastMs, mostMs)
      const how = random() < 0.5 ? 'cleanly' : 'crash'
      switch (kind) {
        case 'cut off':
          node.network.setPath('down')
          watch.reviewed(node)
          await wait(ms)
          move(node, n)
          node.network.setPath('open')
          watch.begins(node)
          node.manager?.retryAll('network-changed')
          break
        case 'silence':
          node.network.setPath('silent')
          watch.reviewed(node)
          await wait(ms)
          node.network.setPath('open')
          break
        case 'restart':
        case 'off':
          await node.stop(how)
          watch.reviewed(node)
          if (kind === 'off') node.network.setPath('silent')
          await wait(ms)
          move(node, n)
          node.network.setPath('open')
          watch.begins(node)
          await node.start()
          break
      }
      watch.reviewed(node)
    }
  }

  async function outages(): Promise<void> {
    for (const { fromMs, forMs } of o.outages) {
      await wait(fromMs - clock.now())
      world.setOutage(true)
      for (const node of nodes) watch.reviewed(node)
      await wait(forMs)
      world.setOutage(false)
      for (const node of nodes) watch.reviewed(node)
    }
  }

  return {
    clock,
    nodes,
    watch,
    async run() {
      for (const node of nodes) {
        watch.begins(node)
        await node.start()
      }
      for (const node of nodes) watch.reviewed(node)
      for (const [n, node] of nodes.entries()) void lives(node, n)
      void outages()
      await clock.advance(o.days * 24 * HOUR_MS)
      watch.ends()
    },
    async [Symbol.asyncDispose]() {
      over = true
      for (const node of nodes) {
        const stopped = node.stop('crash')
        await settled()
        await clock.advance(SECOND_MS)
        await stopped
      }
    },
  }
}

/** A graph in which everybody chooses some and is a friend of whoever chose it. */
function drawFriends({ nodes, chooses }: WeekOptions, random: Random): Set<number>[] {
  const friends = Array.from({ length: nodes }, () => new Set<number>())
  for (const [n, own] of friends.entries())
    for (let chosen = 0; chosen < chooses; ) {
      const other = Math.floor(random() * nodes)
      if (other === n || own.has(other)) continue
      own.add(other)
      friends[other]?.add(n)
      chosen++
    }
  return friends
}
