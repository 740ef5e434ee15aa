/** How components follow the selection: one row its own part, the bar the whole. */
import { useCallback, useSyncExternalStore } from 'react'
import { useStores } from '../../use-stores.ts'

/** Renders again when this one peer is selected or let go. */
export function useSelected(peerId: string): boolean {
  const { selection } = useStores()
  const subscribe = useCallback((listener: () => void) => selection.watch(peerId, listener), [selection, peerId])
  return useSyncExternalStore(subscribe, () => selection.has(peerId))
}

export interface SelectionCount {
  readonly size: number
  /** How many of them are listed now. */
  readonly shown: number
}

export function useSelectionCount(): SelectionCount {
  const { selection, order } = useStores()
  const size = useSyncExternalStore(selection.subscribe, () => selection.size)
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [selection.subscribe(listener), order.subscribe(listener)]
      return () => stops.forEach((stop) => stop())
    },
    [selection, order],
  )
  const shown = useSyncExternalStore(subscribe, () => selection.shown)
  return { size, shown }
}
