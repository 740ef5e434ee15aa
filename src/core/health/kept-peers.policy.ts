/** Whether the peers that this node keeps connected are connected. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import type { PeerReason } from '../../contract/views.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { degraded, healthy, listed, unhealthy } from './finding.policy.ts'

/** A restart, a change of network or a lid that was closed for a moment is no finding. */
const GRACE_MS = MINUTE_MS
/** Lost within so short a time, it is hardly their doing. Checks are half a minute apart. */
const TOGETHER_MS = 2 * MINUTE_MS

/** A person wants it so, or the node keeps it out for a while: nothing is amiss. */
const wished: readonly PeerReason[] = ['disconnected-here', 'blocked', 'banned']

export interface KeptPeer {
  readonly name: string
  readonly connected: boolean
  /** Not tried again before a person, or the peer, does something. */
  readonly givenUp: boolean
  readonly reason: PeerReason | null
  /** For so long it has been found missing in this run. */
  readonly missingMs: number
  /** It was connected in this run before. */
  readonly wasConnected: boolean
  /** When it was connected last, in this run or an earlier one: ISO 8601. */
  readonly lastSeen: string | null
}

export function keptPeersFinding(peers: readonly KeptPeer[]): HealthFinding {
  const missing = peers.filter(({ connected, reason }) => !connected && !(reason !== null && wished.includes(reason)))
  const found = peers.filter(({ connected }) => connected).length
  const details = { kept: peers.length, connected: found }
  if (peers.length === 0) return healthy('No peer is to be kept connected.', details)
  if (missing.length === 0)
    return healthy(
      found < peers.length
        ? 'Every kept peer that you want connected is connected.'
        : peers.length === 1
          ? `${listed(namesOf(peers))} is connected.`
          : 'All kept peers are connected.',
      details,
    )
  const overdue = missing.filter(({ givenUp, missingMs }) => givenUp || missingMs >= GRACE_MS)
  if (overdue.length === 0) return healthy(`${listed(namesOf(missing))} ${isOrAre(missing)} being connected.`, details)
  const told = { ...details, missing: listed(namesOf(overdue)), lastSeen: earliest(overdue), why: whyOf(overdue) }
  if (found === 0 && peers.length > 1 && lostTogether(overdue, peers.length))
    return unhealthy(
      'All kept peers were lost at about the same time.',
      'Most likely the network of this machine is down or lets nothing out. Kith tries again by itself.',
      told,
    )
  return degraded(
    found === 0 && peers.length > 1
      ? `None of the ${peers.length} kept peers is connected.`
      : `${listed(namesOf(overdue))} ${isOrAre(overdue)} not connected.`,
    adviceFor(overdue),
    told,
  )
}

const namesOf = (peers: readonly KeptPeer[]): string[] => peers.map(({ name }) => name)
const isOrAre = (peers: readonly KeptPeer[]): string => (peers.length === 1 ? 'is' : 'are')

function lostTogether(missing: readonly KeptPeer[], all: number): boolean {
  if (missing.length < all || missing.some(({ wasConnected }) => !wasConnected)) return false
  const spans = missing.map(({ missingMs }) => missingMs)
  return Math.max(...spans) - Math.min(...spans) <= TOGETHER_MS
}

/** Since when the longest one is away; `null` where one never was here. */
function earliest(missing: readonly KeptPeer[]): string | null {
  if (missing.some(({ lastSeen }) => lastSeen === null)) return null
  return missing.map(({ lastSeen }) => lastSeen ?? '').sort()[0] ?? null
}

const whyOf = (missing: readonly KeptPeer[]): string | null =>
  [...new Set(missing.flatMap(({ reason }) => reason ?? []))].sort().join(', ') || null

/** What a person can do, the most certain first. */
const remedies: readonly (readonly [readonly PeerReason[], (who: string) => string])[] = [
  [['not-approved'], (who) => `Ask ${who} to let this node in: it waits there as a request.`],
  [['refused'], (who) => `Ask ${who}: the other side turns this node away.`],
  [
    ['peer-id-mismatch', 'invalid-address', 'no-address'],
    (who) => `Ask ${who} for the address that holds now, or for an invite, and add it.`,
  ],
  [['no-common-protocol'], (who) => `See that ${who} runs a version of Kith that fits this one.`],
  [['full-here'], () => 'This node has no place left. Raise limits.connections in the settings, or close others.'],
]

function adviceFor(missing: readonly KeptPeer[]): string {
  for (const [reasons, advice] of remedies) {
    const those = missing.filter(({ reason }) => reason !== null && reasons.includes(reason))
    if (those.length > 0) return advice(listed(namesOf(those)))
  }
  return missing.length === 1
    ? 'Nothing needs doing if it is switched off: Kith keeps trying. If it is on, see that it is running and online.'
    : 'Nothing needs doing if they are switched off: Kith keeps trying. If they are on, see that they are running and online.'
}
