/** How many connections there may be, and which go when there are too many (spec §5). Pure: a census goes in, a verdict comes out. */
import type { Settings } from '../../contract/settings.ts'
import type { Origin } from './connection-origin.policy.ts'

/** Why a connection is turned away: the metric label and the word in the audit log. */
export type ConnectionLimit =
  | 'limit-total'
  | 'limit-address'
  | 'limit-relay'
  | 'limit-peer'
  | 'limit-pending'
  | 'limit-rate'

/** What there is when somebody comes. */
export interface Census {
  /** Connections of trusted peers, and of all others: those whose ID is proven. */
  readonly trusted: number
  readonly others: number
  /** Inbound handshakes under way. */
  readonly pending: number
  /** So many could be closed to make room for a trusted peer. */
  readonly prunable: number
}

export type Limits = Pick<
  Settings['limits'],
  | 'connections'
  | 'reservedForTrusted'
  | 'perIpv4'
  | 'perIpv6Prefix'
  | 'perRelay'
  | 'perPeer'
  | 'pendingInbound'
  | 'handshakeMs'
  | 'inboundPerSecondPerAddress'
>

/** Somebody comes in and has not said who it is. */
export interface Arrival {
  readonly origin: Origin | null
  /** Inbound connections from there, handshakes under way included. */
  readonly fromOrigin: number
  /** Let in from there within the last second. */
  readonly lastSecond: number
}

/** The cheapest checks come first: whoever knocks too fast costs next to nothing. */
export function decideArrival(census: Census, arrival: Arrival, limits: Limits): ConnectionLimit | null {
  const { origin, fromOrigin, lastSecond } = arrival
  if (origin && lastSecond >= limits.inboundPerSecondPerAddress) return 'limit-rate'
  if (census.pending >= limits.pendingInbound) return 'limit-pending'
  if (origin && fromOrigin >= perOrigin[origin.kind](limits))
    return origin.kind === 'relay' ? 'limit-relay' : 'limit-address'
  // It may be a trusted peer, for which somebody else would go: only a house in which nobody can move is shut.
  const isFull = census.trusted + census.others >= limits.connections
  return isFull && census.prunable === 0 ? 'limit-total' : null
}

const perOrigin: Readonly<Record<Origin['kind'], (limits: Limits) => number>> = {
  ipv4: ({ perIpv4 }) => perIpv4,
  ipv6: ({ perIpv6Prefix }) => perIpv6Prefix,
  relay: ({ perRelay }) => perRelay,
}

/** Somebody whose ID is proven, or whom this node is about to dial. */
export interface Proven {
  readonly trusted: boolean
  /** Connections that this peer has already. */
  readonly ofPeer: number
}

/** A refusal, or how many others have to go first. */
export function decideProven(
  census: Census,
  { trusted, ofPeer }: Proven,
  limits: Limits,
): ConnectionLimit | { readonly prune: number } {
  if (ofPeer >= limits.perPeer) return 'limit-peer'
  const inAll = census.trusted + census.others
  if (trusted) {
    const prune = Math.max(0, inAll + 1 - limits.connections)
    return prune > census.prunable ? 'limit-total' : { prune }
  }
  // What is reserved stays free for trusted peers, whether or not they are there.
  const taken = census.others + Math.max(limits.reservedForTrusted, census.trusted)
  return taken >= limits.connections ? 'limit-total' : { prune: 0 }
}

/** A connection, as one that might have to go. */
export interface Prunable {
  readonly id: number
  readonly trusted: boolean
  /** Something runs with its peer. */
  readonly busy: boolean
  /** Nobody has let its peer in: refused in a moment, or a guest in mode `learn`. */
  readonly stranger: boolean
  readonly kept: boolean
  /** Monotonic. */
  readonly sinceMs: number
}

export const isPrunable = ({ trusted, busy }: Prunable): boolean => !trusted && !busy

/** Which connections go to make room for a trusted peer: strangers first, then who is not kept, and of equals the oldest. */
export function planPruning(connections: readonly Prunable[], count: number): readonly number[] {
  const rank = ({ stranger, kept }: Prunable): number => (stranger ? 0 : kept ? 2 : 1)
  return connections
    .filter(isPrunable)
    .sort((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs || a.id - b.id)
    .slice(0, count)
    .map(({ id }) => id)
}
