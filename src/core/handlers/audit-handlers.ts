/** Answers the calls about the audit log. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `audit.${'query' | 'verify'}`

export function auditHandlers(_ports: HandlerPorts, _decisions: Decisions): Pick<NodeHandlers, Names> {
  return {
    'audit.query': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'audit.verify': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
  }
}
