/** The contract's words as a person reads them on the command line. */
import type { SpellView } from '../contract/link-views.ts'
import type { PeerReason, PeerView, VerifiedHow } from '../contract/views.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kit/units.ts'
import { duration } from './text.ts'

export const reasonWords: Readonly<Record<PeerReason, string>> = {
  'not-approved': 'waiting for approval there',
  refused: 'refused by the peer',
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  reset: 'the line broke',
  'remote-full': 'the peer has no place left',
  unresponsive: 'it stopped answering',
  'peer-id-mismatch': 'somebody else answers at its address',
  'no-common-protocol': 'no protocol in common',
  'invalid-address': 'its address is not valid',
  'no-address': 'no address is known',
  blocked: 'blocked',
  'disconnected-here': 'by you',
  'disconnected-there': 'by the peer',
  stopped: 'the peer stopped',
  replaced: 'replaced by a better connection',
  banned: 'kept out for a while',
  'full-here': 'this node has no place left for it',
}

/** How a person made sure who a peer is. */
export const checkedWords: Readonly<Record<VerifiedHow, string>> = {
  words: 'by comparing the safety words',
  code: 'by its code',
  invite: 'by an invite',
}

/** `in 12 s`, rounded up so that a countdown ends at 1, or `now` when it is due. */
function until(iso: string, nowMs: number): string {
  const ms = Date.parse(iso) - nowMs
  return ms <= 0 ? 'now' : `in ${left(iso, nowMs)}`
}

/** How much of it is left, rounded up: of an hour that has just begun it is `1 h`. */
export function left(iso: string, nowMs: number): string {
  const ms = Date.parse(iso) - nowMs
  const unit = ms <= MINUTE_MS ? SECOND_MS : ms <= HOUR_MS ? MINUTE_MS : ms <= 2 * DAY_MS ? HOUR_MS : DAY_MS
  return duration(Math.ceil(ms / unit) * unit)
}

const failures = (n: number): string => (n === 1 ? '1 failure' : `${n} failures`)

/** How a peer stands, why, and when it is tried again. */
export function stateWords(peer: PeerView, nowMs: number): string {
  const { state, reason, failure, nextTryAt } = peer
  if (peer.trust === 'blocked') return 'blocked'
  if (peer.bannedUntil !== null) {
    const by = peer.bannedBy === 'node' ? 'for its conduct' : 'by you'
    return `kept out for ${left(peer.bannedUntil, nowMs)} more, ${by}`
  }
  const why = reason === null ? null : reasonWords[reason]
  const next = nextTryAt === null ? '' : `, next try ${until(nextTryAt, nowMs)}`
  switch (state) {
    case 'connected':
      return 'connected'
    case 'suspect':
      return peer.silentSince === null
        ? 'not answering'
        : `not answering, silent for ${duration(nowMs - Date.parse(peer.silentSince))}`
    case 'dialing':
      return why === null ? 'connecting' : `connecting, after: ${why}`
    case 'disconnected':
      return why === null ? `not connected${next}` : `not connected (${why})${next}`
    case 'failed':
      if (reason === 'not-approved') return `${reasonWords[reason]}${next}`
      if (failure === 'temporary' && peer.dormant)
        return `resting after ${failures(peer.failures)} (${why ?? 'cannot connect'})${next}`
      if (failure === 'temporary' && peer.breakerRetryAt !== null) {
        const rest = Date.parse(peer.breakerRetryAt) - nowMs
        const span = rest > 0 ? ` for ${left(peer.breakerRetryAt, nowMs)}` : ', next try now,'
        return `left alone${span} after ${failures(peer.failures)}`
      }
      return `${why ?? 'cannot connect'}${next}`
  }
}

/** A stretch of time in words, such as `connected` or `not reachable`. */
export function spellWords({ state, reason }: Pick<SpellView, 'state' | 'reason'>): string {
  switch (state) {
    case 'connected':
      return 'connected'
    case 'suspect':
      return 'not answering'
    case 'dialing':
      return 'connecting'
    case 'offline':
      return 'this node was off'
    case 'failed':
      return reason === null ? 'no connection' : reasonWords[reason]
    case 'disconnected':
      return reason === null ? 'not connected' : `not connected (${reasonWords[reason]})`
  }
}
