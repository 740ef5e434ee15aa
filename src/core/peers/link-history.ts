/** How the links to known peers fared: round trips in memory, spells on disk a moment later (spec §6). */
import { type LinkHistoryView, MAX_RTT_SAMPLES } from '../../contract/link-views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { p95, spellsAfter, spellsAfterStart, uptimeOf } from './link-history.policy.ts'
import type { LinkHistoryRecord, LinkHistoryStore, Spell } from './link-history.types.ts'

/** A crash loses so much of what was, never who may connect. */
const WRITE_BEHIND_MS = 5 * SECOND_MS
/** How often the node writes down that it runs: after a crash nobody else can say when it ended. */
const ALIVE_EVERY_MS = 5 * MINUTE_MS

export interface LinkHistory {
  /** This node runs from now on. */
  start(): void
  /** This node does not run from now on. Writes what waits. */
  stop(): void
  became(peerId: string, state: Spell['state'], reason: Spell['reason']): void
  /** A round trip, or `null` for a ping that was not answered. */
  sampled(peerId: string, rttMs: number | null): void
  /** Writes down now what waits, and that this node still runs. */
  readonly flush: () => void
  /** Of the samples that are remembered. */
  p95RttMs(peerId: string): number | null
  readonly view: (peerId: string) => LinkHistoryView
  /** The store forgets with the peer's own record; this forgets what is here. */
  readonly forget: (peerId: string) => void
}

export interface LinkHistoryPorts {
  readonly clock: Clock
  readonly log: Log
  readonly store: LinkHistoryStore
  /** This node's own ID: under it the store keeps when the node last ran. */
  readonly self: string
}

export function createLinkHistory({ clock, log, store, self }: LinkHistoryPorts): LinkHistory {
  const spells = new Map<string, readonly Spell[]>()
  const rings = new Map<string, RttRing>()
  let alive: Disposable | null = null
  const writes = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => store.transaction(work),
    (error) => log.warn('the history of links could not be written', { error }),
  )

  function put(peerId: string, next: readonly Spell[]): void {
    if (next === spells.get(peerId)) return
    spells.set(peerId, next)
    write({ peerId, spells: next })
  }

  /** What a full disk refuses waits until there is room (`write-behind.ts`). */
  function write(record: LinkHistoryRecord): void {
    writes.later(record.peerId, () => store.putLinkHistory(record))
  }

  function flush(): void {
    write({ peerId: self, spells: [{ fromMs: clock.wallMs(), state: 'offline', reason: null }] })
    writes.flush()
  }

  function noteAlive(): void {
    flush()
    alive = clock.at(clock.now() + ALIVE_EVERY_MS, noteAlive)
  }

  function ringOf(peerId: string): RttRing {
    let ring = rings.get(peerId)
    if (!ring) {
      ring = createRing()
      rings.set(peerId, ring)
    }
    return ring
  }

  return {
    start() {
      if (alive) return
      const records = new Map(store.linkHistories().map((record) => [record.peerId, record.spells]))
      const stoppedMs = records.get(self)?.at(-1)?.fromMs ?? null
      records.delete(self)
      for (const [peerId, known] of records) put(peerId, spellsAfterStart(known, stoppedMs, clock.wallMs()))
      noteAlive()
    },
    stop() {
      if (!alive) return
      alive[Symbol.dispose]()
      alive = null
      const offline: Spell = { fromMs: clock.wallMs(), state: 'offline', reason: null }
      for (const [peerId, known] of spells) put(peerId, spellsAfter(known, offline))
      write({ peerId: self, spells: [offline] })
      writes[Symbol.dispose]()
      spells.clear()
    },
    became(peerId, state, reason) {
      // The goodbyes of a stop are no news of the peer.
      if (!alive) return
      put(peerId, spellsAfter(spells.get(peerId) ?? [], { fromMs: clock.wallMs(), state, reason }))
    },
    flush() {
      if (alive) flush()
    },
    sampled: (peerId, rttMs) => ringOf(peerId).add(clock.wallMs(), rttMs),
    p95RttMs: (peerId) => rings.get(peerId)?.p95() ?? null,
    view(peerId) {
      const known = spells.get(peerId) ?? []
      return {
        peerId,
        rtts: (rings.get(peerId)?.list() ?? []).map(([atMs, rttMs]) => ({
          at: isoTime(atMs),
          rttMs: rttMs === null ? null : Math.round(rttMs * 10) / 10,
        })),
        spells: known.map(({ fromMs, state, reason }, index) => {
          const until = known[index + 1]?.fromMs
          return { from: isoTime(fromMs), until: until === undefined ? null : isoTime(until), state, reason }
        }),
        uptime: uptimeOf(known, clock.wallMs()),
      }
    },
    forget(peerId) {
      spells.delete(peerId)
      rings.delete(peerId)
      writes.drop(peerId)
    },
  }
}

interface RttRing {
  add(atMs: number, rttMs: number | null): void
  p95(): number | null
  /** Oldest first. */
  list(): (readonly [atMs: number, rttMs: number | null])[]
}

/** Made once and never grown: a day of heartbeats leaves the memory as it was. */
function createRing(): RttRing {
  const atMs = new Float64Array(MAX_RTT_SAMPLES)
  /** `NaN`: not answered. */
  const rtts = new Float64Array(MAX_RTT_SAMPLES)
  let next = 0
  let size = 0
  /** Asked far more often than it changes. */
  let known: number | null | undefined
  const indexes = (): number[] =>
    Array.from({ length: size }, (_, i) => (next - size + i + MAX_RTT_SAMPLES) % MAX_RTT_SAMPLES)
  return {
    add(at, rttMs) {
      atMs[next] = at
      rtts[next] = rttMs ?? Number.NaN
      next = (next + 1) % MAX_RTT_SAMPLES
      size = Math.min(size + 1, MAX_RTT_SAMPLES)
      known = undefined
    },
    p95() {
      if (known === undefined) known = p95([...rtts.subarray(0, size)].filter((ms) => !Number.isNaN(ms)))
      return known
    },
    list: () =>
      indexes().map((index) => {
        const rttMs = rtts[index] ?? Number.NaN
        return [atMs[index] ?? 0, Number.isNaN(rttMs) ? null : rttMs] as const
      }),
  }
}
