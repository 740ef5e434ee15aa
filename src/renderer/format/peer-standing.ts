/** How a peer stands, as one word that a screen can show: its state, and what the reason makes of it. */
import type { PeerView } from '../../contract/views.ts'

/**
 * `waiting`: it is there, and somebody over there has yet to let us in; that is no failure (spec §4). `paused`: its breaker is
 * open. `resting`: it failed so often that it is only tried now and then.
 */
export type PeerStanding =
  | 'connected'
  | 'suspect'
  | 'dialing'
  | 'waiting'
  | 'failed'
  | 'paused'
  | 'resting'
  | 'disconnected'
  | 'banned'
  | 'blocked'

type Standing = Pick<PeerView, 'trust' | 'state' | 'reason' | 'bannedUntil' | 'dormant' | 'breakerRetryAt' | 'failure'>

export function peerStanding(peer: Standing): PeerStanding {
  if (peer.trust === 'blocked') return 'blocked'
  if (peer.bannedUntil !== null) return 'banned'
  if (peer.reason === 'not-approved' && (peer.state === 'failed' || peer.state === 'disconnected')) return 'waiting'
  if (peer.state === 'failed' && peer.failure === 'temporary') {
    if (peer.dormant) return 'resting'
    if (peer.breakerRetryAt !== null) return 'paused'
  }
  return peer.state
}

/** There is a line to it now. What its view says of a connection is news only then. */
export const isLinked = (peer: Pick<PeerView, 'state'>): boolean =>
  peer.state === 'connected' || peer.state === 'suspect'
