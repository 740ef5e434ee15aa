/**
 * The life of every peer with its timer, its breaker and those who wait for it. What a life becomes is decided in
 * `peer-state.policy.ts`; this file lets it happen, one happening at a time, and says what that means to dial, to tell, to remember.
 */
import { KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import type { PeerManagerOptions, PeerManagerPorts } from './peer-manager.types.ts'
import { type Happening, type Life, NEW_LIFE, nextLife, RETRY_SPREAD_MS } from './peer-state.policy.ts'
import { whyNotConnected } from './why-not-connected.policy.ts'

/** Without any link for so long, it may be this node's own line that is gone: then the first link says that it is back. */
const DARK_MS = MINUTE_MS
/** So many dormant peers are tried often enough together, however many more there are. */
const MANY = 100
/** A peer that shows itself again and again and cannot be reached is not tried more often than this because of it. */
const SIGN_EVERY_MS = 20 * SECOND_MS
/** The same for one that shows itself at a new address each time. */
const NEWS_EVERY_MS = 2 * SECOND_MS

/** A network may need so long to come up after a machine woke or moved. */
const FREE_MS = 30 * SECOND_MS

export interface LivesPorts extends Pick<PeerManagerPorts, 'clock' | 'random' | 'trust' | 'breaker'> {
  readonly options: () => PeerManagerOptions
  readonly isRunning: () => boolean
  readonly hasConnection: (peerId: string) => boolean
  /** @param first somebody waits for it */
  readonly dial: (peerId: string, first: boolean) => void
  /** Somebody waits for its dial now. */
  readonly hurry: (peerId: string) => void
  /** The life of a peer is another now. */
  readonly onChanged: (peerId: string, before: Life, after: Life) => void
  /** A stranger that is gone: nothing is remembered of it. */
  readonly onForgotten: (peerId: string) => void
}

export interface Lives {
  readonly of: (peerId: string) => Life
  /** Those that are remembered. */
  all(): Iterable<string>
  happen(peerId: string, happening: Happening): void
  /** A person asks. Resolves when connected. @throws KithError why not */
  dial(peerId: string): Promise<void>
  /** Somebody waits for it. */
  isAwaited(peerId: string): boolean
  /** The peer showed itself. `news`: in a way in which it may be reached although it could not be before. */
  sign(peerId: string, news: boolean): void
  retryAll(): void
  /** Lets go of every timer and of everybody who waits. */
  clear(): void
}

interface Peer {
  life: Life
  timer: Disposable | null
  waiters: { resolve: () => void; reject: (error: KithError) => void }[]
  /** The breaker let a dial through and waits to hear how it went. */
  entered: boolean
  /** The next try was not chosen by a timer alone: it may probe an open breaker. */
  byHand: boolean
  /** When it was last tried because it showed itself. */
  signMs: number
  /** While it was dialled, something came up that makes another dial worth a try: a new address, or this node's own line. */
  hasNews: boolean
}

/** The peer, or this node, said no, or nothing was tried: whether the peer can be reached is as open as before. */
const tellsNothing: ReadonlySet<PeerReason> = new Set([
  'not-approved',
  'refused',
  'blocked',
  'banned',
  'no-address',
  'invalid-address',
  'full-here',
  'disconnected-here',
])

export function createLives(ports: LivesPorts): Lives {
  const { clock, random, trust, breaker, options } = ports
  const peers = new Map<string, Peer>()
  let linked = 0
  /** Since when there was no link at all. */
  let darkSinceMs = clock.now()
  /** Until then breakers are not asked: they know nothing of where this machine is now. */
  let freeUntilMs = Number.NEGATIVE_INFINITY

  function peerOf(peerId: string): Peer {
    let peer = peers.get(peerId)
    if (!peer) {
      const signMs = Number.NEGATIVE_INFINITY
      peer = { life: NEW_LIFE, timer: null, waiters: [], entered: false, byHand: false, signMs, hasNews: false }
      peers.set(peerId, peer)
    }
    return peer
  }

  function happen(peerId: string, happening: Happening): void {
    const peer = peerOf(peerId)
    const before = peer.life
    const at = {
      nowMs: clock.now(),
      unit: random(),
      kept: ports.isRunning() && trust.keeps(peerId),
      inTheDark: happening.type === 'failed' || happening.type === 'down' ? inTheDark() : 0,
    }
    const after = nextLife(before, happening, at, options())
    if (after !== before) {
      peer.life = after
      peer.timer?.[Symbol.dispose]()
      peer.timer =
        ports.isRunning() && after.nextTryMs !== null ? clock.at(after.nextTryMs, () => due(peerId, peer)) : null
      if (before.state === 'dialing' && after.state !== 'dialing') settle(peerId, peer, after)
      ports.onChanged(peerId, before, after)
      // What it leads to may have made it another already.
      if (after.state !== before.state && peer.life === after) entered(peerId, peer)
      if (isLinked(after) !== isLinked(before)) countLinks(isLinked(after))
    }
    // Nothing is remembered of a stranger once it is gone: nobody can fill this map by coming and going.
    if (!trust.knows(peerId) && peer.life.state !== 'dialing' && !ports.hasConnection(peerId)) {
      peer.timer?.[Symbol.dispose]()
      if (peers.delete(peerId)) ports.onForgotten(peerId)
    }
  }

  /** How many kept peers there are while no link at all is up; more than the policy tells apart are not counted. */
  function inTheDark(): number {
    let count = 0
    if (linked === 0) for (const peerId of peers.keys()) if (trust.keeps(peerId) && ++count >= MANY) break
    return count
  }

  /**
   * Silence upstream tells nobody when it ends: while everybody is dormant it would take minutes until one after the other is tried again.
   * The first that answers tells that the others may.
   */
  function countLinks(isUp: boolean): void {
    linked += isUp ? 1 : -1
    if (linked === 0) darkSinceMs = clock.now()
    if (!isUp || linked > 1 || clock.now() - darkSinceMs < DARK_MS) return
    for (const [peerId, peer] of [...peers]) {
      happenByHand(peerId, { type: 'line-back' })
      renewDial(peer)
    }
  }

  /** Its dial began before the line was back, and may go on into the hole: another follows if it fails. */
  function renewDial(peer: Peer): void {
    if (peer.life.state === 'dialing') peer.hasNews = true
  }

  /** The same, for a reason to try that a breaker does not know of. */
  function happenByHand(peerId: string, happening: Happening): void {
    const peer = peerOf(peerId)
    const before = peer.life
    happen(peerId, happening)
    if (peer.life !== before) peer.byHand = peer.life.nextTryMs !== null
  }

  /** The wait is over. */
  function due(peerId: string, peer: Peer): void {
    const byHand = peer.byHand || clock.now() < freeUntilMs
    peer.byHand = false
    if (enter(peerId, peer, byHand)) return happen(peerId, { type: 'due' })
    // A probe that is under way has no time of its own at which to come again.
    const retryMs = breaker(peerId).status().retryMs ?? clock.now() + options().baseMs
    happen(peerId, { type: 'held', untilMs: Math.round(retryMs + random() * RETRY_SPREAD_MS) })
  }

  function enter(peerId: string, peer: Peer, byHand: boolean): boolean {
    peer.entered ||= breaker(peerId).enter(byHand) === null
    return peer.entered
  }

  /** The dial is over: the breaker hears how it went. */
  function settle(peerId: string, peer: Peer, { state, reason }: Life): void {
    if (!peer.entered) return
    peer.entered = false
    if (state === 'connected') breaker(peerId).succeeded()
    else if (state !== 'failed' || reason === null || tellsNothing.has(reason)) breaker(peerId).left()
    else breaker(peerId).failed()
  }

  function entered(peerId: string, peer: Peer): void {
    const { state, failure, reason } = peer.life
    if (state === 'dialing') {
      // Whoever asks by hand, and a peer that showed itself, is tried even if the breaker has a probe under way.
      enter(peerId, peer, true)
      if (trust.admits(peerId)) ports.dial(peerId, peer.waiters.length > 0)
      else happen(peerId, { type: 'failed', reason: trust.refusal(peerId) })
      return
    }
    const waiters = peer.waiters.splice(0)
    const { hasNews } = peer
    peer.hasNews = false
    if (state === 'connected') {
      // It came by itself: a breaker that is open has nothing to protect any more.
      if (breaker(peerId).status().state !== 'closed' && breaker(peerId).enter(true) === null)
        breaker(peerId).succeeded()
      for (const { resolve } of waiters) resolve()
      return
    }
    for (const { reject } of waiters) reject(whyNotConnected(reason))
    if (hasNews && failure === 'temporary') happen(peerId, { type: 'sign', news: true })
  }

  return {
    of: (peerId) => peers.get(peerId)?.life ?? NEW_LIFE,
    all: () => peers.keys(),
    happen(peerId, happening) {
      // Somebody decided something: no reason to sit out an open breaker.
      if (happening.type === 'changed' || happening.type === 'admitted') happenByHand(peerId, happening)
      else happen(peerId, happening)
    },
    dial(peerId) {
      const peer = peerOf(peerId)
      if (isLinked(peer.life)) return Promise.resolve()
      return new Promise((resolve, reject) => {
        peer.waiters.push({ resolve, reject })
        if (peer.life.state === 'dialing') ports.hurry(peerId)
        happen(peerId, { type: 'dial' })
      })
    },
    isAwaited: (peerId) => (peers.get(peerId)?.waiters.length ?? 0) > 0,
    sign(peerId, news) {
      const peer = peerOf(peerId)
      if (peer.life.state === 'dialing') {
        peer.hasNews ||= news
        return
      }
      if (clock.now() - peer.signMs < (news ? NEWS_EVERY_MS : SIGN_EVERY_MS)) return
      const before = peer.life
      happen(peerId, { type: 'sign', news })
      if (peer.life !== before) peer.signMs = clock.now()
    },
    retryAll() {
      freeUntilMs = clock.now() + FREE_MS
      for (const [peerId, peer] of [...peers]) {
        happen(peerId, { type: 'retry' })
        renewDial(peer)
      }
    },
    clear() {
      for (const [peerId, { timer, waiters, entered: isInside }] of peers) {
        timer?.[Symbol.dispose]()
        if (isInside) breaker(peerId).left()
        for (const { reject } of waiters) reject(new KithError('Aborted', 'This node is stopping.'))
      }
      peers.clear()
      linked = 0
      darkSinceMs = clock.now()
    },
  }
}

export const isLinked = (life: Life): boolean => life.state === 'connected' || life.state === 'suspect'
