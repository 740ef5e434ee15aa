/** A peer in words: what to call it, and why it stands as it does. */
import type { PeerView } from '../../contract/views.ts'
import { strings } from '../strings.ts'
import { peerStrings } from '../strings-peers.ts'
import { shortPeerId } from './peer-id.ts'
import { peerStanding } from './peer-standing.ts'
import { formatAgo, formatSpan, formatUntil } from './quantities.ts'

/** Its name, or the telling part of its ID. */
export const callPeer = (peer: Pick<PeerView, 'peerId' | 'name'>): string => peer.name ?? shortPeerId(peer.peerId)

/** The line below the state: since when, why, and when it is tried again. Empty where there is nothing to add. */
export function peerDetail(peer: PeerView, nowMs: number): string {
  const { reason: reasons, standingDetail: words } = strings
  const reason = peer.reason === null ? null : reasons[peer.reason]
  switch (peerStanding(peer)) {
    case 'blocked':
      return words.both
    case 'banned':
      return peer.bannedUntil === null ? '' : peerStrings.peer.more(formatSpan(Date.parse(peer.bannedUntil) - nowMs))
    case 'connected':
      return peer.connectedSince === null ? '' : words.since(formatSpan(nowMs - Date.parse(peer.connectedSince)))
    case 'suspect':
      return words.heartbeatMissed
    case 'dialing':
      return peer.lastSeen === null ? '' : words.seen(formatAgo(peer.lastSeen, nowMs))
    case 'waiting':
    case 'failed':
    case 'disconnected': {
      const nextTry = peer.nextTryAt === null ? null : words.nextTry(formatUntil(peer.nextTryAt, nowMs))
      const why = reason ?? (peer.lastSeen === null ? words.neverSeen : words.seen(formatAgo(peer.lastSeen, nowMs)))
      return nextTry === null ? why : `${why}, ${nextTry}`
    }
  }
}
