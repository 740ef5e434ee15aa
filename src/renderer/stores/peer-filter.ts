/** What a search finds, and what a filter lets through. Pure. */
import type { PeerView, TrustLevel } from '../../contract/views.ts'
import { type PeerStanding, peerStanding } from '../format/peer-standing.ts'
import { strings } from '../strings.ts'

/** Every list that is empty lets everybody through. */
export interface PeerFilter {
  readonly levels: readonly TrustLevel[]
  readonly standings: readonly PeerStanding[]
  readonly keptOnly: boolean
  /** Only who does not follow its level's permissions. */
  readonly ownOnly: boolean
}

export const noFilter: PeerFilter = { levels: [], standings: [], keptOnly: false, ownOnly: false }

/** How many choices narrow the list. */
export const filterSize = ({ levels, standings, keptOnly, ownOnly }: PeerFilter): number =>
  levels.length + standings.length + Number(keptOnly) + Number(ownOnly)

/** Those who answer late are still connected for whoever looks for the connected ones. */
const standingOf = (peer: PeerView): PeerStanding => {
  const standing = peerStanding(peer)
  return standing === 'suspect' ? 'connected' : standing
}

export function filterMatcher(filter: PeerFilter): (peer: PeerView) => boolean {
  const { levels, standings, keptOnly, ownOnly } = filter
  if (filterSize(filter) === 0) return () => true
  return (peer) =>
    (levels.length === 0 || levels.includes(peer.trust)) &&
    (standings.length === 0 || standings.includes(standingOf(peer))) &&
    (!keptOnly || peer.kept) &&
    (!ownOnly || peer.ownPermissions)
}

/** How many peers each choice would let through, for the menu of choices. */
export function countChoices(peers: Iterable<PeerView>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (choice: string): void => void counts.set(choice, (counts.get(choice) ?? 0) + 1)
  for (const peer of peers) {
    add(`level:${peer.trust}`)
    add(`standing:${standingOf(peer)}`)
    if (peer.kept) add('kept')
    if (peer.ownPermissions) add('own')
  }
  return counts
}

/** ASCII has no accents, and nearly every haystack is ASCII. */
const ascii = /^[\u0000-\u007f]*$/u

/** Upper and lower case, accents and widths are the same to a search. */
function fold(text: string): string {
  return (ascii.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase()
}

/** A view never changes, so what was read from it once holds for as long as it lives. */
const haystacks = new WeakMap<PeerView, string>()
function haystackOf(peer: PeerView): string {
  const known = haystacks.get(peer)
  if (known !== undefined) return known
  const { name, note, peerId, remoteAddress, addresses } = peer
  const haystack = fold([name ?? '', note ?? '', peerId, remoteAddress ?? '', ...addresses].join('\n'))
  haystacks.set(peer, haystack)
  return haystack
}

/** The words of a query: white space parts them, and so does the ellipsis of a shortened peer ID. */
export const searchWords = (query: string): readonly string[] =>
  // Before folding, which would spell the ellipsis out.
  fold(query.replaceAll('…', ' ')).split(/\s+/u).filter(Boolean)

/**
 * Whether a peer is found. Every word of the query has to occur in its name, note, peer ID or one of its addresses, or
 * to begin its level ("trusted").
 *
 * @param query as typed; a peer ID is found by any of its parts, grouped or shortened as the screens show it
 */
export function peerMatcher(query: string): (peer: PeerView) => boolean {
  const words = searchWords(query)
  if (words.length === 0) return () => true
  return (peer) => {
    const haystack = haystackOf(peer)
    const level = strings.trust[peer.trust].toLowerCase()
    return words.every((word) => haystack.includes(word) || level.startsWith(word))
  }
}
