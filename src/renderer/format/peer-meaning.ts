/** What the state of a peer means for a person, and what to do about it: two lines at most, and nothing that ticks. */
import type { PeerReason, PeerView } from '../../contract/views.ts'
import { linkStrings, strings } from '../strings.ts'
import { readAddress } from './address.ts'
import { peerStanding } from './peer-standing.ts'
import { formatSoon, formatSpan } from './quantities.ts'

const words = linkStrings.meaning
const reasons: Partial<Readonly<Record<PeerReason, string>>> = linkStrings.meaningOf

/** @param dormantMs how often a peer that rests is tried */
export function peerMeaning(peer: PeerView, dormantMs: number): string {
  switch (peerStanding(peer)) {
    case 'connected':
      return peer.transport === null || peer.direction === null
        ? ''
        : words.through(
            strings.transport[peer.transport],
            strings.direction[peer.direction],
            peer.remoteAddress === null ? null : readAddress(peer.remoteAddress).text,
          )
    case 'suspect':
      return words.suspect
    case 'dialing':
      return words.dialing
    case 'waiting':
      return words.waiting
    case 'resting':
      return words.resting(peer.failures, formatSpan(dormantMs))
    case 'paused':
      return words.paused
    case 'banned':
      return peer.bannedUntil === null ? '' : words.banned(formatSoon(peer.bannedUntil))
    case 'blocked':
      return words.blocked
    case 'failed':
    case 'disconnected': {
      const why = peer.reason === null ? undefined : reasons[peer.reason]
      return why ?? (peer.kept ? words.known : words.notKept)
    }
  }
}
