/**
 * The sorted and filtered list of peers, kept in order as news arrives: one changed peer is moved by binary search, the
 * rest stays. While a person points at the list its order is held, so that no row slips away from under the pointer.
 */
import type { PeerView } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { comparePeers, defaultSort, type PeerSort, peerMatcher } from './peer-sort.ts'
import type { PeerTable } from './peer-table.ts'

export interface PeerOrder extends Disposable {
  /** In order. The same array, changed in place: `version` tells when. */
  readonly ids: readonly string[]
  /** Grows with every change of `ids`, `sort` or `query`. */
  readonly version: number
  readonly sort: PeerSort
  readonly query: string
  setSort(sort: PeerSort): void
  setQuery(query: string): void
  /** Freezes the places of the peers that are listed; peers that come or go are still shown at once. */
  hold(): void
  release(): void
  /** Where the peer stands, or -1. */
  indexOf(peerId: string): number
  /** The answer stops listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createPeerOrder(table: PeerTable): PeerOrder {
  const changes = createEmitter<undefined>()
  /** The peer as it was when it got its place. Places agree with these, not with the latest news, while held. */
  const placed = new Map<string, PeerView>()
  const late = new Set<string>()
  let ids: string[] = []
  let sort = defaultSort
  let query = ''
  let compare = comparePeers(sort)
  let matches = peerMatcher(query)
  let version = 0
  let held = false

  function changed(): void {
    version += 1
    changes.emit(undefined)
  }

  /** The first index whose peer does not stand before `peer`. */
  function placeOf(peer: PeerView): number {
    let low = 0
    let high = ids.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = placed.get(ids[middle] ?? '')
      if (there !== undefined && compare(there, peer) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function insert(peer: PeerView): void {
    ids.splice(placeOf(peer), 0, peer.peerId)
    placed.set(peer.peerId, peer)
  }

  function remove(peer: PeerView): void {
    ids.splice(placeOf(peer), 1)
    placed.delete(peer.peerId)
    late.delete(peer.peerId)
  }

  /** @returns whether anything moved */
  function settle(peerId: string): boolean {
    const was = placed.get(peerId)
    const is = table.get(peerId)
    const belongs = is !== undefined && matches(is)
    if (was === undefined) {
      if (belongs) insert(is)
      return belongs
    }
    if (belongs && compare(was, is) === 0) {
      placed.set(peerId, is)
      return false
    }
    if (held && is !== undefined) {
      late.add(peerId)
      return false
    }
    remove(was)
    if (belongs) insert(is)
    return true
  }

  function rebuild(): void {
    late.clear()
    placed.clear()
    const found = [...table.all()].filter(matches).sort(compare)
    for (const peer of found) placed.set(peer.peerId, peer)
    ids = found.map((peer) => peer.peerId)
    changed()
  }

  /** More news than this at once is cheaper to sort anew. */
  const MANY = 256

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
    setSort(next) {
      sort = next
      compare = comparePeers(sort)
      rebuild()
    },
    setQuery(next) {
      query = next
      matches = peerMatcher(query)
      rebuild()
    },
    hold() {
      held = true
    },
    release() {
      held = false
      if (late.size === 0) return
      const waiting = [...late]
      late.clear()
      if (waiting.length > MANY) {
        rebuild()
        return
      }
      let moved = false
      for (const peerId of waiting) moved = settle(peerId) || moved
      if (moved) changed()
    },
    indexOf(peerId) {
      const peer = placed.get(peerId)
      return peer === undefined ? -1 : placeOf(peer)
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
