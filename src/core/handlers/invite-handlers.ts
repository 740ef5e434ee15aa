/** Answers the calls about invites, introductions and making sure who somebody is. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `peers.${'words' | 'verify' | 'introduce'}` | `invites.${'list' | 'create' | 'revoke' | 'check' | 'join'}`

export function inviteHandlers(_ports: HandlerPorts, _decisions: Decisions): Pick<NodeHandlers, Names> {
  return {
    'peers.words': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'peers.verify': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'peers.introduce': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'invites.list': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'invites.create': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'invites.revoke': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'invites.check': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'invites.join': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
  }
}
