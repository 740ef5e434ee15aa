/** Mirrors one whole value that the node owns: told of every change by an event, fetched after every new beginning. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { CallName, EventName, Input, Output, Payload } from '../../contract/contract.ts'
import { sameValue } from './same-value.ts'

export interface Mirrored<T> {
  /** The last value that was heard; it stays while the line is down. */
  readonly value: T | null
  /** The node refused to tell, and nothing was heard before. */
  readonly error: Error | null
}

export interface Mirror<T> extends Disposable {
  readonly store: StoreApi<Mirrored<T>>
  /** Fetches the value. An event that arrives meanwhile is at least as new, so it wins. */
  refresh(): Promise<void>
}

/** A call without input whose answer is what the event carries. */
type ListCall<K extends EventName> = {
  [C in CallName]: undefined extends Input<C> ? (Output<C> extends Payload<K> ? C : never) : never
}[CallName]

/** Listens at once, before anything is fetched: no change falls between the two. */
export function createMirror<K extends EventName>(client: NodeClient, event: K, call: ListCall<K>): Mirror<Payload<K>> {
  const store = createStore<Mirrored<Payload<K>>>(() => ({ value: null, error: null }))
  let heard = 0
  function put(value: Payload<K>): void {
    // The node tells more often than something changes: with every peer's news also how many there are.
    const { value: known, error } = store.getState()
    if (error === null && sameValue(known, value)) return
    store.setState({ value, error: null })
  }
  const stop = client.on(event, (value) => {
    heard += 1
    put(value)
  })
  const ask = client.call.bind(client) as (name: ListCall<K>) => Promise<Payload<K>>
  return {
    store,
    async refresh() {
      const before = heard
      try {
        const value = await ask(call)
        if (heard === before) put(value)
      } catch (cause) {
        if (store.getState().value === null) store.setState({ error: asError(cause) })
      }
    },
    [Symbol.dispose]: stop,
  }
}

export const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))
