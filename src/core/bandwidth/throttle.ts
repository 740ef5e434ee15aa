/** Lets pass what the caps allow: control at once, messages first, and what is left shared fairly between peers (spec §9). */
import type { Clock } from '../../kit/clock.ts'
import { createLane, type Lane, type LaneOwner } from './lane.ts'
import type { CapPair, Flow, Way } from './throttle.types.ts'

export interface ThrottleOptions {
  readonly peerCaps: (peerId: string) => CapPair
  /** How many times an equal share this peer gets. */
  readonly weight: (peerId: string) => number
}

export interface Throttle extends Disposable {
  setCaps(caps: CapPair): void
  /** A peer's caps or weight changed. */
  reconsider(peerId: string): void
  open(owner: LaneOwner, way: Way, onRoom: () => void): Flow & Disposable
  /** Who is exempt is another. */
  recheck(): void
  /** Who had to wait within the last half second. */
  held(way: Way): ReadonlySet<string>
}

export function createThrottle(clock: Clock, { peerCaps, weight }: ThrottleOptions): Throttle {
  const lane = (way: Way): Lane => createLane(clock, { peerCap: (peerId) => peerCaps(peerId)[way], weight })
  const lanes: Readonly<Record<Way, Lane>> = { up: lane('up'), down: lane('down') }
  const ways: readonly Way[] = ['up', 'down']
  return {
    setCaps(caps) {
      for (const way of ways) lanes[way].setCap(caps[way])
    },
    reconsider(peerId) {
      for (const way of ways) lanes[way].reconsider(peerId)
    },
    open: (owner, way, onRoom) => lanes[way].open(owner, onRoom),
    recheck() {
      for (const way of ways) lanes[way].recheck()
    },
    held: (way) => lanes[way].held(),
    [Symbol.dispose]() {
      for (const way of ways) lanes[way][Symbol.dispose]()
    },
  }
}
