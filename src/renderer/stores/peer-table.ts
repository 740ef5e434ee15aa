/** All known peers by ID, as the node tells them. One peer's news costs the same whether there are ten or ten thousand. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { PeerView } from '../../contract/views.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { asError } from './mirror.ts'

/** One peer before and after; `null` is not there. */
export interface PeerChange {
  readonly before: PeerView | null
  readonly after: PeerView | null
}

export interface PeerTableStatus {
  readonly phase: 'loading' | 'live' | 'failed'
  readonly error: Error | null
  readonly size: number
}

export interface PeerTable extends Disposable {
  readonly status: StoreApi<PeerTableStatus>
  /** Every change, all of one event together. */
  readonly changes: Source<readonly PeerChange[]>
  get(peerId: string): PeerView | undefined
  all(): Iterable<PeerView>
  /** Told when this one peer changes. The answer stops listening. */
  watch(peerId: string, listener: () => void): () => void
  /** Takes over what a call answered, ahead of the event that tells the same. */
  readonly learn: (view: PeerView) => void
  refresh(): Promise<void>
}

interface Delta {
  readonly upserted: readonly PeerView[]
  readonly removed: readonly string[]
}

export function createPeerTable(client: NodeClient): PeerTable {
  const peers = new Map<string, PeerView>()
  const watchers = new Map<string, Set<() => void>>()
  const changes = createEmitter<readonly PeerChange[]>()
  const status = createStore<PeerTableStatus>(() => ({ phase: 'loading', error: null, size: 0 }))
  /** What was told while a fetch is under way; the fetched list may be older than it. */
  let meanwhile: Delta[] | null = null
  let fetches = 0

  function put(after: PeerView, told: PeerChange[]): void {
    told.push({ before: peers.get(after.peerId) ?? null, after })
    peers.set(after.peerId, after)
  }

  function drop(peerId: string, told: PeerChange[]): void {
    const before = peers.get(peerId)
    if (before === undefined) return
    peers.delete(peerId)
    told.push({ before, after: null })
  }

  function apply({ upserted, removed }: Delta, told: PeerChange[]): void {
    for (const peer of upserted) put(peer, told)
    for (const peerId of removed) drop(peerId, told)
  }

  function tell(told: readonly PeerChange[]): void {
    changes.emit(told)
    for (const { before, after } of told) {
      const id = after?.peerId ?? before?.peerId ?? ''
      for (const listener of [...(watchers.get(id) ?? [])]) listener()
    }
    const last = status.getState()
    if (last.size !== peers.size) status.setState({ size: peers.size })
  }

  function hear(delta: Delta): void {
    meanwhile?.push(delta)
    const told: PeerChange[] = []
    apply(delta, told)
    tell(told)
  }
  const stop = client.on('peers.changed', hear)

  return {
    status,
    changes,
    get: (peerId) => peers.get(peerId),
    all: () => peers.values(),
    watch(peerId, listener) {
      const listeners = watchers.get(peerId) ?? new Set()
      watchers.set(peerId, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && watchers.get(peerId) === listeners) watchers.delete(peerId)
      }
    },
    learn: (view) => hear({ upserted: [view], removed: [] }),
    async refresh() {
      const mine = ++fetches
      meanwhile = []
      try {
        const list = await client.call('peers.list')
        if (mine !== fetches) return
        const told: PeerChange[] = []
        const listed = new Set(list.map((peer) => peer.peerId))
        for (const peerId of [...peers.keys()]) if (!listed.has(peerId)) drop(peerId, told)
        for (const peer of list) put(peer, told)
        for (const delta of meanwhile) apply(delta, told)
        tell(told)
        status.setState({ phase: 'live', error: null, size: peers.size })
      } catch (cause) {
        if (mine === fetches && status.getState().phase !== 'live') {
          status.setState({ phase: 'failed', error: asError(cause) })
        }
      } finally {
        if (mine === fetches) meanwhile = null
      }
    },
    [Symbol.dispose]: stop,
  }
}
