/** Answers the calls about settings. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `settings.${'get' | 'set' | 'reload'}`

export function settingsHandlers(_ports: HandlerPorts, _decisions: Decisions): Pick<NodeHandlers, Names> {
  return {
    'settings.get': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'settings.set': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
    'settings.reload': () => Promise.reject(new KithError('Internal', 'Not built yet.')),
  }
}
