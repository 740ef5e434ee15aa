/** Unknown nodes that mDNS saw on the local network: unproven, so kept small and short. */
import type { NearbyView } from '../contract/views.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import { MINUTE_MS } from '../kit/units.ts'

/** A household, an office; whoever floods the network fills no more than this. */
const MAX_NEARBY = 64
/** mDNS repeats itself every 10 s; who is silent this long has left. */
const GONE_AFTER_MS = 2 * MINUTE_MS

export interface Nearby {
  /** Answers whether somebody came, or an address changed. */
  saw(peerId: string, addresses: readonly string[]): boolean
  drop(peerId: string): boolean
  list(): NearbyView[]
}

export function createNearby(clock: Clock): Nearby {
  const seen = new Map<string, { addresses: readonly string[]; atMs: number }>()
  const expire = (): void => {
    for (const [peerId, { atMs }] of seen) if (clock.now() - atMs >= GONE_AFTER_MS) seen.delete(peerId)
  }
  return {
    saw(peerId, addresses) {
      expire()
      const before = seen.get(peerId)
      if (!before && seen.size >= MAX_NEARBY) return false
      seen.set(peerId, { addresses, atMs: clock.now() })
      return before?.addresses.join() !== addresses.join()
    },
    drop: (peerId) => seen.delete(peerId),
    list() {
      expire()
      return [...seen].map(([peerId, { addresses, atMs }]) => ({
        peerId,
        addresses: [...addresses],
        lastSeen: isoTime(clock.wallMs() + atMs - clock.now()),
      }))
    },
  }
}
