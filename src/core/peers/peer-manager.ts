/**
 * Owns the state of every peer: network events in, commands out. What a peer's state becomes is decided in
 * `peer-state.policy.ts`; this file keeps connections, links, timers and dials in step with it.
 */
import { KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { bestConnection } from './connection-rank.policy.ts'
import { createLink, type Link, type LinkEvent } from './link.ts'
import { type ByeReason, type Hello, LINK_PROTOCOL, MAX_LINK_FRAME_BYTES } from './link-frames.ts'
import type { ConnectionInfo, FrameStream, NetworkEvent } from './network.types.ts'
import type { PeerEvent, PeerManager, PeerManagerOptions, PeerManagerPorts, PeerStatus } from './peer-manager.types.ts'
import { type Happening, type Life, NEW_LIFE, nextLife } from './peer-state.policy.ts'
import { whyNotConnected } from './why-not-connected.policy.ts'

/** A connection that has no link by then is of no use (spec §5: 10 s for a handshake). */
const LINK_DEADLINE_MS = 10 * SECOND_MS
/** A refused peer is gone by then, whether or not it listened (spec §4: under 1 s). */
const REFUSAL_DEADLINE_MS = 900
/** How long frames that arrived before the end may take to be read. */
const LAST_FRAMES_MS = 200
/** How long a stopping node waits for its goodbyes to leave. */
const GOODBYE_MS = 500

interface Conn {
  readonly info: ConnectionInfo
  readonly id: string
  readonly transport: ConnectionInfo['transport']
  readonly openedMs: number
  deadline: Disposable | null
  link: Link | null
  up: boolean
  knocked: boolean
  /** The network closed it; its last frames may still be on the way through the link. */
  closed: boolean
  /** Why it ends, once somebody said so. */
  endReason: PeerReason | 'replaced' | null
}

interface Peer {
  life: Life
  timer: Disposable | null
  dialing: AbortController | null
  /** Why the dial failed while a connection of it still waits for its own verdict. */
  dialFailure: PeerReason | null
  waiters: { resolve: () => void; reject: (error: KithError) => void }[]
}

export function createPeerManager(ports: PeerManagerPorts, options: PeerManagerOptions): PeerManager {
  const { clock, random, log, network, book, trust } = ports
  const events = createEmitter<PeerEvent>((error) => log.error('a peer listener threw', { error }))
  const peers = new Map<string, Peer>()
  const conns = new Map<string, Conn>()
  const dialQueue: string[] = []
  let activeDials = 0
  let subscriptions: Disposable[] = []
  let running = false

  // ——— state ———

  function peerOf(peerId: string): Peer {
    let peer = peers.get(peerId)
    if (!peer) {
      peer = { life: NEW_LIFE, timer: null, dialing: null, dialFailure: null, waiters: [] }
      peers.set(peerId, peer)
    }
    return peer
  }

  function happen(peerId: string, happening: Happening): void {
    const peer = peerOf(peerId)
    const before = peer.life
    const at = { nowMs: clock.now(), unit: random(), kept: running && trust.keeps(peerId) }
    peer.life = nextLife(before, happening, at, options)
    if (peer.life === before) return
    peer.timer?.[Symbol.dispose]()
    peer.timer = null
    if (running && peer.life.nextTryMs !== null)
      peer.timer = clock.at(peer.life.nextTryMs, () => happen(peerId, { type: 'due' }))
    if (peer.life.state !== before.state) entered(peerId, peer)
    events.emit({ type: 'changed', peerId })
    if (isForgettable(peerId, peer)) peers.delete(peerId)
  }

  function entered(peerId: string, peer: Peer): void {
    if (peer.life.state === 'dialing') {
      peer.dialFailure = null
      dialQueue.push(peerId)
      startDials()
      return
    }
    const waiters = peer.waiters.splice(0)
    if (peer.life.state === 'connected') for (const { resolve } of waiters) resolve()
    else for (const { reject } of waiters) reject(whyNotConnected(peer.life.reason))
  }

  /** Nothing is remembered of a stranger once it is gone: nobody can fill this map by coming and going. */
  const isForgettable = (peerId: string, peer: Peer): boolean =>
    !trust.knows(peerId) && peer.life.state !== 'dialing' && connsOf(peerId).length === 0

  const connsOf = (peerId: string): Conn[] => [...conns.values()].filter(({ info }) => info.peerId === peerId)
  const upConnsOf = (peerId: string): Conn[] => connsOf(peerId).filter(({ up, closed }) => up && !closed)

  /** A connection of our own dial has not had its verdict yet. */
  const isPending = (peerId: string): boolean =>
    connsOf(peerId).some(({ up, info }) => !up && info.direction === 'outbound')

  // ——— dialling ———

  function startDials(): void {
    while (running && activeDials < options.maxDials) {
      const peerId = dialQueue.shift()
      if (peerId === undefined) return
      if (peers.get(peerId)?.life.state === 'dialing') void runDial(peerId)
    }
  }

  async function runDial(peerId: string): Promise<void> {
    const peer = peerOf(peerId)
    const addresses = book.of(peerId)
    if (!trust.admits(peerId)) {
      happen(peerId, { type: 'failed', reason: 'blocked' })
      return
    }
    if (addresses.length === 0) {
      happen(peerId, { type: 'failed', reason: 'no-address' })
      return
    }
    const controller = new AbortController()
    let timedOut = false as boolean
    const timeout = clock.at(clock.now() + options.dialTimeoutMs, () => {
      timedOut = true
      controller.abort()
    })
    peer.dialing = controller
    activeDials++
    try {
      // From here on the connection speaks for itself: its link comes up, is refused, or misses its deadline.
      await network.dial(peerId, addresses, controller.signal)
    } catch (error) {
      const reason = timedOut ? 'timeout' : reasonOf(error)
      log.debug('dial failed', { peerId, reason, error })
      if (!controller.signal.aborted || timedOut) {
        book.failed(peerId, addresses)
        // A relayed connection of this dial may still be about to say that we are not approved.
        if (isPending(peerId)) peer.dialFailure = reason
        else happen(peerId, { type: 'failed', reason })
      }
    } finally {
      timeout[Symbol.dispose]()
      activeDials--
      if (peer.dialing === controller) peer.dialing = null
      startDials()
    }
  }

  // ——— connections and links ———

  function onNetwork(event: NetworkEvent): void {
    switch (event.type) {
      case 'opened':
        return onOpened(event.connection)
      case 'closed':
        return onClosed(event.connectionId)
      case 'discovered':
        return onDiscovered(event.peerId, event.addresses)
      case 'refused':
      case 'addresses':
        return
    }
  }

  function onOpened(info: ConnectionInfo): void {
    const limit = info.standing === 'quarantined' ? REFUSAL_DEADLINE_MS : LINK_DEADLINE_MS
    const conn: Conn = {
      info,
      id: info.id,
      transport: info.transport,
      openedMs: clock.now(),
      deadline: clock.at(clock.now() + limit, () => onDeadline(conn)),
      link: null,
      up: false,
      knocked: false,
      closed: false,
      endReason: null,
    }
    conns.set(info.id, conn)
    // The inbound side opens the link: it is the one who may have to refuse, whatever the dial was for.
    if (info.direction === 'inbound') void openLink(conn)
  }

  async function openLink(conn: Conn): Promise<void> {
    const controller = new AbortController()
    const cancel = clock.at(clock.now() + LINK_DEADLINE_MS, () => controller.abort())
    try {
      const frames = { maxFrameBytes: MAX_LINK_FRAME_BYTES }
      const stream = await network.open(conn.id, LINK_PROTOCOL, frames, controller.signal)
      if (conns.get(conn.id) === conn) attach(conn, stream)
      else stream.abort()
    } catch (error) {
      log.debug('no link', { peerId: conn.info.peerId, error })
      knock(conn, null)
      void end(conn, reasonOf(error), 'gracefully')
    } finally {
      cancel[Symbol.dispose]()
    }
  }

  function onStream(stream: FrameStream, info: ConnectionInfo): void {
    const conn = conns.get(info.id)
    // One link per connection, opened by the inbound side only.
    if (conn?.info.direction !== 'outbound' || conn.link) stream.abort()
    else attach(conn, stream)
  }

  function attach(conn: Conn, stream: FrameStream): void {
    const hello = conn.info.standing === 'admitted' && trust.admits(conn.info.peerId) ? ports.self() : null
    conn.link = createLink({ clock, random, stream, tell: (event) => onLink(conn, event) }, hello, options.heartbeat)
  }

  function onLink(conn: Conn, event: LinkEvent): void {
    const { peerId } = conn.info
    switch (event.type) {
      case 'up':
        return onUp(conn, event.hello)
      case 'introduced':
        knock(conn, event.hello)
        return void end(conn, null, 'gracefully')
      case 'refused':
        return void end(conn, 'not-approved', 'gracefully')
      case 'rtt':
        events.emit({ type: 'changed', peerId })
        return
      case 'missed':
        return happen(peerId, { type: 'missed' })
      case 'heard':
        return happen(peerId, { type: 'heard' })
      case 'unresponsive':
        log.info('peer is unresponsive', { peerId, misses: event.misses, silenceMs: event.silenceMs })
        return void end(conn, 'unresponsive', 'abort')
      case 'bye':
        return void end(conn, byeMeaning[event.reason], 'gracefully')
      case 'ended':
        if (event.violation) log.warn('a peer broke the link protocol', { peerId, violation: event.violation })
        if (conn.closed) return over(conn)
        return void end(conn, null, event.violation ? 'abort' : 'gracefully')
    }
  }

  function onUp(conn: Conn, hello: Hello): void {
    const { peerId, remoteAddress, transport } = conn.info
    conn.up = true
    conn.deadline?.[Symbol.dispose]()
    conn.deadline = null
    if (conn.info.direction === 'outbound') book.succeeded(peerId, remoteAddress)
    happen(peerId, { type: 'up' })
    events.emit({ type: 'met', peerId, hello, transport })
    coalesce(peerId)
  }

  /** Two connections are one too many. One side decides, so that the two never close different ones. */
  function coalesce(peerId: string): void {
    const up = upConnsOf(peerId)
    const best = bestConnection(up)
    if (up.length > 1 && network.peerId < peerId) for (const conn of up) if (conn !== best) void leave(conn, 'replaced')
    if (up.length > 1) events.emit({ type: 'changed', peerId })
  }

  function onDeadline(conn: Conn): void {
    knock(conn, null)
    void end(conn, conn.info.standing === 'quarantined' ? null : 'timeout', 'abort')
  }

  function knock(conn: Conn, hello: Hello | null): void {
    if (conn.info.standing !== 'quarantined' || conn.knocked) return
    conn.knocked = true
    const { peerId, transport, remoteAddress } = conn.info
    events.emit({ type: 'knocked', peerId, hello, transport, remoteAddress })
  }

  async function end(conn: Conn, reason: Conn['endReason'], how: 'gracefully' | 'abort'): Promise<void> {
    conn.endReason ??= reason
    await network.close(conn.id, how)
  }

  async function leave(conn: Conn, reason: ByeReason | 'refused'): Promise<void> {
    conn.endReason ??= reason === 'refused' ? 'blocked' : leaveMeaning[reason]
    await conn.link?.leave(reason)
    await network.close(conn.id, 'gracefully')
  }

  /** A goodbye or a refusal sent just before the end is worth the wait of a moment: it says why. */
  function onClosed(connectionId: string): void {
    const conn = conns.get(connectionId)
    if (!conn || conn.closed) return
    conn.closed = true
    conn.deadline?.[Symbol.dispose]()
    conn.deadline = clock.at(clock.now() + LAST_FRAMES_MS, () => over(conn))
    if (!conn.link || conn.link.ended) over(conn)
  }

  function over(conn: Conn): void {
    if (!conns.delete(conn.id)) return
    conn.deadline?.[Symbol.dispose]()
    conn.link?.[Symbol.dispose]()
    knock(conn, null)
    const { peerId, direction, standing } = conn.info
    if (standing === 'quarantined') return
    if (conn.up) {
      if (upConnsOf(peerId).length > 0) events.emit({ type: 'changed', peerId })
      else
        happen(peerId, { type: 'down', reason: conn.endReason === 'replaced' ? 'reset' : (conn.endReason ?? 'reset') })
      return
    }
    const peer = peers.get(peerId)
    if (!peer || isPending(peerId)) return
    if (conn.endReason === 'not-approved') happen(peerId, { type: 'failed', reason: 'not-approved' })
    // While the dial goes on, another address may still answer.
    if (peer.dialing) return
    // Its ID was proven and then it closed without a word: that is how a peer refuses who does not even say so.
    const silent = direction === 'outbound' ? (conn.endReason ?? 'refused') : 'reset'
    const reason = peer.dialFailure ?? silent
    happen(peerId, { type: 'failed', reason: reason === 'replaced' ? 'reset' : reason })
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
        network.handle(LINK_PROTOCOL, { maxFrameBytes: MAX_LINK_FRAME_BYTES }, onStream),
      ]
      for (const peerId of keptPeers) happen(peerId, { type: 'changed' })
    },
    async stop() {
      if (!running) return
      running = false
      dialQueue.length = 0
      for (const peer of peers.values()) {
        peer.timer?.[Symbol.dispose]()
        peer.timer = null
        peer.dialing?.abort()
      }
      let late: Disposable | null = null
      await Promise.race([
        Promise.all([...conns.values()].map((conn) => leave(conn, 'stopped'))),
        new Promise<void>((resolve) => (late = clock.at(clock.now() + GOODBYE_MS, resolve))),
      ])
      ;(late as Disposable | null)?.[Symbol.dispose]()
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      for (const conn of [...conns.values()]) over(conn)
      for (const peer of peers.values()) {
        for (const { reject } of peer.waiters.splice(0)) reject(new KithError('Aborted', 'This node is stopping.'))
        peer.timer?.[Symbol.dispose]()
      }
      peers.clear()
    },
    status(peerId): PeerStatus {
      const life = peers.get(peerId)?.life ?? NEW_LIFE
      const best = bestConnection(upConnsOf(peerId))
      return {
        state: life.state,
        failure: life.failure,
        reason: life.reason,
        transport: best?.transport ?? null,
        direction: best?.info.direction ?? null,
        remoteAddress: best?.info.remoteAddress ?? null,
        rttMs: best?.link?.rttMs ?? null,
        connectedSinceMs: life.upSinceMs,
        nextTryMs: life.nextTryMs,
      }
    },
    connected: () => [...peers].flatMap(([peerId, { life }]) => (isLinked(life) ? peerId : [])),
    dial(peerId) {
      const peer = peerOf(peerId)
      if (isLinked(peer.life)) return Promise.resolve()
      return new Promise((resolve, reject) => {
        peer.waiters.push({ resolve, reject })
        happen(peerId, { type: 'dial' })
      })
    },
    async disconnect(peerId) {
      const peer = peerOf(peerId)
      peer.dialing?.abort()
      const leaving = connsOf(peerId).map((conn) => leave(conn, 'disconnected'))
      happen(peerId, { type: 'down', reason: 'disconnected-here' })
      await Promise.all(leaving)
    },
    async reconsider(peerId) {
      if (trust.admits(peerId)) {
        happen(peerId, { type: 'changed' })
        return
      }
      peers.get(peerId)?.dialing?.abort()
      await Promise.all(connsOf(peerId).map((conn) => leave(conn, 'refused')))
      happen(peerId, { type: 'down', reason: 'blocked' })
      happen(peerId, { type: 'changed' })
    },
    async ping(peerId) {
      const link = bestConnection(upConnsOf(peerId))?.link
      if (!link) throw new KithError('Unreachable', 'The peer is not connected. Connect it first.')
      const rttMs = await link.ping()
      if (rttMs === null)
        throw new KithError('Timeout', `The peer did not answer within ${options.heartbeat.timeoutMs} ms.`)
      return rttMs
    },
  }
}

const isLinked = (life: Life): boolean => life.state === 'connected' || life.state === 'suspect'

const byeMeaning: Readonly<Record<ByeReason, Conn['endReason']>> = {
  stopped: 'stopped',
  disconnected: 'disconnected-there',
  replaced: 'replaced',
}
const leaveMeaning: Readonly<Record<ByeReason, Conn['endReason']>> = {
  stopped: 'disconnected-here',
  disconnected: 'disconnected-here',
  replaced: 'replaced',
}

function reasonOf(error: unknown): PeerReason {
  const reason = error instanceof KithError ? error.details['reason'] : undefined
  return (typeof reason === 'string' ? reason : 'reset') as PeerReason
}
