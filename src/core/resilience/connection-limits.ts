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
  isPrunable,
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

interface Entry {
  readonly id: number
  readonly origin: Origin | null
  readonly sinceMs: number
  readonly end: (why: 'handshake-timeout' | 'pruned') => void
  peerId: string | null
  stranger: boolean
  deadline: Disposable | null
}

export function createConnectionLimits(ports: ConnectionLimitsPorts, limits: () => Limits): ConnectionLimits {
  const { clock } = ports
  const entries = new Map<number, Entry>()
  const arrivals = createSlidingWindow(clock, SECOND_MS)
  let nextId = 1

  const asPrunable = ({ id, peerId, stranger, sinceMs }: Entry): Prunable[] =>
    peerId === null
      ? []
      : [
          {
            id,
            stranger,
            sinceMs,
            trusted: ports.isTrusted(peerId),
            busy: ports.isBusy(peerId),
            kept: ports.isKept(peerId),
          },
        ]

  function takeCensus(): Census & { readonly proven: readonly Prunable[] } {
    const all = [...entries.values()]
    const proven = all.flatMap(asPrunable)
    const trusted = proven.filter((one) => one.trusted).length
    return {
      trusted,
      others: proven.length - trusted,
      pending: all.filter(({ deadline }) => deadline !== null).length,
      prunable: proven.filter(isPrunable).length,
      proven,
    }
  }

  const countOf = (peerId: string): number => [...entries.values()].filter((entry) => entry.peerId === peerId).length

  function add(origin: Origin | null, end: Entry['end']): Entry {
    const entry: Entry = {
      id: nextId++,
      origin,
      sinceMs: clock.now(),
      end,
      peerId: null,
      stranger: true,
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
        const census = takeCensus()
        const trusted = ports.isTrusted(peerId)
        const verdict = decideProven(census, { trusted, ofPeer: countOf(peerId) }, limits())
        if (typeof verdict === 'string') return verdict
        entry.peerId = peerId
        entry.stranger = stranger
        for (const id of planPruning(census.proven, verdict.prune)) prune(id)
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
      const { handshakeMs } = limits()
      const fromOrigin = origin ? [...entries.values()].filter((entry) => entry.origin?.key === origin.key).length : 0
      const lastSecond = origin ? arrivals.count(origin.key) : 0
      const refusal = decideArrival(takeCensus(), { origin, fromOrigin, lastSecond }, limits())
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
      const verdict = decideProven(
        takeCensus(),
        { trusted: ports.isTrusted(peerId), ofPeer: countOf(peerId) },
        limits(),
      )
      return typeof verdict === 'string' ? verdict : null
    },
    census() {
      const { proven: _, ...census } = takeCensus()
      return { ...census, remembered: arrivals.size }
    },
  }
}
