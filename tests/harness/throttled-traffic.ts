/** The real throttle behind the network's port, with caps that a test sets, and what passed. */

import { type CapPair, type TrafficControl, type Way, windowFor } from '../../src/core/bandwidth/index.ts'
import { passingOn } from '../../src/core/bandwidth/passing-on.ts'
import { createThrottle } from '../../src/core/bandwidth/throttle.ts'
import { systemClock } from '../../src/kit/system.ts'

export interface ThrottledTraffic extends TrafficControl, Disposable {
  setCaps(caps: Partial<CapPair>): void
  /** Bytes with everybody since it was made. */
  readonly wire: Readonly<Record<Way, number>>
  readonly payload: Readonly<Record<Way, number>>
  /** Streams that are open. */
  readonly open: TrafficControl['open']
  readonly openStreams: number
}

const UNLIMITED = Number.POSITIVE_INFINITY

export function throttledTraffic(caps: Partial<CapPair> = {}): ThrottledTraffic {
  let held: CapPair = { up: UNLIMITED, down: UNLIMITED, ...caps }
  let openStreams = 0
  const throttle = createThrottle(systemClock, {
    peerCaps: () => ({ up: UNLIMITED, down: UNLIMITED }),
    weight: () => 1,
  })
  throttle.setCaps(held)
  const wire = { up: 0, down: 0 }
  const payload = { up: 0, down: 0 }
  return {
    wire,
    payload,
    get openStreams() {
      return openStreams
    },
    setCaps(changed) {
      held = { ...held, ...changed }
      throttle.setCaps(held)
    },
    open({ peerId, kind, passesOn }, onRoom) {
      const [up, down] = (['up', 'down'] as const).map((way) =>
        throttle.open({ peerId, kind, isExempt: () => false }, way, () => onRoom(way)),
      ) as [ReturnType<typeof throttle.open>, ReturnType<typeof throttle.open>]
      const both = passesOn ? passingOn(up, down) : null
      openStreams += 1
      let isOpen = true
      return {
        up,
        down: both ?? down,
        window: () => windowFor((both ?? down).bytesPerSecond, null),
        count(way, wireBytes, payloadBytes) {
          wire[way] += wireBytes
          payload[way] += payloadBytes
        },
        [Symbol.dispose]() {
          if (!isOpen) return
          isOpen = false
          openStreams -= 1
          for (const part of [both, up, down]) part?.[Symbol.dispose]()
        },
      }
    },
    [Symbol.dispose]: () => throttle[Symbol.dispose](),
  }
}
