/**
 * The sorted and filtered list of peers, kept in order as news arrives: one changed peer is moved by binary search, the
 * rest stays. A search never sorts: it leaves peers out of a list that is in order already. While a person points at
 * the list its order is held, so that no row slips away from under the pointer.
 */
import type { PeerView } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { filterMatcher, filterSize, noFilter, type PeerFilter, peerMatcher, searchWords } from './peer-filter.ts'
import { comparePeers, defaultSort, type PeerSort } from './peer-sort.ts'
import type { PeerTable } from './peer-table.ts'

export interface PeerOrder extends Disposable {
  /** In order. The same array, changed in place: `version` tells when. */
  readonly ids: readonly string[]
  /** Grows with every change of `ids`, `sort`, `query` or `filter`. */
  readonly version: number
  readonly sort: PeerSort
  readonly query: string
  readonly filter: PeerFilter
  setSort(sort: PeerSort): void
  setQuery(query: string): void
  setFilter(filter: PeerFilter): void
  /** Freezes the places of the peers that are listed; peers that come or go are still shown at once. */
  hold(): void
  release(): void
  /** Where the peer stands, or -1. */
  indexOf(peerId: string): number
  /** Whether it is listed; cheaper than asking where. */
  has(peerId: string): boolean
  /** The answer stops listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createPeerOrder(table: PeerTable): PeerOrder {
  const changes = createEmitter<undefined>()
  /** The peer as it was when it got its place. Places agree with these, not with the latest news, while held. */
  const placed = new Map<string, PeerView>()
  const late = new Set<string>()
  /** Everybody, in order. */
  let all: string[] = []
  /** Who is listed: the same array as `all` while nothing narrows it. */
  let ids = all
  let sort = defaultSort
  let query = ''
  let filter = noFilter
  let compare = comparePeers(sort)
  let found = peerMatcher(query)
  let passes = filterMatcher(filter)
  let version = 0
  let held = false

  const fits = (peer: PeerView): boolean => found(peer) && passes(peer)
  const narrowed = (): boolean => searchWords(query).length > 0 || filterSize(filter) > 0

  function changed(): void {
    version += 1
    changes.emit(undefined)
  }

  /** The first index of the list whose peer does not stand before `peer`. */
  function placeIn(list: readonly string[], peer: PeerView): number {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = placed.get(list[middle] ?? '')
      if (there !== undefined && compare(there, peer) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function insert(peer: PeerView): void {
    all.splice(placeIn(all, peer), 0, peer.peerId)
    if (ids !== all && fits(peer)) ids.splice(placeIn(ids, peer), 0, peer.peerId)
    placed.set(peer.peerId, peer)
  }

  function remove(peer: PeerView): void {
    all.splice(placeIn(all, peer), 1)
    if (ids !== all && fits(peer)) ids.splice(placeIn(ids, peer), 1)
    placed.delete(peer.peerId)
    late.delete(peer.peerId)
  }

  /** @returns whether anything that is listed moved */
  function settle(peerId: string): boolean {
    const was = placed.get(peerId)
    const is = table.get(peerId)
    if (was === undefined) {
      if (is === undefined) return false
      insert(is)
      return fits(is)
    }
    if (is !== undefined && compare(was, is) === 0 && fits(was) === fits(is)) {
      placed.set(peerId, is)
      return false
    }
    if (held && is !== undefined) {
      late.add(peerId)
      return false
    }
    remove(was)
    if (is !== undefined) insert(is)
    return fits(was) || (is !== undefined && fits(is))
  }

  function rebuild(): void {
    late.clear()
    placed.clear()
    const everybody = [...table.all()].sort(compare)
    for (const peer of everybody) placed.set(peer.peerId, peer)
    all = everybody.map((peer) => peer.peerId)
    narrow(all)
  }

  /** @param from a list in order that holds everybody who can be listed */
  function narrow(from: readonly string[]): void {
    ids = narrowed()
      ? from.filter((peerId) => {
          const peer = placed.get(peerId)
          return peer !== undefined && fits(peer)
        })
      : all
    changed()
  }

  /** More news than this at once is cheaper to sort anew. */
  const MANY = 256

  /** Gives those their places who have waited for it. @returns whether anything that is listed moved */
  function settleLate(): boolean {
    const waiting = [...late]
    late.clear()
    const wasHeld = held
    held = false
    let moved = false
    for (const peerId of waiting) moved = settle(peerId) || moved
    held = wasHeld
    return moved
  }

  /** A person who asks anew sees what is true now. @param change applies what was asked for */
  function ask(narrower: boolean, change: () => void): void {
    if (late.size > MANY) {
      change()
      rebuild()
      return
    }
    settleLate()
    change()
    narrow(narrower ? ids : all)
  }

  const listening = table.changes.on((news) => {
    if (news.length > MANY && (!held || placed.size === 0)) {
      rebuild()
      return
    }
    let moved = false
    for (const { before, after } of news) moved = settle(after?.peerId ?? before?.peerId ?? '') || moved
    if (moved) changed()
  })

  rebuild()

  return {
    get ids() {
      return ids
    },
    get version() {
      return version
    },
    get sort() {
      return sort
    },
    get query() {
      return query
    },
    get filter() {
      return filter
    },
    setSort(next) {
      sort = next
      compare = comparePeers(sort)
      rebuild()
    },
    setQuery(next) {
      // Whoever types on only loses peers: those that are listed are all that have to be looked at.
      const narrower = next.startsWith(query)
      ask(narrower, () => {
        query = next
        found = peerMatcher(query)
      })
    },
    setFilter(next) {
      ask(false, () => {
        filter = next
        passes = filterMatcher(filter)
      })
    },
    hold() {
      held = true
    },
    release() {
      held = false
      if (late.size === 0) return
      if (late.size > MANY) rebuild()
      else if (settleLate()) changed()
    },
    indexOf(peerId) {
      const peer = placed.get(peerId)
      return peer === undefined || !fits(peer) ? -1 : placeIn(ids, peer)
    },
    has(peerId) {
      const peer = placed.get(peerId)
      return peer !== undefined && fits(peer)
    },
    subscribe(listener) {
      const told = changes.on(listener)
      return () => told[Symbol.dispose]()
    },
    [Symbol.dispose]() {
      listening[Symbol.dispose]()
      placed.clear()
      late.clear()
    },
  }
}
