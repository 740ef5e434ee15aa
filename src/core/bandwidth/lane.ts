/**
 * One direction of the throttle: the node's bucket and each peer's in series, and who passes next. Messages go before bulk; within a
 * kind the peer goes first that had the least so far for its weight (start-time fair queueing, Goyal, Vin and Cheng, 1996), and within a peer
 * its streams take turns.
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
  /** Who is exempt is another. */
  recheck(): void
  /** It, or with `null` anybody, had to wait within the last second. */
  holds(peerId: string | null): boolean
}

export interface LaneOwner {
  readonly peerId: string
  readonly kind: TrafficClass
  /** No cap holds for this stream now. */
  readonly isExempt: () => boolean
}

type Kind = Exclude<TrafficClass, 'control'>
/** First come first. */
const KINDS: readonly Kind[] = ['message', 'bulk']
/** Waking more often would cost more than it smooths. */
const NAP_SECONDS = 0.005
/** Spec §9: a refill at least so often, whatever was reckoned before. */
const MAX_NAP_MS = 100
/** A flow that is held gets its turns many times a second: to a person it is held all the time. */
const HELD_MS = 500

interface Waiter {
  readonly peer: Peer
  readonly kind: Kind
  readonly onRoom: () => void
  readonly isFree: () => boolean
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
  /** Monotonic: when somebody of it last stood in line. */
  heldMs: number
  /** What it had, by its weight, on the lane's scale: who stands lower goes first. */
  finish: number
  readonly line: Readonly<Record<Kind, Waiter[]>>
}

export function createLane(clock: Clock, options: LaneOptions): Lane {
  const peers = new Map<string, Peer>()
  /** Peers with somebody in line. */
  const rounds: Readonly<Record<Kind, Set<Peer>>> = { message: new Set(), bulk: new Set() }
  let waiting = 0
  let heldMs = Number.NEGATIVE_INFINITY
  let rate = Number.POSITIVE_INFINITY
  /** Where on that scale who passed last began: who wanted nothing, or was held up by its own cap, has saved up nothing. */
  let virtual = 0
  let bucket = fullBucket(rate, clock.now())
  let timer: Disposable | null = null
  let serving = false

  const inLine = ({ line }: Peer): boolean => line.message.length + line.bulk.length > 0
  const capped = (peer: Peer): boolean => rate !== Number.POSITIVE_INFINITY || peer.rate !== Number.POSITIVE_INFINITY
  const turnOf = (peer: Peer): number => turnBytes(Math.min(rate, peer.rate))

  function fill(peer: Peer): void {
    const nowMs = clock.now()
    if (rate !== Number.POSITIVE_INFINITY) bucket = filled(bucket, rate, nowMs)
    if (peer.rate !== Number.POSITIVE_INFINITY) peer.bucket = filled(peer.bucket, peer.rate, nowMs)
  }

  /** What the node's cap and the peer's allow, both. */
  const room = (peer: Peer): number => Math.floor(Math.min(holds(bucket, rate), holds(peer.bucket, peer.rate)))

  const start = (peer: Peer): number => Math.max(peer.finish, virtual)

  function spend(peer: Peer, bytes: number): void {
    if (rate !== Number.POSITIVE_INFINITY) bucket = spent(bucket, bytes, rate)
    if (peer.rate !== Number.POSITIVE_INFINITY) peer.bucket = spent(peer.bucket, bytes, peer.rate)
  }

  /** Spent by somebody who had to ask. */
  function use(peer: Peer, bytes: number): void {
    spend(peer, bytes)
    peer.finish = start(peer) + bytes / peer.weight
  }

  function standInLine(waiter: Waiter): void {
    const { peer, kind } = waiter
    if (waiter.waits) return
    waiter.waits = true
    peer.line[kind].push(waiter)
    rounds[kind].add(peer)
    waiting += 1
    heldMs = clock.now()
    peer.heldMs = heldMs
    if (!serving) nap()
  }

  function leaveLine(waiter: Waiter): void {
    const { peer, kind } = waiter
    if (!waiter.waits) return
    waiter.waits = false
    const line = peer.line[kind]
    line.splice(line.indexOf(waiter), 1)
    if (line.length === 0) rounds[kind].delete(peer)
    waiting -= 1
    // It waited until now.
    heldMs = clock.now()
    peer.heldMs = heldMs
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
      use(peer, now)
      if (now < bytes) standInLine(waiter)
      return now
    }
    if (!waiter.waits && !isOvertaken(waiter.kind)) {
      fill(peer)
      const turn = Math.min(bytes, turnOf(peer))
      if (room(peer) >= turn) {
        use(peer, turn)
        if (turn < bytes) standInLine(waiter)
        return turn
      }
    }
    standInLine(waiter)
    return 0
  }

  /** The same amount of the node's has to be there for everybody: who makes do with less would always come first. */
  const mayPass = (peer: Peer): boolean =>
    holds(bucket, rate) >= turnBytes(rate) && holds(peer.bucket, peer.rate) >= turnBytes(peer.rate)

  /** The next who can pass: of those whose own cap lets them, who had least. */
  function next(): Waiter | null {
    for (const kind of KINDS) {
      let first: Peer | null = null
      for (const peer of rounds[kind]) {
        fill(peer)
        if (!mayPass(peer)) continue
        if (!first || start(peer) < start(first)) first = peer
      }
      const waiter = first?.line[kind][0]
      if (waiter) return waiter
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
        const { peer } = waiter
        leaveLine(waiter)
        virtual = start(peer)
        waiter.turn = capped(peer) ? Math.min(room(peer), turnOf(peer)) : Number.POSITIVE_INFINITY
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
    if (timer || waiting === 0) return
    const nowMs = clock.now()
    let soonestMs = Number.POSITIVE_INFINITY
    for (const kind of KINDS)
      for (const peer of rounds[kind]) {
        if (rate === 0 || peer.rate === 0) continue
        fill(peer)
        const enough = (of: number): number => Math.min(capacity(of), Math.max(turnBytes(of), of * NAP_SECONDS))
        const node = rate === Number.POSITIVE_INFINITY ? 0 : waitMs(bucket, rate, enough(rate))
        const own = peer.rate === Number.POSITIVE_INFINITY ? 0 : waitMs(peer.bucket, peer.rate, enough(peer.rate))
        soonestMs = Math.min(soonestMs, Math.max(node, own))
      }
    // Paused: whoever lets it go on wakes us.
    if (soonestMs === Number.POSITIVE_INFINITY) return
    timer = clock.at(nowMs + Math.max(1, Math.min(soonestMs, MAX_NAP_MS)), serve)
  }

  /** No cap holds for it any more. */
  function letGo(waiter: Waiter): void {
    leaveLine(waiter)
    waiter.onRoom()
  }

  function kick(): void {
    timer?.[Symbol.dispose]()
    timer = null
    for (const kind of KINDS)
      for (const { line } of [...rounds[kind]])
        for (const waiter of line[kind].filter(({ isFree }) => isFree())) letGo(waiter)
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
        finish: virtual,
        heldMs: Number.NEGATIVE_INFINITY,
        line: { message: [], bulk: [] },
      }
      peers.set(peerId, peer)
    }
    return peer
  }

  return {
    recheck: kick,
    holds(peerId) {
      const peer = peerId === null ? undefined : peers.get(peerId)
      const lastMs = peerId === null ? heldMs : (peer?.heldMs ?? Number.NEGATIVE_INFINITY)
      const isNow = peerId === null ? waiting > 0 : peer !== undefined && inLine(peer)
      return isNow || clock.now() - lastMs < HELD_MS
    },
    setCap(next) {
      if (next === rate) return
      bucket =
        rate === Number.POSITIVE_INFINITY
          ? fullBucket(next, clock.now())
          : rerated(filled(bucket, rate, clock.now()), next)
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
    open({ peerId, kind, isExempt }, onRoom) {
      const peer = peerOf(peerId)
      peer.flows += 1
      let open = true
      const isFree = (): boolean => !open || !capped(peer) || isExempt()
      const waiter: Waiter = {
        peer,
        kind: kind === 'message' ? 'message' : 'bulk',
        onRoom,
        isFree,
        waits: false,
        turn: 0,
      }
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
          if (isFree() || bytes <= 0) return
          spend(peer, -bytes)
          peer.finish -= bytes / peer.weight
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

/** What may pass of it now; less than nothing under a cap of nothing, whatever is left from before. */
function holds({ tokens }: Bucket, rate: number): number {
  if (rate === 0) return Number.NEGATIVE_INFINITY
  return rate === Number.POSITIVE_INFINITY ? rate : tokens
}
