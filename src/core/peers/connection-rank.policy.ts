/** Which of several connections to one peer is used (spec §5: direct over relayed, TCP over WebRTC, newest). */
import type { Transport } from '../../contract/views.ts'

export interface RankedConnection {
  readonly id: string
  readonly transport: Transport
  /** Monotonic. */
  readonly openedMs: number
}

const worth: Readonly<Record<Transport, number>> = { tcp: 4, 'webrtc-direct': 3, webrtc: 2, other: 1, relay: 0 }

/** `null` when there is none. */
export function bestConnection<T extends RankedConnection>(connections: readonly T[]): T | null {
  return connections.reduce<T | null>((best, candidate) => {
    if (!best) return candidate
    const gain = worth[candidate.transport] - worth[best.transport] || candidate.openedMs - best.openedMs
    return gain > 0 ? candidate : best
  }, null)
}
