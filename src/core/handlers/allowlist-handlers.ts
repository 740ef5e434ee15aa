/** Answers the calls about many peers at once: bulk changes, undo, import and export. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `peers.${'forget' | 'change' | 'undo'}` | `allowlist.${'export' | 'preview' | 'import'}`

export function allowlistHandlers(_ports: HandlerPorts, _decisions: Decisions): Pick<NodeHandlers, Names> {
  return {
    'peers.forget': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'peers.change': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'peers.undo': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'allowlist.export': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'allowlist.preview': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'allowlist.import': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
  }
}
