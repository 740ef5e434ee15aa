/**
 * A home's line in one direction, as a fluid: a bottleneck with a deep buffer that drops what does not fit, our connection with a socket
 * buffer before it, and others that use the line as TCP does (CUBIC, RFC 9438) or steadily. No time passes by itself: who owns it steps it.
 */

const SEGMENT_BYTES = 1_448
const FIRST_WINDOW = 10 * SEGMENT_BYTES
/** What a socket takes before it says that it is full: twice what is under way, within these bounds, as Linux does. */
const LEAST_SOCKET_BYTES = 64 * 1_024
const MOST_SOCKET_BYTES = 1_024 * 1_024

export interface HomeLineOptions {
  /** At a time in ms since the beginning. */
  readonly bytesPerSecond: (atMs: number) => number
  readonly bufferBytes: number
  /** The round trip without any queue, ms. */
  readonly wayMs: number
  /** How much longer a single round trip takes, ms. */
  readonly noiseMs?: (random: () => number) => number
  /** How many TCP connections of others send all they can. */
  readonly others?: (atMs: number) => number
  /** What others send whatever happens, bytes per second. */
  readonly steady?: (atMs: number) => number
  readonly seed?: number
}

/** One step of the line. */
export interface Passed {
  readonly atMs: number
  /** What a byte that comes now waits in the buffer of the line, ms. */
  readonly waitMs: number
  /** Bytes that came through. */
  readonly ours: number
  readonly theirs: number
}

export interface HomeLine {
  /** @param allowed bytes per second, `Infinity` without a limit @returns how many bytes our socket took, and what passed */
  step(ms: number, allowed: number): Passed & { readonly taken: number }
  /** How long a question asked now waits for its answer, in the same connection as the data. */
  roundTripMs(): number
}

export function createHomeLine(options: HomeLineOptions): HomeLine {
  const random = lcg(options.seed ?? 1)
  const { bufferBytes, wayMs, noiseMs = () => 0, others = () => 0, steady = () => 0 } = options
  const us = createCubic()
  let them: Cubic[] = []
  let atMs = 0
  let queued = 0
  let inSocket = 0
  let capacity = options.bytesPerSecond(0)
  const waitMs = (): number => (queued / capacity) * 1_000

  return {
    step(ms, allowed) {
      atMs += ms
      capacity = options.bytesPerSecond(atMs)
      const seconds = ms / 1_000
      const rtt = (wayMs + waitMs()) / 1_000
      const room = Math.min(MOST_SOCKET_BYTES, Math.max(LEAST_SOCKET_BYTES, 2 * us.window)) - inSocket
      const taken = Math.max(0, Math.min(room, allowed * seconds))
      inSocket += taken
      const sent = Math.min(inSocket, (us.window / rtt) * seconds)
      inSocket -= sent
      them = Array.from({ length: others(atMs) }, (_, n) => them[n] ?? createCubic())
      const flows = [
        { tcp: us, bytes: sent, isFull: inSocket > 0 },
        ...them.map((tcp) => ({ tcp, bytes: (tcp.window / rtt) * seconds, isFull: true })),
      ]
      const all = flows.reduce((sum, { bytes }) => sum + bytes, steady(atMs) * seconds)
      const out = Math.min(queued + all, capacity * seconds)
      queued += all - out
      const overflows = queued > bufferBytes
      queued = Math.min(queued, bufferBytes)
      for (const { tcp, bytes, isFull } of flows) {
        // Whoever sends much is hit, the others by chance.
        if (overflows && (bytes > all / 5 || random() < 0.3)) tcp.lost(atMs, rtt)
        else if (!overflows && isFull) tcp.acknowledged(bytes, atMs, rtt)
      }
      const ours = all > 0 ? (out * sent) / all : 0
      return { atMs, waitMs: waitMs(), ours, theirs: out - ours, taken }
    },
    roundTripMs() {
      const rate = Math.min(us.window / ((wayMs + waitMs()) / 1_000), capacity)
      return wayMs + waitMs() + (inSocket / rate) * 1_000 + noiseMs(random)
    },
  }
}

interface Cubic {
  readonly window: number
  acknowledged(bytes: number, atMs: number, rtt: number): void
  lost(atMs: number, rtt: number): void
}

function createCubic(): Cubic {
  let window = FIRST_WINDOW
  let threshold = Number.POSITIVE_INFINITY
  let before = 0
  let lostMs = Number.NEGATIVE_INFINITY
  return {
    get window() {
      return window
    },
    acknowledged(bytes, atMs, rtt) {
      if (window < threshold) {
        window += bytes
        return
      }
      const back = Math.cbrt((before * 0.3) / SEGMENT_BYTES / 0.4)
      const aim = before + 0.4 * SEGMENT_BYTES * ((atMs - lostMs) / 1_000 + rtt - back) ** 3
      window += Math.max((SEGMENT_BYTES * bytes) / window, Math.min(bytes / 2, ((aim - window) * bytes) / window))
    },
    lost(atMs, rtt) {
      // One loss counts for each round trip.
      if (atMs - lostMs < rtt * 1_000) return
      lostMs = atMs
      before = window
      window = Math.max(2 * SEGMENT_BYTES, window * 0.7)
      threshold = window
    },
  }
}

/** The same numbers for the same seed (Numerical Recipes' constants). */
function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
