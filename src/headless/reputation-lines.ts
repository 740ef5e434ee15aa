/** How the command line tells of conduct: a table of all, and what moved the score of one. Pure. */
import type { Deed, ReputationListView, ReputationSummary, ReputationView } from '../contract/link-views.ts'
import { duration, facts, relative, rtt, shortId, table } from './text.ts'

/** Names by peer ID; who has none is left out. */
type Names = ReadonlyMap<string, string>

const HEADING = ['NAME', 'PEER', 'SCORE', 'TIER', 'RELIABLE', 'BANS', 'SEEN']

/** The heading first; the best first, so that the worst stand where a person reads last. */
export function reputationTable(peers: readonly ReputationListView[], names: Names, nowMs: number): string[] {
  return table(
    HEADING,
    peers.map((peer) => [
      names.get(peer.peerId) ?? '–',
      shortId(peer.peerId),
      peer.score.toFixed(1),
      peer.tier,
      percent(peer.reliability),
      bansOf(peer, nowMs),
      relative(peer.lastSeen, nowMs),
    ]),
  )
}

/** One line about all of them. */
export function summaryLine({ peers, banned, meanScore, meanReliability }: ReputationSummary): string {
  const parts = [
    peers === 1 ? '1 peer' : `${peers} peers`,
    ...(meanScore === null ? [] : [`mean score ${meanScore.toFixed(1)}`]),
    ...(meanReliability === null ? [] : [`${percent(meanReliability)} reliable`]),
    `${banned === 0 ? 'none' : banned} kept out`,
  ]
  return `${parts.join(', ')}.`
}

/** What a person should know while bans are held back. */
export function heldLines({ bansHeldUntil, bansHeldBack }: ReputationSummary, nowMs: number): string[] {
  if (bansHeldUntil === null) return []
  const who = bansHeldBack === 1 ? '1 peer' : `${bansHeldBack} peers`
  return [
    `Automatic bans are held back for another ${duration(Date.parse(bansHeldUntil) - nowMs)}: too many peers misbehaved at once,`,
    `which may mean that something is wrong on this side. ${who} would have been banned since.`,
    'When you have looked into it, let bans go on with: kith reputation release',
  ]
}

/** Everything about one. */
export function reputationFacts(view: ReputationView, name: string | null, nowMs: number): string[] {
  const { successfulTransfers, failedTransfers, successfulMessages, failedMessages } = view
  return facts([
    ['Name', name ?? '–'],
    ['Peer ID', view.peerId],
    ['Score', `${view.score.toFixed(1)} of 100 (${view.tier})`],
    ['Kept out', view.bannedUntil === null ? 'no' : `ends ${relative(view.bannedUntil, nowMs)}`],
    ['Bans', view.bans === 0 ? 'none so far' : `${view.bans} so far; each lasts twice as long as the one before`],
    ['Transfers', `${successfulTransfers} went well, ${failedTransfers} failed by its fault`],
    ['Messages', `${successfulMessages} good, ${failedMessages} bad`],
    ['Reliable', percent(view.reliability)],
    ['Round trip', rtt(view.latencyMs)],
    ['First seen', relative(view.firstSeen, nowMs)],
    ['Last seen', relative(view.lastSeen, nowMs)],
  ])
}

/** The heading first. */
export function moveTable(moves: ReputationView['moves'], nowMs: number): string[] {
  return table(
    ['WHEN', 'BY', 'WHY'],
    moves.map(({ at, by, why, detail }) => [
      relative(at, nowMs),
      signed(by),
      detail === null ? moveWords[why] : `${moveWords[why]} (${detail})`,
    ]),
  )
}

const moveWords: Readonly<Record<Deed | 'reset' | 'unbanned', string>> = {
  'transfer-succeeded': 'transfers went well',
  'transfer-failed': 'a transfer failed by its fault',
  message: 'messages came as they should',
  'bad-message': 'a message was not one',
  'protocol-violation': 'it broke a protocol',
  'ignored-rate-limit': 'it went on although it was asked to wait',
  reset: 'you put it back to the start',
  unbanned: 'you lifted its ban',
}

/** With one decimal where it has one, as scores are shown. */
function signed(by: number): string {
  const shown = Math.round(by * 10) / 10
  return shown > 0 ? `+${shown}` : String(shown)
}

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`)

function bansOf({ bans, bannedUntil }: ReputationListView, nowMs: number): string {
  const out = bannedUntil === null ? '' : `out, ends ${relative(bannedUntil, nowMs)}`
  return [bans === 0 ? '' : String(bans), out].filter(Boolean).join(', ') || '–'
}
