/** How the link to one peer fared and what moved its score: fetched while its details are open, and kept while asked again. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { LinkHistoryView, ReputationView } from '../../contract/link-views.ts'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { asError, type Mirrored } from './mirror.ts'
import type { PeerTable } from './peer-table.ts'

/** Round trips come with every heartbeat; asked more often, nothing would be new. */
const EVERY_MS = 5 * SECOND_MS
/** News of a flapping peer come in bursts: one question for each burst. */
const SOON_MS = 250

export interface PeerDetailsState {
  readonly peerId: string | null
  readonly history: Mirrored<LinkHistoryView>
  readonly reputation: Mirrored<ReputationView>
}

export interface PeerDetails extends Disposable {
  readonly store: StoreApi<PeerDetailsState>
  /** Fetches them from now on. The answer ends it. */
  readonly open: (peerId: string) => () => void
  /** Asks again at once. */
  readonly refresh: () => Promise<void>
  /** Takes over what a call answered. */
  readonly learn: (view: ReputationView) => void
}

const nothing = { value: null, error: null } as const

export function createPeerDetails(client: NodeClient, peers: PeerTable, clock: Clock): PeerDetails {
  const store = createStore<PeerDetailsState>(() => ({ peerId: null, history: nothing, reputation: nothing }))
  let timer: Disposable | null = null
  let dueMs = 0
  let stopWatching = (): void => {}

  const isOpen = (peerId: string): boolean => store.getState().peerId === peerId

  async function ask<T>(fetch: () => Promise<T>, before: Mirrored<T>): Promise<Mirrored<T>> {
    try {
      return { value: await fetch(), error: null }
    } catch (cause) {
      // What was seen stays while the node does not answer; the line above the screens says that it does not.
      return before.value === null ? { value: null, error: asError(cause) } : before
    }
  }

  async function refresh(): Promise<void> {
    const { peerId, history, reputation } = store.getState()
    if (peerId === null) return
    plan(EVERY_MS)
    const [nextHistory, nextReputation] = await Promise.all([
      ask(() => client.call('peers.history', { peerId }), history),
      ask(() => client.call('peers.reputation', { peerId }), reputation),
    ])
    if (isOpen(peerId)) store.setState({ history: nextHistory, reputation: nextReputation })
  }

  function plan(inMs: number): void {
    timer?.[Symbol.dispose]()
    dueMs = clock.now() + inMs
    timer = clock.at(dueMs, () => void refresh())
  }

  function close(): void {
    stopWatching()
    stopWatching = () => {}
    timer?.[Symbol.dispose]()
    timer = null
    store.setState({ peerId: null, history: nothing, reputation: nothing })
  }

  return {
    store,
    open(peerId) {
      close()
      store.setState({ peerId })
      stopWatching = peers.watch(peerId, () => {
        // Never later than planned, or a peer that changes all the time would never be asked about.
        if (clock.now() + SOON_MS < dueMs) plan(SOON_MS)
      })
      void refresh()
      return () => {
        if (isOpen(peerId)) close()
      }
    },
    refresh,
    learn(view) {
      if (isOpen(view.peerId)) store.setState({ reputation: { value: view, error: null } })
    },
    [Symbol.dispose]: close,
  }
}
