/**
 * One direction of the throttle: the node's bucket and each peer's in series, and who passes next. Messages go before bulk; within a
 * kind the peers take turns, and within a peer its streams. A turn is a number of bytes and can be cut anywhere, so that turns of equal size
 * are as fair as deficit round robin (Shreedhar and Varghese, 1995) without its deficits.
 */
import type { Clock } from '../../kit/clock.ts'
import { type Bucket, capacity, filled, fullBucket, rerated, spent, turnBytes, waitMs } from './bucket.policy.ts'
import type { Flow, TrafficClass } from './throttle.types.ts'

export interface LaneOptions {
  /** Bytes per second, `Infinity` or 0. */
  readonly peerCap: (peerId: string) => number
  /** How many times an equal share this peer gets. */
  readonly weight: (peerId: string) => number
}

export interface Lane extends Disposable {
  setCap(rate: number): void
  /** The peer's cap or weight is another. */
  reconsider(peerId: string): void
  open(owner: LaneOwner, onRoom: () => void): Flow & Disposable
  /** Who stands in line. */
  readonly waiting: ReadonlySet<string>
}

export interface LaneOwner {
  readonly peerId: string
  readonly kind: TrafficClass
  readonly exempt: boolean
}

type Kind = Exclude<TrafficClass, 'control'>
/** First come first. */
const KINDS: readonly Kind[] = ['message', 'bulk']
/** Waking more often would cost more than it smooths. */
const NAP_SECONDS = 0.005
/** Spec §9: a refill at least so often, whatever was reckoned before. */
const MAX_NAP_MS = 100

interface Waiter {
  readonly peer: Peer
  readonly kind: Kind
  readonly onRoom: () => void
  waits: boolean
  /** What is left of the turn that it has now. */
  turn: number
}

interface Peer {
  readonly peerId: string
  rate: number
  weight: number
  bucket: Bucket
  flows: number
  readonly line: Readonly<Record<Kind, Waiter[]>>
}

export function createLane(clock: Clock, options: LaneOptions): Lane {
  const peers = new Map<string, Peer>()
  /** Peers with somebody in line, in the order of their turns. */
  const rounds: Readonly<Record<Kind, Set<Peer>>> = { message: new Set(), bulk: new Set() }
  const waiting = new Set<string>()
  let rate = Number.POSITIVE_INFINITY
  let bucket = fullBucket(rate, clock.now())
  let timer: Disposable | null = null
  let serving = false

  const inLine = ({ line }: Peer): boolean => line.message.length + line.bulk.length > 0
  const capped = (peer: Peer): boolean => rate !== Number.POSITIVE_INFINITY || peer.rate !== Number.POSITIVE_INFINITY
  const turnOf = (peer: Peer): number => turnBytes(Math.min(rate, peer.rate))

  function fill(peer: Peer): void {
    const nowMs = clock.now()
    if (rate !== Number.POSITIVE_INFINITY) bucket = filled(bucket, rate, nowMs, waiting.size > 0)
    if (peer.rate !== Number.POSITIVE_INFINITY) peer.bucket = filled(peer.bucket, peer.rate, nowMs, inLine(peer))
  }

  /** What the node's cap and the peer's allow; at most what both hold. */
  const room = (peer: Peer): number =>
    rate === 0 || peer.rate === 0 ? 0 : Math.floor(Math.min(bucket.tokens, peer.bucket.tokens))

  function spend(peer: Peer, bytes: number): void {
    if (rate !== Number.POSITIVE_INFINITY) bucket = spent(bucket, bytes, rate)
    if (peer.rate !== Number.POSITIVE_INFINITY) peer.bucket = spent(peer.bucket, bytes, peer.rate)
  }

  function standInLine(waiter: Waiter): void {
    const { peer, kind } = waiter
    if (waiter.waits) return
    waiter.waits = true
    if (!inLine(peer)) fill(peer)
    peer.line[kind].push(waiter)
    rounds[kind].add(peer)
    waiting.add(peer.peerId)
    if (!serving) nap()
  }

  function leaveLine(waiter: Waiter): void {
    const { peer, kind } = waiter
    if (!waiter.waits) return
    waiter.waits = false
    const line = peer.line[kind]
    line.splice(line.indexOf(waiter), 1)
    if (line.length === 0) rounds[kind].delete(peer)
    if (!inLine(peer)) waiting.delete(peer.peerId)
  }

  /** Somebody stands in line who could pass as well: nobody jumps the queue, except past who is held up by its own cap. */
  function isOvertaken(kind: Kind): boolean {
    for (const before of kind === 'message' ? (['message'] as const) : KINDS)
      for (const peer of rounds[before]) {
        fill(peer)
        if (peer.rate !== 0 && peer.bucket.tokens > 0) return true
      }
    return false
  }

  function pass(waiter: Waiter, bytes: number): number {
    const { peer } = waiter
    if (!capped(peer)) return bytes
    if (waiter.turn > 0) {
      const now = Math.min(bytes, waiter.turn)
      waiter.turn -= now
      spend(peer, now)
      if (now < bytes) standInLine(waiter)
      return now
    }
    if (!waiter.waits && !isOvertaken(waiter.kind)) {
      fill(peer)
      const turn = Math.min(bytes, turnOf(peer))
      if (room(peer) >= turn) {
        spend(peer, turn)
        if (turn < bytes) standInLine(waiter)
        return turn
      }
    }
    standInLine(waiter)
    return 0
  }

  /** The next who can pass. Peers that are held up by their own cap are passed over and keep their place. */
  function next(): Waiter | null {
    for (const kind of KINDS)
      for (const peer of rounds[kind]) {
        fill(peer)
        const [waiter] = peer.line[kind]
        if (waiter && (!capped(peer) || room(peer) >= turnOf(peer))) return waiter
      }
    return null
  }

  function serve(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (serving) return
    serving = true
    try {
      for (let waiter = next(); waiter; waiter = next()) {
        const { peer, kind } = waiter
        leaveLine(waiter)
        // To the end of the round, if others of this peer stay in line.
        if (rounds[kind].delete(peer)) rounds[kind].add(peer)
        waiter.turn = capped(peer)
          ? Math.min(Math.max(1, room(peer)), turnOf(peer) * peer.weight)
          : Number.POSITIVE_INFINITY
        waiter.onRoom()
        waiter.turn = 0
      }
    } finally {
      serving = false
    }
    nap()
  }

  /** Until the first who waits can have a turn, or a little more. */
  function nap(): void {
    if (timer || waiting.size === 0) return
    const nowMs = clock.now()
    let soonestMs = Number.POSITIVE_INFINITY
    for (const kind of KINDS)
      for (const peer of rounds[kind]) {
        if (rate === 0 || peer.rate === 0) continue
        fill(peer)
        const enough = (of: number): number => Math.min(capacity(of, true), Math.max(turnOf(peer), of * NAP_SECONDS))
        const node = rate === Number.POSITIVE_INFINITY ? 0 : waitMs(bucket, rate, enough(rate))
        const own = peer.rate === Number.POSITIVE_INFINITY ? 0 : waitMs(peer.bucket, peer.rate, enough(peer.rate))
        soonestMs = Math.min(soonestMs, Math.max(node, own))
      }
    // Paused: whoever lets it go on wakes us.
    if (soonestMs === Number.POSITIVE_INFINITY) return
    timer = clock.at(nowMs + Math.max(1, Math.min(soonestMs, MAX_NAP_MS)), serve)
  }

  function kick(): void {
    timer?.[Symbol.dispose]()
    timer = null
    serve()
  }

  function peerOf(peerId: string): Peer {
    let peer = peers.get(peerId)
    if (!peer) {
      const own = options.peerCap(peerId)
      peer = {
        peerId,
        rate: own,
        weight: options.weight(peerId),
        bucket: fullBucket(own, clock.now()),
        flows: 0,
        line: { message: [], bulk: [] },
      }
      peers.set(peerId, peer)
    }
    return peer
  }

  return {
    waiting,
    setCap(next) {
      if (next === rate) return
      bucket =
        rate === Number.POSITIVE_INFINITY
          ? fullBucket(next, clock.now())
          : rerated(filled(bucket, rate, clock.now(), false), next)
      rate = next
      kick()
    },
    reconsider(peerId) {
      const peer = peers.get(peerId)
      if (!peer) return
      const own = options.peerCap(peerId)
      peer.weight = options.weight(peerId)
      if (own === peer.rate) return
      fill(peer)
      peer.bucket = peer.rate === Number.POSITIVE_INFINITY ? fullBucket(own, clock.now()) : rerated(peer.bucket, own)
      peer.rate = own
      kick()
    },
    open({ peerId, kind, exempt }, onRoom) {
      const peer = peerOf(peerId)
      peer.flows += 1
      let open = true
      const waiter: Waiter = { peer, kind: kind === 'message' ? 'message' : 'bulk', onRoom, waits: false, turn: 0 }
      const isFree = (): boolean => exempt || !open || !capped(peer)
      return {
        get isFree() {
          return isFree()
        },
        get bytesPerSecond() {
          return isFree() ? Number.POSITIVE_INFINITY : Math.min(rate, peer.rate)
        },
        get isWaiting() {
          return waiter.waits
        },
        take(wanted) {
          if (isFree()) return wanted
          if (kind === 'control') {
            fill(peer)
            spend(peer, wanted)
            return wanted
          }
          return wanted <= 0 ? 0 : pass(waiter, wanted)
        },
        giveBack(bytes) {
          if (!isFree() && bytes > 0) spend(peer, -bytes)
        },
        charge(bytes) {
          if (isFree()) return
          fill(peer)
          spend(peer, bytes)
        },
        [Symbol.dispose]() {
          if (!open) return
          open = false
          leaveLine(waiter)
          peer.flows -= 1
          // Its bucket goes with it: who comes back begins with a rested one, a fifth of a second of its cap.
          if (peer.flows === 0 && peers.get(peerId) === peer) peers.delete(peerId)
        },
      }
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
    },
  }
}
