/**
 * Every connection with its link: opens links, gives each its deadline, ends what refuses or breaks the protocol, and tells
 * what it means for the peer. One place where a connection is born and dies.
 */
import type { PeerReason } from '../../contract/views.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { bestConnection } from './connection-rank.policy.ts'
import { reasonOf } from './dial-queue.ts'
import { createLink, type LinkEvent } from './link.ts'
import { type ByeReason, type Hello, LINK_PROTOCOL, MAX_LINK_FRAME_BYTES } from './link-frames.ts'
import type { Conn, Links, LinksPorts } from './links.types.ts'
import type { FrameStream } from './network.types.ts'

/** The gate's reason for a stranger that may redeem an invite and nothing else (`admission.policy.ts`). */
const FOR_INVITE = 'invite'
/** A connection that has no link by then is of no use (spec §5: 10 s for a handshake). */
const LINK_DEADLINE_MS = 10 * SECOND_MS
/** A refused peer is gone by then, whether or not it listened (spec §4: under 1 s). */
const REFUSAL_DEADLINE_MS = 900
/** How long a node that redeems an invite has for it, on either side. */
const JOIN_DEADLINE_MS = 10 * SECOND_MS
/** The side that decides which of two connections stays has done so by then: if not, the other side does. */
const DUPLICATE_DEADLINE_MS = 10 * SECOND_MS
/** How long a goodbye may take: who does not read must not stay for that. */
const FAREWELL_MS = 500
/** How long frames that arrived before the end may take to be read. */
const LAST_FRAMES_MS = 200

export function createLinks(ports: LinksPorts): Links {
  const { clock, random, log, network, heartbeat, tell } = ports
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
    const heardAt = (): number | null => network.heardAt(conn.id)
    conn.link = createLink({ clock, random, stream, heartbeat, heardAt, tell: onEvent }, letIn ? ports.self() : null)
  }

  function onLink(conn: Conn, event: LinkEvent): void {
    const { peerId } = conn.info
    switch (event.type) {
      case 'up':
        return onUp(conn, event.hello)
      case 'introduced':
        knock(conn, event.hello)
        return conn.joining ? undefined : end(conn, null, 'gracefully')
      case 'refused':
        // Who presents an invite is a stranger until it has done so.
        return conn.joining ? undefined : end(conn, 'not-approved', 'gracefully')
      // A second connection that is about to go says nothing about the peer.
      case 'rtt':
        if (bestConnection(upOf(peerId)) === conn) tell({ ...event, peerId, connectionId: conn.id })
        return
      case 'missed':
      case 'heard':
        if (bestConnection(upOf(peerId)) === conn) tell({ ...event, peerId })
        return
      case 'unresponsive':
        if (upOf(peerId).every((other) => other === conn)) tell({ ...event, peerId })
        return end(conn, 'unresponsive', 'abort')
      case 'bye':
        return end(conn, byeMeaning[event.reason], 'gracefully')
      case 'ended':
        if (event.violation) {
          log.warn('a peer broke the link protocol', { peerId, violation: event.violation })
          tell({ type: 'violated', peerId, violation: event.violation })
        }
        if (conn.closed) return over(conn)
        // Somebody who came with an invite has nothing to say here: it goes on elsewhere, or the deadline ends it.
        if (!event.violation && !conn.up && (conn.joining || conn.info.standing === 'quarantined')) return
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
    for (const conn of up) {
      if (conn === best) continue
      if (network.peerId < peerId) void leaveOne(conn, 'replaced')
      // The other side's turn; who does not take it must not hold places for ever.
      else conn.deadline ??= clock.at(clock.now() + DUPLICATE_DEADLINE_MS, () => onDuplicate(conn))
    }
    tell({ type: 'rearranged', peerId })
  }

  function onDuplicate(conn: Conn): void {
    conn.deadline = null
    if (bestConnection(upOf(conn.info.peerId)) !== conn) void leaveOne(conn, 'replaced')
  }

  function onDeadline(conn: Conn): void {
    knock(conn, null)
    end(conn, conn.info.standing === 'quarantined' ? null : 'timeout', 'abort')
  }

  function knock(conn: Conn, hello: Hello | null): void {
    const { standing, direction, reason } = conn.info
    // Who may come with an invite only is no request, and neither is somebody whom this node dialled.
    if (standing !== 'quarantined' || direction !== 'inbound' || reason === FOR_INVITE || conn.knocked) return
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
    if (conn.info.standing === 'quarantined' || (conn.joining && !conn.up)) return
    if (!conn.up) tell({ type: 'stillborn', connection: conn.info, reason: conn.endReason })
    else if (upOf(peerId).length > 0) tell({ type: 'rearranged', peerId })
    else tell({ type: 'down', connection: conn.info, reason: conn.endReason ?? 'reset' })
  }

  return {
    opened(info) {
      const isStranger = info.standing === 'quarantined'
      // A stranger whom this node dials is dialled to redeem its invite.
      const joining = isStranger && info.direction === 'outbound'
      const limit = joining ? JOIN_DEADLINE_MS : isStranger ? REFUSAL_DEADLINE_MS : LINK_DEADLINE_MS
      const conn: Conn = {
        info,
        id: info.id,
        transport: info.transport,
        openedMs: clock.now(),
        deadline: clock.at(clock.now() + limit, () => onDeadline(conn)),
        link: null,
        up: false,
        knocked: false,
        joining,
        closed: false,
        endReason: null,
      }
      conns.set(info.id, conn)
      const siblings = byPeer.get(info.peerId)
      if (siblings) siblings.add(conn)
      else byPeer.set(info.peerId, new Set([conn]))
      // The inbound side opens the link: it is the one who may have to refuse, whatever the dial was for.
      if (info.direction === 'inbound' && !(isStranger && info.reason === FOR_INVITE)) void openLink(conn)
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
      // Left unanswered, not broken off: the other side may not know yet what this connection is for.
      if (conn?.joining === true) return
      // One link per connection, opened by the inbound side only.
      if (conn?.info.direction !== 'outbound' || conn.link) stream.abort()
      else attach(conn, stream)
    },
    best(peerId) {
      const conn = bestConnection(upOf(peerId))
      return conn?.link ? { info: conn.info, link: conn.link } : null
    },
    isPending: (peerId) =>
      connsOf(peerId).some(({ up, joining, info }) => !up && !joining && info.standing === 'admitted'),
    has: (peerId) => byPeer.has(peerId),
    async leave(peerId, reason) {
      await Promise.all(connsOf(peerId).map((conn) => leaveOne(conn, reason)))
    },
    async leaveAll(reason) {
      await Promise.all([...conns.values()].map((conn) => leaveOne(conn, reason)))
    },
    checkAll(woke) {
      for (const { link } of conns.values()) link?.check(woke)
    },
    holdForJoin(connectionId) {
      const conn = conns.get(connectionId)
      if (!conn || conn.up || conn.closed) return
      conn.joining = true
      conn.knocked = true
      conn.deadline?.[Symbol.dispose]()
      conn.deadline = clock.at(clock.now() + JOIN_DEADLINE_MS, () => onDeadline(conn))
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
