/** Answers the calls about how peers behave and how the node itself is doing. */
import type { NodeHandlers } from '../../contract/contract.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names =
  | `peers.${'history' | 'reputation' | 'resetReputation' | 'candidates'}`
  | `reputation.${'summary' | 'release'}`
  | `node.${'health' | 'services'}`

export function conductHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { manager, reputation, health, breakers, announcer } = ports
  return {
    'peers.history': ({ peerId }) => Promise.resolve(manager.history(peerId)),
    'peers.reputation': ({ peerId }) => Promise.resolve(reputation.view(peerId)),
    'peers.resetReputation': async ({ peerId }) => {
      reputation.reset(peerId)
      decisions.note('reputation', peerId, 'reset')
      await decisions.follow([peerId])
      return reputation.view(peerId)
    },
    'peers.candidates': ({ limit }) => Promise.resolve(reputation.transferCandidates(limit).map(reputation.view)),
    'reputation.summary': () => Promise.resolve(reputation.summary()),
    'reputation.release': () => {
      reputation.release()
      decisions.note('reputation', null, 'released')
      announcer.reputationChanged()
      return Promise.resolve(reputation.summary())
    },
    'node.health': () => health.run(),
    'node.services': () => Promise.resolve([...breakers.services()]),
  }
}
