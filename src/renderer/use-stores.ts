/** How components reach the stores, one peer of the table, and the one clock. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { PeerView } from '../contract/views.ts'
import type { Stores } from './stores/stores.ts'

export const StoresContext = createContext<Stores | null>(null)

export function useStores(): Stores {
  const stores = useContext(StoresContext)
  if (stores === null) throw new Error('a screen was rendered outside of its stores')
  return stores
}

/** Renders again when this one peer changes, whatever happens to the others. */
export function usePeer(peerId: string): PeerView | undefined {
  const { peers } = useStores()
  const subscribe = useCallback((listener: () => void) => peers.watch(peerId, listener), [peers, peerId])
  return useSyncExternalStore(subscribe, () => peers.get(peerId))
}

/**
 * A text that depends on the time. It is read again every second, and rendered only when it reads differently.
 *
 * @param read gets epoch milliseconds
 */
export function useTicking(read: (nowMs: number) => string): string {
  const { ticker } = useStores()
  return useSyncExternalStore(ticker.subscribe, () => read(ticker.nowMs()))
}
