/** How the node is: told when something is news, asked again and again while somebody looks, so that its figures move. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { HealthView } from '../../contract/link-views.ts'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { asError, type Mirrored } from './mirror.ts'

export interface HealthState extends Mirrored<HealthView> {
  /** A person asked, and the node has not answered yet. */
  readonly checking: boolean
}

export interface HealthStore extends Disposable {
  readonly store: StoreApi<HealthState>
  refresh(): Promise<void>
  /** A person asks. @throws KithError what the node refused */
  check(): Promise<HealthView>
  /** Somebody looks. The answer ends that. */
  readonly open: () => () => void
}

/** Its figures are no gauges: who watches rates has them at the foot of the window. */
const LOOK_EVERY_MS = 15 * SECOND_MS

export function createHealthStore(client: NodeClient, clock: Clock): HealthStore {
  const store = createStore<HealthState>(() => ({ value: null, error: null, checking: false }))
  let lookers = 0
  let next: Disposable | null = null

  function take(value: HealthView): void {
    const known = store.getState().value
    // An answer may be overtaken by an event.
    if (known === null || value.checkedAt >= known.checkedAt) store.setState({ value, error: null })
  }

  async function refresh(): Promise<void> {
    try {
      take(await client.call('node.health'))
    } catch (cause) {
      if (store.getState().value === null) store.setState({ error: asError(cause) })
    }
  }

  function schedule(): void {
    next = clock.at(clock.now() + LOOK_EVERY_MS, () => {
      void refresh()
      schedule()
    })
  }

  function stop(): void {
    next?.[Symbol.dispose]()
    next = null
  }

  const unlisten = client.on('health.changed', take)
  return {
    store,
    refresh,
    async check() {
      store.setState({ checking: true })
      try {
        const value = await client.call('node.health')
        take(value)
        return value
      } finally {
        store.setState({ checking: false })
      }
    },
    open() {
      lookers += 1
      if (lookers === 1) {
        void refresh()
        schedule()
      }
      let looking = true
      return () => {
        if (looking) lookers -= 1
        looking = false
        if (lookers === 0) stop()
      }
    },
    [Symbol.dispose]() {
      stop()
      unlisten()
    },
  }
}
