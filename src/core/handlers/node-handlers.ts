/** Answers the calls about the node itself. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = 'node.status' | 'node.rates' | 'node.rename' | 'node.counters' | 'nearby.list'

export function nodeHandlers(ports: HandlerPorts, decisions: Decisions): Pick<NodeHandlers, Names> {
  const { announcer, counters, nearby, settings, nodeView } = ports
  return {
    'node.status': () => Promise.resolve(nodeView()),
    'node.rates': () => Promise.resolve(announcer.rates()),
    'node.rename': ({ name }) => {
      const before = nodeView().name
      const changed = settings.change({ name })
      if (changed.length > 0) decisions.note('setting', null, 'name', { by: 'by hand', before, after: name })
      if (settings.current.name !== name)
        throw new KithError(
          'InvalidConfig',
          'The new name is saved for the next start. For this run the command line (--name or --config) decides it.',
          { details: { path: 'name' } },
        )
      return Promise.resolve(nodeView())
    },
    'node.counters': () =>
      Promise.resolve(counters.list().map((counter) => ({ ...counter, labels: { ...counter.labels } }))),
    'nearby.list': () => Promise.resolve(nearby.list()),
  }
}
