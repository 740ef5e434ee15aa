/**
 * Owns the state of every peer: network events in, commands out. What a peer's state becomes is decided in
 * `peer-state.policy.ts`; this file keeps links, timers and dials in step with it.
 */
import { KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { createDialQueue } from './dial-queue.ts'
import { LINK_PROTOCOL, MAX_LINK_FRAME_BYTES } from './link-frames.ts'
import { createLinks } from './links.ts'
import type { LinksEvent } from './links.types.ts'
import type { NetworkEvent } from './network.types.ts'
import type { PeerEvent, PeerManager, PeerManagerOptions, PeerManagerPorts } from './peer-manager.types.ts'
import { type Happening, type Life, NEW_LIFE, nextLife } from './peer-state.policy.ts'
import { whyNotConnected } from './why-not-connected.policy.ts'

/** How long a stopping node waits for its goodbyes to leave. */
const GOODBYE_MS = 500

interface Peer {
  life: Life
  timer: Disposable | null
  /** Why the dial failed while a connection of it still waits for its own verdict. */
  dialFailure: PeerReason | null
  waiters: { resolve: () => void; reject: (error: KithError) => void }[]
}

export function createPeerManager(ports: PeerManagerPorts, options: PeerManagerOptions): PeerManager {
  const { clock, random, log, network, book, trust } = ports
  const events = createEmitter<PeerEvent>((error) => log.error('a peer listener threw', { error }))
  const peers = new Map<string, Peer>()
  let subscriptions: Disposable[] = []
  let running = false

  const links = createLinks(
    { clock, random, log, network, admits: trust.admits, self: ports.self, tell: onLinks },
    options.heartbeat,
  )
  const dials = createDialQueue(
    {
      clock,
      network,
      addressesOf: (peerId) => book.of(peerId),
      isWanted: (peerId) => running && peers.get(peerId)?.life.state === 'dialing',
      onFailed: onDialFailed,
    },
    options,
  )

  function peerOf(peerId: string): Peer {
    let peer = peers.get(peerId)
    if (!peer) {
      peer = { life: NEW_LIFE, timer: null, dialFailure: null, waiters: [] }
      peers.set(peerId, peer)
    }
    return peer
  }

  function happen(peerId: string, happening: Happening): void {
    const peer = peerOf(peerId)
    const before = peer.life
    const at = { nowMs: clock.now(), unit: random(), kept: running && trust.keeps(peerId) }
    peer.life = nextLife(before, happening, at, options)
    if (peer.life !== before) {
      peer.timer?.[Symbol.dispose]()
      const { nextTryMs } = peer.life
      peer.timer = running && nextTryMs !== null ? clock.at(nextTryMs, () => happen(peerId, { type: 'due' })) : null
      if (peer.life.state !== before.state) entered(peerId, peer)
      events.emit({ type: 'changed', peerId })
    }
    // Nothing is remembered of a stranger once it is gone: nobody can fill this map by coming and going.
    if (!trust.knows(peerId) && peer.life.state !== 'dialing' && !links.has(peerId)) {
      peer.timer?.[Symbol.dispose]()
      peers.delete(peerId)
    }
  }

  function entered(peerId: string, peer: Peer): void {
    if (peer.life.state === 'dialing') {
      peer.dialFailure = null
      if (trust.admits(peerId)) dials.add(peerId)
      else happen(peerId, { type: 'failed', reason: trust.refusal(peerId) })
      return
    }
    const waiters = peer.waiters.splice(0)
    if (peer.life.state === 'connected') for (const { resolve } of waiters) resolve()
    else for (const { reject } of waiters) reject(whyNotConnected(peer.life.reason))
  }

  function onDialFailed(peerId: string, reason: PeerReason, tried: readonly string[]): void {
    log.debug('dial failed', { peerId, reason })
    book.failed(peerId, tried)
    // A relayed connection of this dial may still be about to say that we are not approved.
    if (links.isPending(peerId)) peerOf(peerId).dialFailure = reason
    else happen(peerId, { type: 'failed', reason })
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

  function onLinks(event: LinksEvent): void {
    switch (event.type) {
      case 'up': {
        const { peerId, direction, remoteAddress, transport } = event.connection
        if (direction === 'outbound') book.succeeded(peerId, remoteAddress)
        happen(peerId, { type: 'up' })
        return events.emit({ type: 'met', peerId, hello: event.hello, transport })
      }
      case 'missed':
      case 'heard':
        return happen(event.peerId, { type: event.type })
      case 'rtt':
      case 'rearranged':
        return events.emit({ type: 'changed', peerId: event.peerId })
      case 'knocked': {
        const { peerId, transport, remoteAddress } = event.connection
        return events.emit({ type: 'knocked', peerId, hello: event.hello, transport, remoteAddress })
      }
      case 'down':
        return happen(event.peerId, {
          type: 'down',
          reason: event.reason === 'blocked' ? trust.refusal(event.peerId) : event.reason,
        })
      case 'stillborn':
        return onStillborn(event)
    }
  }

  function onStillborn({
    connection: { peerId, direction },
    reason,
  }: Extract<LinksEvent, { type: 'stillborn' }>): void {
    const peer = peers.get(peerId)
    if (!peer || links.isPending(peerId)) return
    if (reason === 'not-approved') happen(peerId, { type: 'failed', reason })
    // While the dial goes on, another address may still answer.
    if (dials.isDialling(peerId)) return
    // Its ID was proven and then it closed without a word: that is how a peer refuses who does not even say so.
    const silent = direction === 'outbound' ? 'refused' : 'reset'
    happen(peerId, { type: 'failed', reason: peer.dialFailure ?? reason ?? silent })
  }

  function onDiscovered(peerId: string, addresses: readonly string[]): void {
    if (!trust.knows(peerId)) return events.emit({ type: 'nearby', peerId, addresses })
    if (!trust.admits(peerId)) return
    const fresh = book.learn(peerId, addresses, 'mdns')
    const { state, failure } = peerOf(peerId).life
    // A sighting is a sign of life: no reason to sit out the wait (spec §6).
    if (trust.keeps(peerId) && state === 'failed' && (fresh || failure === 'temporary'))
      happen(peerId, { type: 'dial' })
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
      for (const peerId of keptPeers) happen(peerId, { type: 'changed' })
    },
    async stop() {
      if (!running) return
      running = false
      dials.clear()
      const late = Promise.withResolvers<undefined>()
      const timer = clock.at(clock.now() + GOODBYE_MS, () => late.resolve(undefined))
      await Promise.race([links.leaveAll('stopped'), late.promise])
      timer[Symbol.dispose]()
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      links[Symbol.dispose]()
      for (const { timer, waiters } of peers.values()) {
        timer?.[Symbol.dispose]()
        for (const { reject } of waiters) reject(new KithError('Aborted', 'This node is stopping.'))
      }
      peers.clear()
    },
    status(peerId) {
      const life = peers.get(peerId)?.life ?? NEW_LIFE
      const best = links.best(peerId)
      return {
        state: life.state,
        failure: life.failure,
        reason: life.reason,
        transport: best?.info.transport ?? null,
        direction: best?.info.direction ?? null,
        remoteAddress: best?.info.remoteAddress ?? null,
        rttMs: best?.link.rttMs ?? null,
        lastRttMs: null,
        p95RttMs: null,
        failures: life.failures,
        dormant: false,
        breakerRetryMs: null,
        connectedSinceMs: life.upSinceMs,
        nextTryMs: life.nextTryMs,
      }
    },
    history: (peerId) => ({ peerId, rtts: [], spells: [], uptime: null }),
    retryAll: () => {},
    connected: () => [...peers].flatMap(([peerId, { life }]) => (isLinked(life) ? peerId : [])),
    dial(peerId) {
      if (!running) return Promise.reject(new KithError('Unreachable', 'This node is not running.'))
      const peer = peerOf(peerId)
      if (isLinked(peer.life)) return Promise.resolve()
      return new Promise((resolve, reject) => {
        peer.waiters.push({ resolve, reject })
        happen(peerId, { type: 'dial' })
      })
    },
    async disconnect(peerId) {
      dials.cancel(peerId)
      const leaving = links.leave(peerId, 'disconnected')
      happen(peerId, { type: 'down', reason: 'disconnected-here' })
      await leaving
      // The connection is gone only now: what is shown of it goes with it.
      events.emit({ type: 'changed', peerId })
    },
    async reconsider(peerId) {
      if (trust.admits(peerId)) {
        await links.endQuarantine(peerId)
        happen(peerId, { type: 'changed' })
        return
      }
      dials.cancel(peerId)
      await links.leave(peerId, 'refused')
      happen(peerId, { type: 'down', reason: trust.refusal(peerId) })
      happen(peerId, { type: 'changed' })
    },
    holdForJoin: links.holdForJoin,
    async ping(peerId) {
      const best = links.best(peerId)
      if (!best) throw new KithError('Unreachable', 'The peer is not connected. Connect it first.')
      const rttMs = await best.link.ping()
      if (rttMs !== null) return rttMs
      throw new KithError('Timeout', `The peer did not answer within ${options.heartbeat.timeoutMs} ms.`)
    },
  }
}

const isLinked = (life: Life): boolean => life.state === 'connected' || life.state === 'suspect'
