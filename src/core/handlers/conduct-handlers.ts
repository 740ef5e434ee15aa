/** Answers the calls about how peers behave and how the node itself is doing. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { ReputationListView } from '../../contract/link-views.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names =
  | `peers.${'history' | 'reputation' | 'resetReputation' | 'candidates'}`
  | `reputation.${'list' | 'summary' | 'release'}`
  | `node.${'health' | 'services'}`

export function conductHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { trust, manager, reputation, health, breakers, announcer } = ports

  function shown(peerId: string): string {
    if (!ports.isShown(peerId))
      throw new KithError(
        'InvalidRequest',
        'No such peer is on the list, so there is nothing to say of its conduct. See who there is under Peers.',
      )
    return peerId
  }

  function ranked(limit: number): ReputationListView[] {
    const known = new Set([...trust.peers(), ...trust.bans()].map(({ peerId }) => peerId))
    for (const peerId of manager.connected()) known.add(peerId)
    return [...known]
      .map((peerId) => reputation.listed(peerId))
      .filter(({ firstSeen, bannedUntil }) => firstSeen !== null || bannedUntil !== null)
      .sort(
        (a, b) => b.score - a.score || (b.reliability ?? 0) - (a.reliability ?? 0) || (a.peerId < b.peerId ? -1 : 1),
      )
      .slice(0, limit)
  }

  return {
    'peers.history': ({ peerId }) => Promise.resolve(manager.history(peerId)),
    'peers.reputation': ({ peerId }) => Promise.resolve(reputation.view(shown(peerId))),
    'peers.resetReputation': async ({ peerId }) => {
      const liftsBan = trust.bannedBy(shown(peerId)) === 'node'
      reputation.reset(peerId)
      decisions.note('reputation', peerId, 'reset')
      if (liftsBan) decisions.note('unban', peerId, 'reset')
      announcer.reputationChanged()
      await decisions.follow([peerId])
      return reputation.view(peerId)
    },
    'peers.candidates': ({ limit }) =>
      Promise.resolve(reputation.transferCandidates(limit).map((peerId) => reputation.view(peerId))),
    'reputation.list': ({ limit }) => Promise.resolve(ranked(limit)),
    'reputation.summary': () => Promise.resolve(reputation.summary()),
    'reputation.release': () => {
      if (reputation.summary().bansHeldUntil === null)
        throw new KithError('InvalidRequest', 'Automatic bans are not held back now, so there is nothing to let go on.')
      reputation.release()
      decisions.note('reputation', null, 'released')
      announcer.reputationChanged()
      return Promise.resolve(reputation.summary())
    },
    'node.health': () => health.run(),
    'node.services': () => Promise.resolve([...breakers.services()]),
  }
}
