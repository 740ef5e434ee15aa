/**
 * Keeps the census of connections and executes what its policy decides: places are taken and given back, handshakes have their
 * deadline, and others go to make room for a trusted peer (spec §5).
 */
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import {
  type Census,
  type ConnectionLimit,
  decideArrival,
  decideProven,
  type Limits,
  type Prunable,
  planPruning,
} from './connection-limits.policy.ts'
import { type Origin, originOf } from './connection-origin.policy.ts'
import { createSlidingWindow } from './sliding-window.ts'

export interface ConnectionLimitsPorts {
  readonly clock: Clock
  readonly isTrusted: (peerId: string) => boolean
  readonly isBusy: (peerId: string) => boolean
  readonly isKept: (peerId: string) => boolean
}

/** One connection's place, from its arrival to its end. */
export interface Place extends Disposable {
  /**
   * Its peer's ID is known: counts for the peer from now on, or says why it may not. Closes others where a trusted peer needs room.
   *
   * @param stranger nobody has let this peer in
   */
  prove(peerId: string, stranger: boolean): ConnectionLimit | null
  /** The handshake is over. */
  opened(): void
  /** `null` until it is proven. */
  readonly peerId: string | null
}

export interface ConnectionLimits {
  /**
   * Somebody comes in. The place is given back by disposing it, or has been when `end` is called, at most once: the handshake took
   * too long, or a trusted peer needs the place.
   */
  arrive(remoteAddress: string | null, end: (why: 'handshake-timeout' | 'pruned') => void): Place | ConnectionLimit
  /** This node connects to somebody: a place to be proven at once. */
  leave(end: (why: 'handshake-timeout' | 'pruned') => void): Place
  /** Why this peer may not be dialled now; `null` when it may. Takes no place and closes nobody. */
  refusesDial(peerId: string): ConnectionLimit | null
  /** What there is now. */
  census(): Census & { readonly remembered: number }
}

/** Spec §4: a decision holds within a second. */
const TRUST_MS = SECOND_MS

interface Entry {
  readonly id: number
  readonly origin: Origin | null
  readonly sinceMs: number
  readonly end: (why: 'handshake-timeout' | 'pruned') => void
  peerId: string | null
  stranger: boolean
  /** What was said of the peer's trust, and when. */
  trusted: boolean
  trustedAskedMs: number
  deadline: Disposable | null
}

export function createConnectionLimits(ports: ConnectionLimitsPorts, limits: () => Limits): ConnectionLimits {
  const { clock } = ports
  const entries = new Map<number, Entry>()
  const arrivals = createSlidingWindow(clock, SECOND_MS)
  let nextId = 1

  /**
   * Taken for everybody who comes. Who is trusted is asked from `tellApart` connections on only: below, nobody's trust makes a
   * difference and all count as others.
   */
  function takeCensus(originKey: string | null, ofPeerId: string | null, tellApart: number) {
    const census = { trusted: 0, others: 0, pending: 0, prunable: 0, fromOrigin: 0, ofPeer: 0 }
    for (const { peerId, origin, deadline } of entries.values()) {
      if (deadline !== null) census.pending += 1
      if (origin !== null && origin.key === originKey) census.fromOrigin += 1
      if (peerId !== null) census.others += 1
      if (peerId !== null && peerId === ofPeerId) census.ofPeer += 1
    }
    census.prunable = census.others
    if (census.others < tellApart) return census
    for (const entry of entries.values()) {
      const { peerId } = entry
      if (peerId === null) continue
      const isTrusted = wasTrusted(entry, peerId)
      if (isTrusted) {
        census.trusted += 1
        census.others -= 1
      }
      if (isTrusted || ports.isBusy(peerId)) census.prunable -= 1
    }
    return census
  }

  /** For counting it may be a second old; who comes and who would have to go are asked about anew. */
  function wasTrusted(entry: Entry, peerId: string): boolean {
    if (clock.now() - entry.trustedAskedMs >= TRUST_MS) {
      entry.trusted = ports.isTrusted(peerId)
      entry.trustedAskedMs = clock.now()
    }
    return entry.trusted
  }

  function prunables(): Prunable[] {
    return [...entries.values()].flatMap(({ id, peerId, stranger, sinceMs }) =>
      peerId === null
        ? []
        : {
            id,
            stranger,
            sinceMs,
            trusted: ports.isTrusted(peerId),
            busy: ports.isBusy(peerId),
            kept: ports.isKept(peerId),
          },
    )
  }

  function decide(peerId: string): ReturnType<typeof decideProven> {
    const { connections, reservedForTrusted } = limits()
    const census = takeCensus(null, peerId, connections - reservedForTrusted)
    return decideProven(census, { trusted: ports.isTrusted(peerId), ofPeer: census.ofPeer }, limits())
  }

  function add(origin: Origin | null, end: Entry['end']): Entry {
    const entry: Entry = {
      id: nextId++,
      origin,
      sinceMs: clock.now(),
      end,
      peerId: null,
      stranger: true,
      trusted: false,
      trustedAskedMs: Number.NEGATIVE_INFINITY,
      deadline: null,
    }
    entries.set(entry.id, entry)
    return entry
  }

  function settle(entry: Entry): void {
    entry.deadline?.[Symbol.dispose]()
    entry.deadline = null
  }

  function remove(entry: Entry): void {
    settle(entry)
    entries.delete(entry.id)
  }

  function put(entry: Entry): Place {
    return {
      get peerId() {
        return entry.peerId
      },
      prove(peerId, stranger) {
        if (entry.peerId !== null || !entries.has(entry.id)) return null
        const verdict = decide(peerId)
        if (typeof verdict === 'string') return verdict
        if (verdict.prune > 0) for (const id of planPruning(prunables(), verdict.prune)) prune(id)
        entry.peerId = peerId
        entry.stranger = stranger
        return null
      },
      opened: () => settle(entry),
      [Symbol.dispose]: () => remove(entry),
    }
  }

  function prune(id: number): void {
    const entry = entries.get(id)
    if (!entry) return
    remove(entry)
    entry.end('pruned')
  }

  return {
    arrive(remoteAddress, end) {
      const origin = remoteAddress === null ? null : originOf(remoteAddress)
      const { handshakeMs, connections } = limits()
      const census = takeCensus(origin?.key ?? null, null, connections)
      const lastSecond = origin ? arrivals.count(origin.key) : 0
      const refusal = decideArrival(census, { origin, fromOrigin: census.fromOrigin, lastSecond }, limits())
      if (refusal) return refusal
      if (origin) arrivals.add(origin.key)
      const entry = add(origin, end)
      entry.deadline = clock.at(clock.now() + handshakeMs, () => {
        remove(entry)
        end('handshake-timeout')
      })
      return put(entry)
    },
    leave: (end) => put(add(null, end)),
    refusesDial(peerId) {
      const verdict = decide(peerId)
      return typeof verdict === 'string' ? verdict : null
    },
    census() {
      const { trusted, others, pending, prunable } = takeCensus(null, null, 0)
      return { trusted, others, pending, prunable, remembered: arrivals.size }
    },
  }
}
