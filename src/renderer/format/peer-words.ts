/** A peer in words: what to call it, and why it stands as it does. */
import type { PeerView } from '../../contract/views.ts'
import { linkStrings, strings } from '../strings.ts'
import { shortPeerId } from './peer-id.ts'
import { peerStanding } from './peer-standing.ts'
import { formatAgo, formatLeft, formatSpan, formatUntil } from './quantities.ts'

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
      return keptOut(peer, nowMs)
    case 'connected':
      return peer.connectedSince === null ? '' : words.since(formatSpan(nowMs - Date.parse(peer.connectedSince)))
    case 'suspect':
      return peer.silentSince === null
        ? words.heartbeatMissed
        : linkStrings.detail.silent(formatSpan(nowMs - Date.parse(peer.silentSince)))
    case 'paused': {
      const left = peer.breakerRetryAt === null ? null : formatLeft(peer.breakerRetryAt, nowMs)
      const { leftAlone, leftAloneNow } = linkStrings.detail
      return left === null ? leftAloneNow(peer.failures) : leftAlone(left, peer.failures)
    }
    case 'dialing':
      return peer.lastSeen === null ? '' : words.seen(formatAgo(peer.lastSeen, nowMs))
    case 'resting':
    case 'waiting':
    case 'failed':
    case 'disconnected': {
      const nextTry = peer.nextTryAt === null ? null : words.nextTry(formatUntil(peer.nextTryAt, nowMs))
      const why = reason ?? (peer.lastSeen === null ? words.neverSeen : words.seen(formatAgo(peer.lastSeen, nowMs)))
      return nextTry === null ? why : `${why}, ${nextTry}`
    }
  }
}

function keptOut({ bannedUntil, bannedBy }: PeerView, nowMs: number): string {
  const left = bannedUntil === null ? null : formatLeft(bannedUntil, nowMs)
  return left === null ? linkStrings.detail.freeNow : linkStrings.detail.keptOut[bannedBy ?? 'person'](left)
}
