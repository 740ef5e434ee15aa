/** How a peer stands, as one word that a screen can show: its state, and what the reason makes of it. */
import type { PeerView } from '../../contract/views.ts'

/** `waiting`: it is there, and somebody over there has yet to let us in. That is no failure (spec §4). */
export type PeerStanding =
  | 'connected'
  | 'suspect'
  | 'dialing'
  | 'waiting'
  | 'failed'
  | 'disconnected'
  | 'banned'
  | 'blocked'

export function peerStanding(peer: Pick<PeerView, 'trust' | 'state' | 'reason' | 'bannedUntil'>): PeerStanding {
  if (peer.trust === 'blocked') return 'blocked'
  if (peer.bannedUntil !== null) return 'banned'
  if (peer.reason === 'not-approved' && (peer.state === 'failed' || peer.state === 'disconnected')) return 'waiting'
  return peer.state
}

/** There is a line to it now. What its view says of a connection is news only then. */
export const isLinked = (peer: Pick<PeerView, 'state'>): boolean =>
  peer.state === 'connected' || peer.state === 'suspect'
