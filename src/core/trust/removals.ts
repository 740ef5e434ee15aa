/** Peers that a person removed: remembered, so that no introducer brings them back (spec §4). */
import type { TrustStore } from './trust-store.types.ts'

/** Removed peers are remembered so far; the oldest are forgotten first. */
const MAX_REMOVALS = 10_000

export interface Removals {
  readonly has: (peerId: string) => boolean
  /**
   * Writes these as removed and those as not. Part of a transaction of the caller's, who runs the answer once that went well.
   */
  readonly write: (
    change: { readonly add: readonly string[]; readonly drop: readonly string[] },
    nowMs: number,
  ) => () => void
}

export function createRemovals(store: Pick<TrustStore, 'removals' | 'putRemoval' | 'removeRemoval'>): Removals {
  // Oldest first, so that the first keys make room.
  const removals = new Set([...store.removals()].sort((a, b) => a.removedAtMs - b.removedAtMs).map((r) => r.peerId))
  return {
    has: (peerId) => removals.has(peerId),
    write({ add, drop }, nowMs) {
      const gone = new Set(drop.filter((peerId) => removals.has(peerId)))
      const added = new Set(add)
      const excess =
        removals.size - gone.size + [...added].filter((peerId) => !removals.has(peerId)).length - MAX_REMOVALS
      if (excess > 0) {
        const oldest = [...removals].filter((peerId) => !gone.has(peerId) && !added.has(peerId))
        for (const peerId of oldest.slice(0, excess)) gone.add(peerId)
      }
      for (const peerId of gone) store.removeRemoval(peerId)
      for (const peerId of added) store.putRemoval({ peerId, removedAtMs: nowMs })
      return () => {
        for (const peerId of [...gone, ...added]) removals.delete(peerId)
        for (const peerId of added) removals.add(peerId)
      }
    },
  }
}
