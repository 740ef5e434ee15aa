/** What the links tell, in terms of lives, histories and events: the manager's ear. Decides nothing about links. */
import type { PeerReason } from '../../contract/views.ts'
import type { Emitter } from '../../kit/emitter.ts'
import type { DialQueue } from './dial-queue.ts'
import type { LinkHistory } from './link-history.ts'
import type { Links, LinksEvent } from './links.types.ts'
import type { Lives } from './lives.ts'
import type { PeerEvent, PeerManagerPorts } from './peer-manager.types.ts'

export interface LinkNewsPorts extends Pick<PeerManagerPorts, 'trust' | 'book'> {
  readonly lives: Lives
  readonly history: LinkHistory
  readonly links: Links
  readonly dials: DialQueue
  readonly events: Emitter<PeerEvent>
  /** Why the dial of this peer failed while a connection of it still waits for its own verdict. */
  readonly dialFailure: (peerId: string) => PeerReason | null
}

/** A round trip that differs by so much from what was shown last is worth showing. */
const SHOWN_RTT_SHARE = 0.1
const SHOWN_RTT_MS = 1

export function createLinkNews(ports: LinkNewsPorts): (event: LinksEvent) => void {
  const { trust, book, lives, history, links, dials, events } = ports
  /** The round trip that was last announced, of those who are connected. */
  const shownRtts = new Map<string, number>()
  /** Peers whose connection was given up for another one that is about to come up. */
  const replaced = new Set<string>()

  function onMeasured({ peerId, connectionId, rttMs }: Extract<LinksEvent, { type: 'rtt' }>): void {
    if (trust.knows(peerId)) history.sampled(peerId, rttMs)
    events.emit({ type: 'measured', peerId, connectionId, rttMs })
    const smoothed = links.best(peerId)?.link.rttMs ?? rttMs
    const shown = shownRtts.get(peerId)
    if (shown !== undefined && Math.abs(smoothed - shown) < Math.max(SHOWN_RTT_MS, shown * SHOWN_RTT_SHARE)) return
    shownRtts.set(peerId, smoothed)
    events.emit({ type: 'changed', peerId })
  }

  function onMissed({ peerId, silenceMs }: Extract<LinksEvent, { type: 'missed' }>): void {
    if (trust.knows(peerId)) history.sampled(peerId, null)
    const wasWell = lives.of(peerId).state === 'connected'
    lives.happen(peerId, { type: 'missed' })
    if (wasWell) events.emit({ type: 'suspect', peerId, silenceMs })
  }

  function onDown({ connection, reason }: Extract<LinksEvent, { type: 'down' }>): void {
    const { peerId } = connection
    // The other side has heard our hello on the connection that stays, and we have not heard its own yet.
    if (reason === 'replaced' && links.isPending(peerId)) return void replaced.add(peerId)
    shownRtts.delete(peerId)
    lives.happen(peerId, { type: 'down', reason: reason === 'blocked' ? trust.refusal(peerId) : reason })
  }

  function onStillborn({ connection, reason }: Extract<LinksEvent, { type: 'stillborn' }>): void {
    const { peerId, direction } = connection
    if (links.isPending(peerId)) return
    if (replaced.delete(peerId)) return lives.happen(peerId, { type: 'down', reason: reason ?? 'reset' })
    if (reason === 'not-approved') lives.happen(peerId, { type: 'failed', reason })
    // While the dial goes on, another address may still answer.
    if (dials.isDialling(peerId)) return
    if (lives.of(peerId).state === 'dialing') {
      // Its ID was proven and then it closed without a word: that is how a peer refuses who does not even say so.
      const silent = direction === 'outbound' ? 'refused' : 'reset'
      return lives.happen(peerId, { type: 'failed', reason: ports.dialFailure(peerId) ?? reason ?? silent })
    }
    // It came by itself, to be let in, and something broke: it is there, and wants this connection.
    if (direction === 'inbound' && reason !== 'not-approved') lives.sign(peerId, true)
  }

  return function onLinks(event) {
    switch (event.type) {
      case 'up': {
        const { peerId, direction, remoteAddress, transport } = event.connection
        if (direction === 'outbound') book.succeeded(peerId, remoteAddress)
        replaced.delete(peerId)
        // Both dialled: a second connection would cost both sides a handshake, only to be given up. Through a relay they may just be meeting.
        if (direction === 'inbound' && transport !== 'relay') dials.cancel(peerId)
        lives.happen(peerId, { type: 'up' })
        return events.emit({ type: 'met', peerId, hello: event.hello, transport })
      }
      case 'rtt':
        return onMeasured(event)
      case 'missed':
        return onMissed(event)
      case 'heard':
        return lives.happen(event.peerId, { type: 'heard' })
      case 'rearranged': {
        const { peerId } = event
        // What counts now is how the connection that is used from now on fares.
        lives.happen(peerId, { type: links.best(peerId)?.link.isSuspect === true ? 'missed' : 'heard' })
        return events.emit({ type: 'changed', peerId })
      }
      case 'unresponsive':
      case 'violated':
        return events.emit(event)
      case 'knocked': {
        const { peerId, transport, remoteAddress } = event.connection
        return events.emit({ type: 'knocked', peerId, hello: event.hello, transport, remoteAddress })
      }
      case 'down':
        return onDown(event)
      case 'stillborn':
        return onStillborn(event)
    }
  }
}
