/**
 * Owns the state of every peer: network events in, commands out. What a peer's state becomes is decided in
 * `peer-state.policy.ts`; this file keeps links, timers and dials in step with it.
 */
import { KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { DAY_MS, SECOND_MS } from '../../kit/units.ts'
import { createDialQueue } from './dial-queue.ts'
import { LINK_PROTOCOL, MAX_LINK_FRAME_BYTES } from './link-frames.ts'
import { createLinkHistory } from './link-history.ts'
import { createLinkNews } from './link-news.ts'
import { createLinks } from './links.ts'
import { createLives, isLinked } from './lives.ts'
import type { NetworkEvent } from './network.types.ts'
import type { PeerEvent, PeerManager, PeerManagerOptions, PeerManagerPorts } from './peer-manager.types.ts'
import { dialPatienceMs, type Life } from './peer-state.policy.ts'
import { peerStatus } from './peer-status.ts'

/** How long a stopping node waits for its goodbyes to leave. */
const GOODBYE_MS = 500
/** On a start the first dials are this far apart on average, and all of them begin within the second. */
const FIRST_DIALS_APART_MS = 10
const FIRST_DIALS_SPREAD_MS = 200
/** An address that comes and goes makes nobody dial everybody again and again. */
const RETRY_ALL_EVERY_MS = 5 * SECOND_MS

/** @param options as the settings say now: asked for anew whenever they matter, for links that are up as well */
export function createPeerManager(ports: PeerManagerPorts, options: () => PeerManagerOptions): PeerManager {
  const { clock, random, log, network, book, trust, breaker } = ports
  const events = createEmitter<PeerEvent>((error) => log.error('a peer listener threw', { error }))
  /** Why a dial failed while a connection of it still waits for its own verdict. */
  const dialFailures = new Map<string, PeerReason>()
  let subscriptions: Disposable[] = []
  let tidying: Disposable | null = null
  let running = false
  let retriedMs = Number.NEGATIVE_INFINITY
  let owedRetry: Disposable | null = null

  const history = createLinkHistory({ clock, log, store: ports.store, self: network.peerId })
  const links = createLinks({
    clock,
    random,
    log,
    network,
    admits: trust.admits,
    self: ports.self,
    heartbeat: () => options().heartbeat,
    tell: (event) => onLinks(event),
  })
  const dials = createDialQueue({
    clock,
    network,
    addressesOf: (peerId) => book.of(peerId),
    isWanted: (peerId) => running && lives.of(peerId).state === 'dialing',
    // Whoever waits for a dial would rather wait than be told to ask again.
    patienceMs: (peerId) =>
      lives.isAwaited(peerId)
        ? options().dialTimeoutMs
        : dialPatienceMs(lives.of(peerId).failures, options().dialTimeoutMs),
    maxDials: () => options().maxDials,
    onFailed: onDialFailed,
  })
  const lives = createLives({
    clock,
    random,
    trust,
    breaker,
    options,
    isRunning: () => running,
    hasConnection: links.has,
    dial: dials.add,
    hurry: dials.hurry,
    onChanged,
    onForgotten: history.forget,
  })
  const onLinks = createLinkNews({
    trust,
    book,
    lives,
    history,
    links,
    dials,
    events,
    dialFailure: (peerId) => dialFailures.get(peerId) ?? null,
  })

  function onChanged(peerId: string, before: Life, after: Life): void {
    if (trust.knows(peerId) && (before.state !== after.state || before.reason !== after.reason))
      history.became(peerId, after.state, after.reason)
    if (after.state !== before.state) dialFailures.delete(peerId)
    if (before.state === 'dialing' && after.state !== 'dialing') {
      const outcome = after.state === 'connected' ? 'connected' : (after.reason ?? 'reset')
      events.emit({ type: 'tried', peerId, outcome })
    }
    events.emit({ type: 'changed', peerId })
  }

  function onDialFailed(peerId: string, reason: PeerReason, tried: readonly string[]): void {
    log.debug('dial failed', { peerId, reason })
    book.failed(peerId, tried)
    // A relayed connection of this dial may still be about to say that we are not approved.
    if (links.isPending(peerId)) dialFailures.set(peerId, reason)
    else lives.happen(peerId, { type: 'failed', reason })
  }

  function onNetwork(event: NetworkEvent): void {
    switch (event.type) {
      case 'opened':
        return links.opened(event.connection)
      case 'closed':
        return links.closed(event.connectionId)
      case 'discovered':
        return onDiscovered(event.peerId, event.addresses)
      case 'refused':
      case 'denied':
      case 'addresses':
        return
    }
  }

  /** Days pass without a dial of most peers: what is too old of theirs goes all the same. */
  function tidyBook(): void {
    book.tidy()
    tidying = clock.at(clock.now() + DAY_MS, tidyBook)
  }

  function onDiscovered(peerId: string, addresses: readonly string[]): void {
    if (!trust.knows(peerId)) return events.emit({ type: 'nearby', peerId, addresses })
    if (!trust.admits(peerId)) return
    lives.sign(peerId, book.learn(peerId, addresses, 'mdns'))
  }

  function retryNow(): void {
    owedRetry = null
    retriedMs = clock.now()
    lives.retryAll()
  }

  return {
    events,
    start(keptPeers) {
      if (running) return
      running = true
      subscriptions = [
        network.events.on(onNetwork),
        network.handle(LINK_PROTOCOL, { maxFrameBytes: MAX_LINK_FRAME_BYTES }, links.accept),
      ]
      history.start()
      tidyBook()
      const withinMs = Math.min(FIRST_DIALS_SPREAD_MS, (keptPeers.length - 1) * FIRST_DIALS_APART_MS)
      for (const peerId of keptPeers) lives.happen(peerId, { type: 'changed', withinMs })
    },
    async stop() {
      if (!running) return
      running = false
      history.stop()
      tidying?.[Symbol.dispose]()
      owedRetry?.[Symbol.dispose]()
      owedRetry = null
      dials.clear()
      const late = Promise.withResolvers<undefined>()
      const timer = clock.at(clock.now() + GOODBYE_MS, () => late.resolve(undefined))
      await Promise.race([links.leaveAll('stopped'), late.promise])
      timer[Symbol.dispose]()
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      links[Symbol.dispose]()
      lives.clear()
      dialFailures.clear()
    },
    status,
    statuses: () => new Map([...lives.all()].map((peerId) => [peerId, status(peerId)])),
    history: history.view,
    flush: history.flush,
    retryAll(why) {
      if (!running) return
      links.checkAll(why === 'woke')
      if (owedRetry) return
      const dueMs = retriedMs + RETRY_ALL_EVERY_MS
      // The last of a burst counts most: it is the network that stayed.
      if (clock.now() < dueMs) owedRetry = clock.at(dueMs, retryNow)
      else retryNow()
    },
    connected: () => [...lives.all()].filter((peerId) => isLinked(lives.of(peerId))),
    dial(peerId) {
      if (!running) return Promise.reject(new KithError('Unreachable', 'This node is not running.'))
      return lives.dial(peerId)
    },
    async disconnect(peerId) {
      dials.cancel(peerId)
      const leaving = links.leave(peerId, 'disconnected')
      lives.happen(peerId, { type: 'down', reason: 'disconnected-here' })
      await leaving
      // The connection is gone only now: what is shown of it goes with it.
      events.emit({ type: 'changed', peerId })
    },
    async reconsider(peerId) {
      if (trust.admits(peerId)) {
        await links.endQuarantine(peerId)
        lives.happen(peerId, { type: 'admitted' })
        // Whoever was let in as a stranger has a history from now on.
        const { state, reason } = lives.of(peerId)
        if (trust.knows(peerId)) history.became(peerId, state, reason)
        return
      }
      dials.cancel(peerId)
      await links.leave(peerId, 'refused')
      lives.happen(peerId, { type: 'down', reason: trust.refusal(peerId) })
      lives.happen(peerId, { type: 'changed' })
    },
    holdForJoin: links.holdForJoin,
    async ping(peerId) {
      const best = links.best(peerId)
      if (!best) throw new KithError('Unreachable', 'The peer is not connected. Connect it first.')
      const entered = breaker(peerId).enter(true) === null
      const rttMs = await best.link.ping()
      if (entered) {
        if (rttMs !== null) breaker(peerId).succeeded()
        else if (best.link.ended) breaker(peerId).left()
        else breaker(peerId).failed()
      }
      if (rttMs !== null) return rttMs
      throw new KithError('Timeout', `The peer did not answer within ${options().heartbeat.timeoutMs} ms.`)
    },
    async probe(peerId) {
      const best = links.best(peerId)
      const rttMs = (await best?.link.probe()) ?? null
      return best && rttMs !== null ? { connectionId: best.info.id, rttMs } : null
    },
  }

  function status(peerId: string): ReturnType<PeerManager['status']> {
    return peerStatus(lives.of(peerId), links.best(peerId), {
      nowMs: clock.now(),
      p95RttMs: history.p95RttMs(peerId),
      breaker: breaker(peerId),
      options: options(),
    })
  }
}
