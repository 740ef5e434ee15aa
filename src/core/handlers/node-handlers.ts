/** Answers the calls about the node itself. */
import type { NodeHandlers } from '../../contract/contract.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = 'node.status' | 'node.rates' | 'node.rename' | 'node.counters' | 'nearby.list'

export function nodeHandlers(ports: HandlerPorts): Pick<NodeHandlers, Names> {
  const { announcer, counters, nearby, settings, nodeView } = ports
  return {
    'node.status': () => Promise.resolve(nodeView()),
    'node.rates': () => Promise.resolve(announcer.rates()),
    'node.rename': ({ name }) => {
      settings.change({ name })
      return Promise.resolve(nodeView())
    },
    'node.counters': () =>
      Promise.resolve(counters.list().map((counter) => ({ ...counter, labels: { ...counter.labels } }))),
    'nearby.list': () => Promise.resolve(nearby.list()),
  }
}
