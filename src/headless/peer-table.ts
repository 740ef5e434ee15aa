/** Peers as lines of a table: who, how they stand and why, over what, and how far away. Pure. */
import type { PeerView } from '../contract/views.ts'
import { relative, rtt, shortId, table } from './text.ts'
import { stateWords } from './words.ts'

const HEADING = ['NAME', 'PEER', 'TRUST', 'STATE', 'VIA', 'RTT', 'SEEN']

export const isLinked = ({ state }: Pick<PeerView, 'state'>): boolean => state === 'connected' || state === 'suspect'

/** The heading first. */
export const peerTable = (peers: readonly PeerView[], nowMs: number): string[] =>
  table(
    HEADING,
    peers.map((peer) => [
      peer.name ?? '–',
      shortId(peer.peerId),
      peer.trust,
      stateWords(peer, nowMs),
      via(peer),
      isLinked(peer) ? rtt(peer.rttMs) : '–',
      seen(peer, nowMs),
    ]),
  )

export const via = ({ transport, direction }: Pick<PeerView, 'transport' | 'direction'>): string =>
  [transport, direction].filter(Boolean).join(' ') || '–'

const seen = ({ state, silentSince, lastSeen }: PeerView, nowMs: number): string =>
  state === 'connected' ? 'now' : relative(silentSince ?? lastSeen, nowMs)
