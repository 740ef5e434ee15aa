/** What a relay takes in it sends out again, and nothing tells the sender to wait but the window: both caps are asked before more is let in. */
import type { Flow } from './throttle.types.ts'

/** Looks like `down` and asks both, one after the other: what the first gave is kept until the second gives too. Disposes neither. */
export function passingOn(up: Flow, down: Flow): Flow & Disposable {
  /** Taken from `up`, and not yet from `down`. */
  let kept = 0
  return {
    get isFree() {
      return up.isFree && down.isFree
    },
    get bytesPerSecond() {
      return Math.min(up.bytesPerSecond, down.bytesPerSecond)
    },
    get isWaiting() {
      return up.isWaiting || down.isWaiting
    },
    take(wanted) {
      if (kept < wanted) kept += up.take(wanted - kept)
      if (kept === 0) return 0
      const taken = down.take(Math.min(kept, wanted))
      kept -= taken
      return taken
    },
    giveBack(bytes) {
      up.giveBack(bytes)
      down.giveBack(bytes)
    },
    charge(bytes) {
      up.charge(bytes)
      down.charge(bytes)
    },
    [Symbol.dispose]() {
      up.giveBack(kept)
      kept = 0
    },
  }
}
