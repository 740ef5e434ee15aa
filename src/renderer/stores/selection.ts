/**
 * Which peers are selected. One pick tells the rows that it concerns and the few who watch the whole, however many are
 * selected. What is selected stays so when a search hides it; who leaves the list of peers leaves the selection.
 */
import { createEmitter } from '../../kit/emitter.ts'
import type { PeerOrder } from './peer-order.ts'
import type { PeerTable } from './peer-table.ts'
import { type Picking, planSelection, type Span } from './selection.policy.ts'

export interface Selection extends Disposable {
  /** Grows with every change. */
  readonly version: number
  readonly size: number
  /** How many of the selected are listed now. */
  readonly shown: number
  has(peerId: string): boolean
  /** In no order. */
  ids(): readonly string[]
  pick(picking: Picking): void
  /** Told when this one peer is selected or let go. The answer stops listening. */
  watch(peerId: string, listener: () => void): () => void
  /** The answer stops listening. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createSelection(table: PeerTable, order: PeerOrder): Selection {
  const selected = new Set<string>()
  const watchers = new Map<string, Set<() => void>>()
  const changes = createEmitter<undefined>()
  let span: Span | null = null
  let version = 0
  /** `shown`, and what it was counted from. */
  let counted = { of: -1, within: -1, shown: 0 }

  function tell(concerned: (peerId: string) => boolean): void {
    version += 1
    for (const [peerId, listeners] of [...watchers]) {
      if (concerned(peerId)) for (const listener of [...listeners]) listener()
    }
    changes.emit(undefined)
  }

  const listening = table.changes.on((news) => {
    const gone = new Set<string>()
    for (const { before, after } of news) {
      if (after === null && before !== null && selected.delete(before.peerId)) gone.add(before.peerId)
    }
    if (gone.size > 0) tell((peerId) => gone.has(peerId))
  })

  return {
    get version() {
      return version
    },
    get size() {
      return selected.size
    },
    get shown() {
      if (counted.of !== version || counted.within !== order.version) {
        let shown = 0
        for (const peerId of selected) shown += Number(order.has(peerId))
        counted = { of: version, within: order.version, shown }
      }
      return counted.shown
    },
    has: (peerId) => selected.has(peerId),
    ids: () => [...selected],
    pick(picking) {
      const plan = planSelection(picking, { has: (id) => selected.has(id), span }, order)
      // Only rows on the screen are watched: asking each of them beats telling apart thousands that changed.
      const before = new Map([...watchers.keys()].map((peerId) => [peerId, selected.has(peerId)]))
      if (plan.fresh) selected.clear()
      for (const peerId of plan.off) selected.delete(peerId)
      for (const peerId of plan.on) selected.add(peerId)
      ;({ span } = plan)
      tell((peerId) => before.get(peerId) !== selected.has(peerId))
    },
    watch(peerId, listener) {
      const listeners = watchers.get(peerId) ?? new Set()
      watchers.set(peerId, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && watchers.get(peerId) === listeners) watchers.delete(peerId)
      }
    },
    subscribe(listener) {
      const told = changes.on(listener)
      return () => told[Symbol.dispose]()
    },
    [Symbol.dispose]() {
      listening[Symbol.dispose]()
      selected.clear()
      watchers.clear()
    },
  }
}
