/** What is written down of a simulated week: when pairs could reach each other and when they did, and every dial. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kit/units.ts'
import type { ManualClock } from '../harness/manual-clock.ts'
import type { LeanWorld } from './lean-network.ts'
import type { WeekNode } from './week-node.ts'

/** Two that keep each other. */
export interface PairRecord {
  readonly a: WeekNode
  readonly b: WeekNode
  /** Both run, there is a path, and each knows where the other is. */
  reachableMs: number
  /** Of it, the part in which both were linked with each other. */
  linkedMs: number
  /** The same, but one has moved to where the other has never seen it, and could not tell it: it has to dial. */
  halfMs: number
  /** The same, but both have moved like that: they meet again when one of them comes back. */
  lostMs: number
}

export interface WeekWatch {
  follow(nodes: readonly WeekNode[], world: LeanWorld): void
  dialled(from: string, to: string): void
  met(at: string, other: string): void
  apart(at: string, other: string): void
  /** What this node can reach may have changed. */
  reviewed(node: WeekNode): void
  /** Its tries begin anew, as a start or a change of network makes them. */
  begins(node: WeekNode): void
  ends(): void
  /** As the first sees it. */
  isLinked(a: WeekNode, b: WeekNode): boolean
  readonly pairs: readonly PairRecord[]
  readonly dials: number
  /** All dials of each minute. */
  readonly perMinute: Uint32Array
  /** The most that one node dialled one friend within any hour, beside how often its tries began anew in that hour. */
  readonly worstHours: readonly { readonly dials: number; readonly freshStarts: number }[]
  /** From being reachable to being linked, every time, in ms. */
  readonly waits: readonly number[]
  /** The same where only one knew where the other is. */
  readonly halfWaits: readonly number[]
}

interface Pair extends PairRecord {
  state: 'apart' | 'lost' | 'half' | 'reachable' | 'linked'
  sinceMs: number
  /** Reachable, in both ways or in one, and not linked since. */
  waitsSinceMs: number | null
  halfSinceMs: number | null
}

interface Way {
  readonly dials: number[]
  readonly starts: number[]
  linkedSinceMs: number | null
}

/** A link that lasted so long has earned a fresh start (`reconnect.stableMs`). */
const STABLE_MS = MINUTE_MS

export function createWeekWatch(clock: ManualClock, days: number): WeekWatch {
  const pairs: Pair[] = []
  const pairsOf = new Map<string, Pair[]>()
  const linked = new Map<string, Set<string>>()
  const ways = new Map<string, Way>()
  const perMinute = new Uint32Array((days * DAY_MS) / MINUTE_MS + 1)
  const worst = new Map<number, number>()
  const waits: number[] = []
  const halfWaits: number[] = []
  let dials = 0
  let world: LeanWorld | null = null

  const wayOf = (from: string, to: string): Way => {
    const key = from + to
    let way = ways.get(key)
    if (!way) {
      way = { dials: [], starts: [], linkedSinceMs: null }
      ways.set(key, way)
    }
    return way
  }
  const isLinked = (a: WeekNode, b: WeekNode): boolean => linked.get(a.peerId)?.has(b.peerId) === true

  function stateOf({ a, b }: Pair): Pair['state'] {
    if (!a.isRunning || !b.isRunning || world?.hasPath(a.network, b.network) !== true) return 'apart'
    if (isLinked(a, b) && isLinked(b, a)) return 'linked'
    const known = Number(a.knows(b.peerId, b.network.address)) + Number(b.knows(a.peerId, a.network.address))
    return (['lost', 'half', 'reachable'] as const)[known] ?? 'lost'
  }

  function account(pair: Pair): void {
    const nowMs = clock.now()
    const ms = nowMs - pair.sinceMs
    if (pair.state === 'reachable' || pair.state === 'linked') pair.reachableMs += ms
    if (pair.state === 'linked') pair.linkedMs += ms
    if (pair.state === 'half') pair.halfMs += ms
    if (pair.state === 'lost') pair.lostMs += ms
    pair.sinceMs = nowMs
    pair.state = stateOf(pair)
    pair.waitsSinceMs = waited(pair, 'reachable', pair.waitsSinceMs, waits)
    pair.halfSinceMs = waited(pair, 'half', pair.halfSinceMs, halfWaits)
  }

  /** Notes how long it took when this state has led to a link; answers since when it waits now. */
  function waited(pair: Pair, state: Pair['state'], sinceMs: number | null, into: number[]): number | null {
    if (pair.state === state) return sinceMs ?? clock.now()
    if (sinceMs !== null && pair.state === 'linked') into.push(clock.now() - sinceMs)
    return null
  }

  function review(peerId: string, other?: string): void {
    for (const pair of pairsOf.get(peerId) ?? [])
      if (other === undefined || pair.a.peerId === other || pair.b.peerId === other) account(pair)
  }

  function forgetOld(times: number[]): number {
    while ((times[0] ?? Infinity) <= clock.now() - HOUR_MS) times.shift()
    return times.length
  }

  return {
    follow(nodes, inWorld) {
      world = inWorld
      const byId = new Map(nodes.map((node) => [node.peerId, node]))
      for (const a of nodes)
        for (const id of a.keeps) {
          const b = byId.get(id)
          if (!b || a.peerId > id) continue
          const pair: Pair = {
            a,
            b,
            reachableMs: 0,
            linkedMs: 0,
            halfMs: 0,
            lostMs: 0,
            state: 'apart',
            sinceMs: 0,
            waitsSinceMs: null,
            halfSinceMs: null,
          }
          pairs.push(pair)
          for (const one of [a, b]) pairsOf.set(one.peerId, [...(pairsOf.get(one.peerId) ?? []), pair])
        }
    },
    dialled(from, to) {
      dials++
      const minute = Math.floor(clock.now() / MINUTE_MS)
      perMinute[minute] = (perMinute[minute] ?? 0) + 1
      const way = wayOf(from, to)
      way.dials.push(clock.now())
      const freshStarts = forgetOld(way.starts)
      worst.set(freshStarts, Math.max(worst.get(freshStarts) ?? 0, forgetOld(way.dials)))
    },
    met(at, other) {
      const set = linked.get(at) ?? new Set()
      linked.set(at, set.add(other))
      wayOf(at, other).linkedSinceMs ??= clock.now()
      review(at, other)
    },
    apart(at, other) {
      if (linked.get(at)?.delete(other) !== true) return
      const way = wayOf(at, other)
      if (clock.now() - (way.linkedSinceMs ?? clock.now()) >= STABLE_MS) way.starts.push(clock.now())
      way.linkedSinceMs = null
      review(at, other)
    },
    reviewed: (node) => review(node.peerId),
    begins(node) {
      for (const other of node.keeps) wayOf(node.peerId, other).starts.push(clock.now())
    },
    ends() {
      for (const pair of pairs) account(pair)
    },
    isLinked,
    pairs,
    get dials() {
      return dials
    },
    perMinute,
    get worstHours() {
      return [...worst]
        .map(([freshStarts, most]) => ({ freshStarts, dials: most }))
        .sort((x, y) => x.freshStarts - y.freshStarts)
    },
    waits,
    halfWaits,
  }
}
