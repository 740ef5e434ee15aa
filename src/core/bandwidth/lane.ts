/**
 * One direction of the throttle: the node's bucket and each peer's in series, and who passes next. Messages go before bulk; within a
 * kind the peer goes first that had the least so far for its weight (start-time fair queueing, Goyal, Vin and Cheng, 1996), and within a peer
 * its streams take turns.
 */
import type { Clock } from '../../kit/clock.ts'
import { turnBytes } from './bucket.policy.ts'
import { createPurse, type Purse } from './purse.ts'
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
  /** Who had to wait within the last half second. */
  held(): ReadonlySet<string>
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
/** Spec §9: a refill at least so often, whatever was reckoned before. */
const MAX_NAP_MS = 100
/** A flow that is held gets its turns many times a second: to a person it is held all the time. */
const HELD_MS = 500
/** Of a turn. */
const SMALL_REST = 0.1
/** Who passed something so lately shares the caps. */
const BUSY_MS = 2_000

interface Waiter {
  readonly peer: Peer
  readonly kind: Kind
  readonly onRoom: () => void
  readonly isFree: () => boolean
  waits: boolean
  /** Monotonic: when it last passed anything. */
  usedMs: number
  /** What is left of the turn that it has now. */
  turn: number
}

interface Peer {
  readonly peerId: string
  readonly own: Purse
  weight: number
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
  /** Those that have to ask. */
  const open = new Set<Waiter>()
  let waiting = 0
  /** By all who had to ask. */
  let passedBytes = 0
  const shared = createPurse(clock, Number.POSITIVE_INFINITY, () => waiting > 0 || serving)
  /** Where on that scale who passed last began: who wanted nothing, or was held up by its own cap, has saved up nothing. */
  let virtual = 0
  let timer: Disposable | null = null
  let serving = false

  const inLine = ({ line }: Peer): boolean => line.message.length + line.bulk.length > 0
  const capped = ({ own }: Peer): boolean => shared.isCapped || own.isCapped
  const rateOf = ({ own }: Peer): number => Math.min(shared.rate, own.rate)
  /** What the node's cap and the peer's allow, both. */
  const room = ({ own }: Peer): number => Math.floor(Math.min(shared.holds(), own.holds()))
  const start = (peer: Peer): number => Math.max(peer.finish, virtual)

  function spend({ own }: Peer, bytes: number): void {
    shared.spend(bytes)
    own.spend(bytes)
  }

  /** Spent by somebody who had to ask. */
  function use(waiter: Waiter, bytes: number): void {
    const { peer } = waiter
    spend(peer, bytes)
    peer.finish = start(peer) + bytes / peer.weight
    waiter.usedMs = clock.now()
    passedBytes += bytes
  }

  /** What a flow can count on: the caps by how many use them now, this one among them. */
  function share({ peer, usedMs }: Waiter): number {
    const sinceMs = clock.now() - BUSY_MS
    let [all, own] = usedMs > sinceMs ? [0, 0] : [1, 1]
    for (const other of open) {
      if (other.usedMs <= sinceMs) continue
      all += 1
      if (other.peer === peer) own += 1
    }
    return Math.min(shared.rate / all, peer.own.rate / own)
  }

  function standInLine(waiter: Waiter): void {
    const { peer, kind } = waiter
    if (waiter.waits) return
    waiter.waits = true
    peer.line[kind].push(waiter)
    rounds[kind].add(peer)
    waiting += 1
    peer.heldMs = clock.now()
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
    peer.heldMs = clock.now()
  }

  /** Somebody stands in line who could pass as well: nobody jumps the queue, except past who is held up by its own cap. */
  function isOvertaken(kind: Kind): boolean {
    const before = kind === 'message' ? rounds.message : [...rounds.message, ...rounds.bulk]
    for (const { own } of before) if (own.holds() > 0) return true
    return false
  }

  function pass(waiter: Waiter, bytes: number): number {
    const { peer } = waiter
    if (!capped(peer)) return bytes
    if (waiter.turn > 0) {
      const now = portion(bytes, waiter.turn)
      waiter.turn = Math.max(0, waiter.turn - now)
      use(waiter, now)
      if (now < bytes) standInLine(waiter)
      return now
    }
    if (!waiter.waits && !isOvertaken(waiter.kind)) {
      const turn = Math.min(bytes, turnBytes(rateOf(peer)))
      if (room(peer) >= turn) {
        const now = portion(bytes, turn)
        use(waiter, now)
        if (now < bytes) standInLine(waiter)
        return now
      }
    }
    standInLine(waiter)
    return 0
  }

  /** The next who can pass: of those whose own cap lets them, who had least. */
  function next(): Waiter | null {
    // The same amount of the node's has to be there for everybody: who made do with less would always come first.
    if (!shared.hasTurn()) return null
    for (const kind of KINDS) {
      let first: Peer | null = null
      for (const peer of rounds[kind]) if (peer.own.hasTurn() && (!first || start(peer) < start(first))) first = peer
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
        waiter.turn = capped(peer) ? Math.min(room(peer), turnBytes(rateOf(peer))) : Number.POSITIVE_INFINITY
        const before = passedBytes
        waiter.onRoom()
        waiter.turn = 0
        // It gave back all that it took: it cannot send, and asks again when it can. In line it would be asked for ever.
        if (passedBytes <= before) leaveLine(waiter)
      }
    } finally {
      serving = false
    }
    nap()
  }

  /** Until the first who waits can have a turn, or a little more. */
  function nap(): void {
    if (timer || waiting === 0) return
    const sharedMs = shared.turnInMs()
    let soonestMs = Number.POSITIVE_INFINITY
    for (const kind of KINDS)
      for (const { own } of rounds[kind]) soonestMs = Math.min(soonestMs, Math.max(sharedMs, own.turnInMs()))
    // Paused: whoever lets it go on wakes us.
    if (soonestMs === Number.POSITIVE_INFINITY) return
    timer = clock.at(clock.now() + Math.max(1, Math.min(soonestMs, MAX_NAP_MS)), serve)
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
      const made: Peer = {
        peerId,
        own: createPurse(clock, options.peerCap(peerId), () => inLine(made) || serving),
        weight: options.weight(peerId),
        flows: 0,
        finish: virtual,
        heldMs: Number.NEGATIVE_INFINITY,
        line: { message: [], bulk: [] },
      }
      peers.set(peerId, made)
      peer = made
    }
    return peer
  }

  return {
    recheck: kick,
    held() {
      const sinceMs = clock.now() - HELD_MS
      const found = [...peers.values()].filter((peer) => inLine(peer) || peer.heldMs > sinceMs)
      return new Set(found.map(({ peerId }) => peerId))
    },
    setCap(rate) {
      if (rate === shared.rate) return
      shared.setRate(rate)
      kick()
    },
    reconsider(peerId) {
      const peer = peers.get(peerId)
      if (!peer) return
      peer.weight = options.weight(peerId)
      const rate = options.peerCap(peerId)
      if (rate === peer.own.rate) return
      peer.own.setRate(rate)
      kick()
    },
    open({ peerId, kind, isExempt }, onRoom) {
      const peer = peerOf(peerId)
      peer.flows += 1
      let isOpen = true
      const isFree = (): boolean => !isOpen || !capped(peer) || isExempt()
      const waiter: Waiter = {
        peer,
        kind: kind === 'message' ? 'message' : 'bulk',
        onRoom,
        isFree,
        usedMs: Number.NEGATIVE_INFINITY,
        waits: false,
        turn: 0,
      }
      if (kind !== 'control') open.add(waiter)
      return {
        get isFree() {
          return isFree()
        },
        get bytesPerSecond() {
          return isFree() ? Number.POSITIVE_INFINITY : share(waiter)
        },
        get isWaiting() {
          return waiter.waits
        },
        take(wanted) {
          if (isFree()) return wanted
          if (kind === 'control') {
            spend(peer, wanted)
            return wanted
          }
          return wanted <= 0 ? 0 : pass(waiter, wanted)
        },
        giveBack(bytes) {
          if (isFree() || bytes <= 0) return
          spend(peer, -bytes)
          peer.finish -= bytes / peer.weight
          passedBytes -= bytes
        },
        charge(bytes) {
          if (!isFree()) spend(peer, bytes)
        },
        [Symbol.dispose]() {
          if (!isOpen) return
          isOpen = false
          open.delete(waiter)
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

/** What passes in a turn. A small rest comes along, on debt: by itself it would cost a frame of its own. */
function portion(bytes: number, turn: number): number {
  return bytes <= turn * (1 + SMALL_REST) ? bytes : turn
}
