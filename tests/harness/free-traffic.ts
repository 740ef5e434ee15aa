/** Traffic that nothing holds back; what passed is counted by peer. */
import { type Flow, FREE_WINDOW_BYTES, type TrafficControl, type Way } from '../../src/core/bandwidth/index.ts'

export interface FreeTraffic extends TrafficControl {
  /** Bytes on the wire with everybody. */
  passed(way: Way): number
}

const free: Flow = {
  isFree: true,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  isWaiting: false,
  take: (wanted) => wanted,
  giveBack: () => {},
  charge: () => {},
}

export function freeTraffic(): FreeTraffic {
  const passed = { up: 0, down: 0 }
  return {
    open: () => ({
      up: free,
      down: free,
      window: () => FREE_WINDOW_BYTES,
      count: (way, wireBytes) => void (passed[way] += wireBytes),
      [Symbol.dispose]() {},
    }),
    passed: (way) => passed[way],
  }
}
