/** A typed `call` and `on` over any bridge: the screens and the command line both speak through it. */
import type { NodeBridge } from './bridge.ts'
import { type CallName, calls, type EventName, events, type Input, type Output, type Payload } from './contract.ts'
import { KithError } from './errors.ts'

export interface NodeClient {
  /** @throws KithError what the node answered, or `Unreachable` when it is not there */
  call<K extends CallName>(name: K, ...input: undefined extends Input<K> ? [] : [Input<K>]): Promise<Output<K>>
  on<K extends EventName>(name: K, listener: (payload: Payload<K>) => void): () => void
  onLink(listener: (up: boolean) => void): () => void
}

export function createNodeClient(bridge: NodeBridge): NodeClient {
  return {
    async call(name, ...[input]) {
      const reply = await bridge.call(name, input)
      if (!reply.ok) throw KithError.fromJson(reply.error)
      return calls[name].output.parse(reply.value) as never
    },
    on: (name, listener) =>
      bridge.on((seen, payload) => {
        if (seen === name) listener(events[name].parse(payload) as never)
      }),
    onLink: (listener) => bridge.onLink(listener),
  }
}
