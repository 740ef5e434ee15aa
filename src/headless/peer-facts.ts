/** Everything about one peer as lines: how it stands and why, how its link fared, and what its conduct earned it. Pure. */
import type { LinkHistoryView, ReputationView, SpellView } from '../contract/link-views.ts'
import type { RateUnit } from '../contract/typed-amount.policy.ts'
import type { PeerView } from '../contract/views.ts'
import { setCap, volume } from './amounts.ts'
import { hasLimits } from './limits-lines.ts'
import { isLinked, via } from './peer-table.ts'
import { moveTable } from './reputation-lines.ts'
import { facts, lasting, percent, relative, rtt } from './text.ts'
import { checkedWords, left, spellWords, stateWords } from './words.ts'

/** So many of the last spells and moves say enough; `--json` has all. */
const FEW = 5

export interface PeerFacts {
  readonly peer: PeerView
  readonly history: LinkHistoryView
  readonly reputation: ReputationView
  /** In which rates are shown. */
  readonly unit: RateUnit
}

export function peerFacts({ peer, history, reputation, unit }: PeerFacts, nowMs: number): string[] {
  const moves = reputation.moves.slice(0, FEW)
  return [
    ...facts([
      ['Name', peer.name ?? '–'],
      ['Peer ID', peer.peerId],
      ['Note', peer.note === null ? [] : peer.note.split('\n')],
      ['Trust', peer.trust],
      [
        'Checked',
        peer.verified === null ? 'no' : `${relative(peer.verified.at, nowMs)}, ${checkedWords[peer.verified.how]}`,
      ],
      ['May', `${peer.permissions.join(', ') || 'nothing'}${peer.ownPermissions ? ' (chosen for this peer)' : ''}`],
      ['Limits', limitWords(peer, unit)],
      ['Kept', peer.kept ? 'yes, reconnected by itself' : 'no'],
      ['State', stateWords(peer, nowMs)],
      ['Banned', banWords(peer, nowMs)],
      ['Failures', peer.failures === 0 ? [] : `${peer.failures} in a row`],
      ['Breaker', breakerWords(peer, nowMs)],
      ['Via', isLinked(peer) ? via(peer) : []],
      ['Round trip', roundTripWords(peer, history)],
      ['Connected', connectedWords(peer, nowMs)],
      ['Uptime', `${percent(history.uptime)} of the last 24 h, as far as this node ran and knew it`],
      ['Lately', latelyWords(history.spells, nowMs)],
      ['Last seen', relative(peer.lastSeen, nowMs)],
      ['Added', relative(peer.addedAt, nowMs)],
      ['Runs', peer.agent ?? '–'],
      ['Addresses', addressWords(peer)],
      ['Conduct', `${Math.round(peer.score)} of 100 (${reputation.tier})`],
    ]),
    ...(moves.length === 0 ? [] : ['', ...moveTable(moves, nowMs)]),
  ]
}

function limitWords({ limits, exempt }: PeerView, unit: RateUnit): string | readonly string[] {
  if (exempt) return 'exempt from all caps, as it is in this machine’s own network'
  if (!hasLimits(limits)) return []
  const { uploadBytesPerSecond: up, downloadBytesPerSecond: down, monthlyBytes } = limits
  const month = monthlyBytes === 0 ? '' : `, ${volume(monthlyBytes)} a month`
  return `up ${setCap(up, unit)}, down ${setCap(down, unit)}${month}`
}

const connectedWords = ({ connectedSince }: PeerView, nowMs: number): string =>
  connectedSince === null ? 'no' : `for ${lasting(nowMs - Date.parse(connectedSince))}`

function banWords({ bannedUntil, bannedBy }: PeerView, nowMs: number): string | readonly string[] {
  if (bannedUntil === null) return []
  return `${bannedBy === 'node' ? 'by this node, for its conduct' : 'by you'}; ends in ${left(bannedUntil, nowMs)}`
}

function breakerWords({ breakerRetryAt }: PeerView, nowMs: number): string | readonly string[] {
  if (breakerRetryAt === null) return 'closed'
  return Date.parse(breakerRetryAt) > nowMs
    ? `open, lets one try through in ${left(breakerRetryAt, nowMs)}`
    : 'half-open, the next try decides'
}

function roundTripWords(peer: PeerView, { rtts }: LinkHistoryView): string {
  const answered = rtts.flatMap(({ rttMs }) => rttMs ?? []).sort((a, b) => a - b)
  if (answered.length === 0) return rtt(peer.rttMs)
  const p95 = answered[Math.ceil(answered.length * 0.95) - 1] ?? null
  const missed = rtts.length - answered.length
  const now = isLinked(peer) ? [`now ${rtt(rtts.at(-1)?.rttMs ?? null)}`, `smoothed ${rtt(peer.rttMs)}`] : []
  return [...now, `p95 ${rtt(p95)}`, `${missed === 0 ? 'none' : missed} of ${rtts.length} missed`].join(', ')
}

/** The latest last, each from when and for how long. */
function latelyWords(spells: readonly SpellView[], nowMs: number): readonly string[] {
  if (spells.length === 0) return ['nothing is known yet']
  return spells.slice(-FEW).map((spell) => {
    const endMs = spell.until === null ? nowMs : Date.parse(spell.until)
    return `${spellWords(spell)} for ${lasting(Math.max(0, endMs - Date.parse(spell.from)))}${spell.until === null ? ' so far' : ''}`
  })
}

/** Best first; the one in use is said to be. */
function addressWords({ addresses, remoteAddress, state }: PeerView): string | readonly string[] {
  if (addresses.length === 0) return 'none known'
  const used = remoteAddress === null || !isLinked({ state }) ? null : remoteAddress.replace(/\/p2p\/[^/]+$/, '')
  return addresses.map((address) =>
    address === used || (used !== null && address.startsWith(`${used}/p2p/`)) ? `${address} (in use)` : address,
  )
}
