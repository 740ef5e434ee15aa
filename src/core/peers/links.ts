/**
 * Every connection with its link: opens links, gives each its deadline, ends what refuses or breaks the protocol, and tells
 * what it means for the peer. One place where a connection is born and dies.
 */
import type { PeerReason } from '../../contract/views.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { bestConnection } from './connection-rank.policy.ts'
import { reasonOf } from './dial-queue.ts'
import type { HeartbeatOptions } from './heartbeat.policy.ts'
import { createLink, type Link, type LinkEvent } from './link.ts'
import { type ByeReason, type Hello, LINK_PROTOCOL, MAX_LINK_FRAME_BYTES } from './link-frames.ts'
import type { ConnectionInfo, FrameStream, Network } from './network.types.ts'

/** A connection that has no link by then is of no use (spec §5: 10 s for a handshake). */
const LINK_DEADLINE_MS = 10 * SECOND_MS
/** A refused peer is gone by then, whether or not it listened (spec §4: under 1 s). */
const REFUSAL_DEADLINE_MS = 900
/** How long a goodbye may take: who does not read must not stay for that. */
const FAREWELL_MS = 500
/** How long frames that arrived before the end may take to be read. */
const LAST_FRAMES_MS = 200

export type LinksEvent =
  | { readonly type: 'up'; readonly connection: ConnectionInfo; readonly hello: Hello }
  | { readonly type: 'rtt' | 'missed' | 'heard'; readonly peerId: string }
  /** Which connection is used changed while the peer stays linked. */
  | { readonly type: 'rearranged'; readonly peerId: string }
  /** A stranger that we refused is told of, once. */
  | { readonly type: 'knocked'; readonly connection: ConnectionInfo; readonly hello: Hello | null }
  /** The last link of a peer is gone. */
  | { readonly type: 'down'; readonly peerId: string; readonly reason: PeerReason }
  /** A connection ended without a link; `null` when nobody said why. */
  | { readonly type: 'stillborn'; readonly connection: ConnectionInfo; readonly reason: PeerReason | null }

export interface LinksPorts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  readonly admits: (peerId: string) => boolean
  readonly self: () => Hello
  readonly tell: (event: LinksEvent) => void
}

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
  endReason: PeerReason | null
}

export interface Links extends Disposable {
  opened(connection: ConnectionInfo): void
  closed(connectionId: string): void
  /** A link that the other end opened. */
  readonly accept: (stream: FrameStream, connection: ConnectionInfo) => void
  /** The connection in use. */
  best(peerId: string): { readonly info: ConnectionInfo; readonly link: Link } | null
  /** A connection that this node dialled has not had its verdict yet. */
  isPending(peerId: string): boolean
  has(peerId: string): boolean
  /** Says goodbye on every connection of the peer and closes it. */
  leave(peerId: string, reason: ByeReason | 'refused'): Promise<void>
  leaveAll(reason: ByeReason): Promise<void>
  /** Ends what was opened before the peer was let in: it can only refuse, and must not be taken for a way in. */
  endQuarantine(peerId: string): Promise<void>
}

export function createLinks(ports: LinksPorts, heartbeat: HeartbeatOptions): Links {
  const { clock, random, log, network, tell } = ports
  const conns = new Map<string, Conn>()
  const byPeer = new Map<string, Set<Conn>>()

  const connsOf = (peerId: string): Conn[] => [...(byPeer.get(peerId) ?? [])]
  const upOf = (peerId: string): Conn[] => connsOf(peerId).filter(({ up, closed }) => up && !closed)

  async function openLink(conn: Conn): Promise<void> {
    const controller = new AbortController()
    const cancel = clock.at(clock.now() + LINK_DEADLINE_MS, () => controller.abort())
    try {
      const frames = { maxFrameBytes: MAX_LINK_FRAME_BYTES }
      const stream = await network.open(conn.id, LINK_PROTOCOL, frames, controller.signal)
      if (conns.get(conn.id) === conn && !conn.closed) attach(conn, stream)
      else stream.abort()
    } catch (error) {
      log.debug('no link', { peerId: conn.info.peerId, error })
      knock(conn, null)
      end(conn, reasonOf(error), 'gracefully')
    } finally {
      cancel[Symbol.dispose]()
    }
  }

  function attach(conn: Conn, stream: FrameStream): void {
    const letIn = conn.info.standing === 'admitted' && ports.admits(conn.info.peerId)
    const onEvent = (event: LinkEvent): void => onLink(conn, event)
    conn.link = createLink({ clock, random, stream, tell: onEvent }, letIn ? ports.self() : null, heartbeat)
  }

  function onLink(conn: Conn, event: LinkEvent): void {
    const { peerId } = conn.info
    switch (event.type) {
      case 'up':
        return onUp(conn, event.hello)
      case 'introduced':
        knock(conn, event.hello)
        return end(conn, null, 'gracefully')
      case 'refused':
        return end(conn, 'not-approved', 'gracefully')
      case 'rtt':
      case 'missed':
      case 'heard':
        return tell({ type: event.type, peerId })
      case 'unresponsive':
        log.info('peer is unresponsive', { peerId, misses: event.misses, silenceMs: event.silenceMs })
        return end(conn, 'unresponsive', 'abort')
      case 'bye':
        return end(conn, byeMeaning[event.reason], 'gracefully')
      case 'ended':
        if (event.violation) log.warn('a peer broke the link protocol', { peerId, violation: event.violation })
        if (conn.closed) return over(conn)
        return end(conn, null, event.violation ? 'abort' : 'gracefully')
    }
  }

  function onUp(conn: Conn, hello: Hello): void {
    const { peerId } = conn.info
    conn.up = true
    conn.deadline?.[Symbol.dispose]()
    conn.deadline = null
    tell({ type: 'up', connection: conn.info, hello })
    network.introduce(conn.id)
    coalesce(peerId)
  }

  /** Two connections are one too many. One side decides, so that the two never close different ones. */
  function coalesce(peerId: string): void {
    const up = upOf(peerId)
    if (up.length < 2) return
    const best = bestConnection(up)
    if (network.peerId < peerId) for (const conn of up) if (conn !== best) void leaveOne(conn, 'replaced')
    tell({ type: 'rearranged', peerId })
  }

  function onDeadline(conn: Conn): void {
    knock(conn, null)
    end(conn, conn.info.standing === 'quarantined' ? null : 'timeout', 'abort')
  }

  function knock(conn: Conn, hello: Hello | null): void {
    if (conn.info.standing !== 'quarantined' || conn.knocked) return
    conn.knocked = true
    tell({ type: 'knocked', connection: conn.info, hello })
  }

  function end(conn: Conn, reason: PeerReason | null, how: 'gracefully' | 'abort'): void {
    conn.endReason ??= reason
    void network.close(conn.id, how)
  }

  async function leaveOne(conn: Conn, reason: ByeReason | 'refused'): Promise<void> {
    conn.endReason ??= leaveMeaning[reason]
    const late = clock.at(clock.now() + FAREWELL_MS, () => void network.close(conn.id, 'abort'))
    await conn.link?.leave(reason)
    await network.close(conn.id, 'gracefully')
    late[Symbol.dispose]()
  }

  function over(conn: Conn): void {
    if (!conns.delete(conn.id)) return
    const { peerId } = conn.info
    const siblings = byPeer.get(peerId)
    siblings?.delete(conn)
    if (siblings?.size === 0) byPeer.delete(peerId)
    conn.deadline?.[Symbol.dispose]()
    conn.link?.[Symbol.dispose]()
    knock(conn, null)
    if (conn.info.standing === 'quarantined') return
    if (!conn.up) tell({ type: 'stillborn', connection: conn.info, reason: conn.endReason })
    else if (upOf(peerId).length > 0) tell({ type: 'rearranged', peerId })
    else tell({ type: 'down', peerId, reason: conn.endReason ?? 'reset' })
  }

  return {
    opened(info) {
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
      const siblings = byPeer.get(info.peerId)
      if (siblings) siblings.add(conn)
      else byPeer.set(info.peerId, new Set([conn]))
      // The inbound side opens the link: it is the one who may have to refuse, whatever the dial was for.
      if (info.direction === 'inbound') void openLink(conn)
    },
    closed(connectionId) {
      const conn = conns.get(connectionId)
      if (!conn || conn.closed) return
      conn.closed = true
      conn.deadline?.[Symbol.dispose]()
      // A goodbye or a refusal sent just before the end is worth the wait of a moment: it says why.
      conn.deadline = clock.at(clock.now() + LAST_FRAMES_MS, () => over(conn))
      if (!conn.link || conn.link.ended) over(conn)
    },
    accept(stream, { id }) {
      const conn = conns.get(id)
      // One link per connection, opened by the inbound side only.
      if (conn?.info.direction !== 'outbound' || conn.link) stream.abort()
      else attach(conn, stream)
    },
    best(peerId) {
      const conn = bestConnection(upOf(peerId))
      return conn?.link ? { info: conn.info, link: conn.link } : null
    },
    isPending: (peerId) => connsOf(peerId).some(({ up, info }) => !up && info.direction === 'outbound'),
    has: (peerId) => byPeer.has(peerId),
    async leave(peerId, reason) {
      await Promise.all(connsOf(peerId).map((conn) => leaveOne(conn, reason)))
    },
    async leaveAll(reason) {
      await Promise.all([...conns.values()].map((conn) => leaveOne(conn, reason)))
    },
    async endQuarantine(peerId) {
      const quarantined = connsOf(peerId).filter(({ info }) => info.standing === 'quarantined')
      await Promise.all(quarantined.map((conn) => leaveOne(conn, 'refused')))
    },
    [Symbol.dispose]() {
      for (const conn of [...conns.values()]) over(conn)
    },
  }
}

const byeMeaning: Readonly<Record<ByeReason, PeerReason>> = {
  stopped: 'stopped',
  disconnected: 'disconnected-there',
  replaced: 'replaced',
}
const leaveMeaning: Readonly<Record<ByeReason | 'refused', PeerReason>> = {
  stopped: 'disconnected-here',
  disconnected: 'disconnected-here',
  replaced: 'replaced',
  refused: 'blocked',
}
