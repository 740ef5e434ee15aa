/** The orders in which peers can be listed. Pure. */
import type { PeerView } from '../../contract/views.ts'
import { readAddress } from '../format/address.ts'
import { byText } from '../format/locale.ts'
import { isLinked, type PeerStanding, peerStanding } from '../format/peer-standing.ts'

export const sortColumns = ['name', 'state', 'trust', 'link', 'rtt', 'address'] as const
export type SortColumn = (typeof sortColumns)[number]

export interface PeerSort {
  readonly column: SortColumn
  readonly descending: boolean
}

/** Who can be reached comes first, who never will comes last. */
export const defaultSort: PeerSort = { column: 'state', descending: false }

const standings: readonly PeerStanding[] = [
  'connected',
  'suspect',
  'dialing',
  'waiting',
  'failed',
  'paused',
  'resting',
  'disconnected',
  'banned',
  'blocked',
]
const standingRank = new Map<string, number>(standings.map((standing, rank) => [standing, rank]))
const trustRank = { trusted: 0, verified: 1, unknown: 2, blocked: 3 } as const
const transportRank = { tcp: 0, 'webrtc-direct': 1, webrtc: 2, relay: 3, other: 4 } as const
const LAST = Number.MAX_SAFE_INTEGER

/** Nameless peers stand behind the named ones, in whichever direction a person sorts. */
const nameOf = (peer: PeerView): string | null => peer.name
const addressOf = remembered((peer: PeerView): string | null => {
  const address = (isLinked(peer) ? peer.remoteAddress : null) ?? peer.addresses[0]
  return address === undefined ? null : readAddress(address).text
})

/** A view never changes, so what is read from it once holds for as long as it lives. */
function remembered<T>(read: (peer: PeerView) => T): (peer: PeerView) => T {
  const known = new WeakMap<PeerView, { readonly value: T }>()
  return (peer) => {
    const found = known.get(peer)
    if (found !== undefined) return found.value
    const value = read(peer)
    known.set(peer, { value })
    return value
  }
}

function byPresence<T>(a: T | null, b: T | null, descending: boolean, compare: (a: T, b: T) => number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return descending ? compare(b, a) : compare(a, b)
}

function byColumn({ column, descending }: PeerSort, a: PeerView, b: PeerView): number {
  const sign = descending ? -1 : 1
  switch (column) {
    case 'name':
      return byPresence(nameOf(a), nameOf(b), descending, byText)
    case 'state':
      return sign * (rankOf(a) - rankOf(b))
    case 'trust':
      return sign * (trustRank[a.trust] - trustRank[b.trust])
    case 'link':
      return byPresence(linkRank(a), linkRank(b), descending, (x, y) => x - y)
    case 'rtt':
      return byPresence(rttOf(a), rttOf(b), descending, (x, y) => x - y)
    case 'address':
      return byPresence(addressOf(a), addressOf(b), descending, byText)
  }
}

const rankOf = (peer: PeerView): number => standingRank.get(peerStanding(peer)) ?? LAST
const rttOf = (peer: PeerView): number | null => (isLinked(peer) ? peer.rttMs : null)
const linkRank = (peer: PeerView): number | null =>
  !isLinked(peer) || peer.transport === null
    ? null
    : transportRank[peer.transport] * 2 + Number(peer.direction === 'inbound')

/** A total order: no two different peers are equal, so a list never shuffles by itself. */
export function comparePeers(sort: PeerSort): (a: PeerView, b: PeerView) => number {
  return (a, b) =>
    byColumn(sort, a, b) ||
    byPresence(nameOf(a), nameOf(b), false, byText) ||
    (a.peerId < b.peerId ? -1 : Number(a.peerId > b.peerId))
}
