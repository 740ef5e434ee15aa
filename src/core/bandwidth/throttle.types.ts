/** What the network asks of the throttle, stream by stream. Declared here, where it is decided; `net/` leans on it. */

/**
 * `control` (heartbeats, hello, identify, relaying towards this node) passes at once and is only counted, `message` goes first among what waits, `bulk` shares
 * what is left (spec §9).
 */
export type TrafficClass = 'control' | 'message' | 'bulk'

/** Up is what this node sends. */
export type Way = 'up' | 'down'

/** One direction of one stream. */
export interface Flow {
  /** No cap holds for it now: nothing has to be asked, only counted. */
  readonly isFree: boolean
  /** What it can count on, bytes per second: the caps that hold for it, by how many share them now. `Infinity` when free, 0 when nothing may pass. */
  readonly bytesPerSecond: number
  /** Stands in line: its `onRoom` will be called. */
  readonly isWaiting: boolean
  /**
   * Takes from the caps what may pass now.
   *
   * @returns how many of the wanted bytes; when it is fewer, the flow stands in line and `onRoom` is called when there is more
   */
  take(wantedBytes: number): number
  /** What was taken and did not pass after all. Who gives back a whole turn leaves the line, and has to ask again when it can send. */
  giveBack(bytes: number): void
  /** Passed without having been taken: framing, control traffic, what came unasked. */
  charge(bytes: number): void
}

export interface StreamOwner {
  readonly peerId: string
  readonly kind: TrafficClass
  /** Multiaddr of the other end. */
  readonly remoteAddress: string
  /** What comes is sent on to somebody else by whom nothing can hold back: `down` asks the caps of both directions. */
  readonly passesOn: boolean
}

/** A stream's two flows, and its meter. */
export interface StreamTraffic extends Disposable {
  readonly up: Flow
  readonly down: Flow
  /** How much the other end may have on its way to us now, bytes. */
  window(): number
  /** What passed: bytes on the wire, and of them what the protocol was given to carry. */
  count(way: Way, wireBytes: number, payloadBytes: number): void
}

export interface TrafficControl {
  /** @param onRoom called when a flow that stands in line may take again */
  open(owner: StreamOwner, onRoom: (way: Way) => void): StreamTraffic
}

/** Bytes per second: `Infinity` is unlimited, 0 lets nothing but control traffic pass. */
export interface CapPair {
  readonly up: number
  readonly down: number
}
