/** Answers the calls about the audit log. */
import type { NodeHandlers } from '../../contract/contract.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `audit.${'query' | 'verify'}`

export function auditHandlers({ audit }: Pick<HandlerPorts, 'audit'>): Pick<NodeHandlers, Names> {
  return {
    'audit.query': (query) => audit.query(query),
    'audit.verify': () => audit.verify(),
  }
}
