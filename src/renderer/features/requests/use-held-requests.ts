/** The requests in an order that does not change under a hand: new ones wait at the end until the person looks away. */
import { useState } from 'react'
import type { RequestView } from '../../../contract/views.ts'
import { heldOrder } from './held-order.policy.ts'

export interface HeldRequests {
  readonly list: readonly RequestView[]
  /** While held, cards keep their places. */
  readonly hold: (held: boolean) => void
}

export function useHeldRequests(requests: readonly RequestView[]): HeldRequests {
  const [held, setHeld] = useState<readonly string[] | null>(null)
  if (held === null) {
    const ids = requests.map((request) => request.peerId)
    return { list: requests, hold: (on) => (on ? setHeld(ids) : undefined) }
  }
  const byId = new Map(requests.map((request) => [request.peerId, request]))
  const ids = heldOrder(held, [...byId.keys()])
  // Whoever came while it is held gets a place to keep, too.
  if (ids.length !== held.length || ids.some((id, index) => id !== held[index])) setHeld(ids)
  return {
    list: ids.flatMap((id) => byId.get(id) ?? []),
    hold: (on) => (on ? undefined : setHeld(null)),
  }
}
