/** The last ten minutes by the second, both directions. Knows no clock: whoever adds says in which second. */

/** Ten minutes, the second that is open, and one to spare. */
const LENGTH = 602
export const RING_SECONDS = 600

export interface SecondRing {
  /** Seconds come in order; those that were left out passed in silence. */
  add(second: number, sentBytes: number, receivedBytes: number): void
  readonly sent: (second: number) => number
  readonly received: (second: number) => number
}

export function createSecondRing(): SecondRing {
  const bytes = new Float64Array(2 * LENGTH)
  let head = Number.NEGATIVE_INFINITY

  const at = (second: number): number => (((second % LENGTH) + LENGTH) % LENGTH) * 2
  const holds = (second: number): boolean => second <= head && second > head - LENGTH

  return {
    add(second, sentBytes, receivedBytes) {
      if (second - head >= LENGTH) bytes.fill(0)
      else
        for (let silent = head + 1; silent <= second; silent += 1) {
          bytes[at(silent)] = 0
          bytes[at(silent) + 1] = 0
        }
      head = Math.max(head, second)
      if (!holds(second)) return
      const index = at(second)
      bytes[index] = (bytes[index] ?? 0) + sentBytes
      bytes[index + 1] = (bytes[index + 1] ?? 0) + receivedBytes
    },
    sent: (second) => (holds(second) ? (bytes[at(second)] ?? 0) : 0),
    received: (second) => (holds(second) ? (bytes[at(second) + 1] ?? 0) : 0),
  }
}

/**
 * Lays what passed between two moments into the seconds in which it must have passed, evenly: a late timer makes no peak. Whole
 * bytes, and all of them. What lies further back than a ring holds is left out.
 *
 * @param fromMs when counting began, monotonic; `toMs` not before it
 */
export function overSeconds(
  [fromMs, toMs]: readonly [number, number],
  [sentBytes, receivedBytes]: readonly [number, number],
  add: (second: number, sentBytes: number, receivedBytes: number) => void,
): void {
  const last = Math.floor(toMs / 1_000)
  const first = Math.min(last, Math.floor(fromMs / 1_000))
  if (first === last) {
    add(last, sentBytes, receivedBytes)
    return
  }
  const until = (ms: number): [number, number] => {
    const share = (ms - fromMs) / (toMs - fromMs)
    return [Math.round(sentBytes * share), Math.round(receivedBytes * share)]
  }
  const begin = Math.max(first, last - LENGTH)
  let [sent, received] = until(Math.max(fromMs, begin * 1_000))
  for (let second = begin; second <= last; second += 1) {
    const [sentThen, receivedThen] = until(Math.min((second + 1) * 1_000, toMs))
    if (sentThen > sent || receivedThen > received) add(second, sentThen - sent, receivedThen - received)
    sent = sentThen
    received = receivedThen
  }
}
