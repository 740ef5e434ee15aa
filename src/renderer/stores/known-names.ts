/** Who on the list is called what, so that a stranger who takes a friend's name can be told apart at once. */
import type { PeerView } from '../../contract/views.ts'
import { nameSkeleton } from './known-names.policy.ts'
import type { PeerTable } from './peer-table.ts'

export interface KnownNames extends Disposable {
  /** A peer on the list that is called so and has another peer ID. */
  namesake(name: string, peerId: string): PeerView | null
  /** Told when it may answer differently. The answer stops listening. */
  readonly subscribe: (listener: () => void) => () => void
}

const onList = (peer: PeerView | null): peer is PeerView =>
  peer !== null && peer.name !== null && (peer.trust === 'verified' || peer.trust === 'trusted')

export function createKnownNames(table: PeerTable): KnownNames {
  const ids = new Map<string, Set<string>>()

  function add(peer: PeerView | null): void {
    if (!onList(peer)) return
    const skeleton = nameSkeleton(peer.name ?? '')
    ids.set(skeleton, (ids.get(skeleton) ?? new Set()).add(peer.peerId))
  }

  function drop(peer: PeerView | null): void {
    if (!onList(peer)) return
    const skeleton = nameSkeleton(peer.name ?? '')
    const there = ids.get(skeleton)
    there?.delete(peer.peerId)
    if (there?.size === 0) ids.delete(skeleton)
  }

  for (const peer of table.all()) add(peer)
  const listeners = new Set<() => void>()
  const listening = table.changes.on((changes) => {
    let moved = false
    for (const { before, after } of changes) {
      // Most news is about connections, not names.
      if (before?.name === after?.name && before?.trust === after?.trust) continue
      drop(before)
      add(after)
      moved = true
    }
    if (moved) for (const listener of [...listeners]) listener()
  })

  return {
    namesake(name, peerId) {
      const skeleton = nameSkeleton(name)
      if (skeleton === '') return null
      for (const id of ids.get(skeleton) ?? []) {
        const peer = id === peerId ? undefined : table.get(id)
        if (peer !== undefined) return peer
      }
      return null
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    [Symbol.dispose]() {
      listening[Symbol.dispose]()
      listeners.clear()
    },
  }
}
