/** The inviter's end of `/kith/join/1.0.0`: hears a secret, says yes once, and no to everything else. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { HOUR_MS, SECOND_MS } from '../../kit/units.ts'
import type { Audit } from '../audit/index.ts'
import { usableAddresses } from '../hello-addresses.ts'
import { cleanClaim } from '../hello-text.ts'
import type { AddressBook, ConnectionInfo, FrameStream, Hello, Network, PeerManager } from '../peers/index.ts'
import { createSlidingWindow, originOf } from '../resilience/index.ts'
import type { Decision } from './decision.policy.ts'
import { decideRedemption, type Redemption } from './invites.policy.ts'
import type { JoinRoad } from './invites.types.ts'
import {
  decodeJoinRequest,
  encodeJoinFrame,
  introduction,
  JOIN_PROTOCOL,
  type JoinAnswer,
  type JoinRequest,
  MAX_JOIN_FRAME_BYTES,
} from './join-frames.ts'
import type { TrustBook } from './trust-book.ts'
import type { InviteRecord, PeerRecord } from './trust-store.types.ts'

/** Who has connected has the secret ready; on a slow line this is several round trips. */
const REQUEST_MS = 5 * SECOND_MS
/** How long the answer may take to be read before the connection is closed under it. */
const ANSWER_MS = 500
/** The joiner connects for real at once. Should it not, this node does: it has promised to keep that peer. */
const JOINER_COMES_MS = 5 * SECOND_MS
/** Sources of wrong secrets that are remembered; past that the oldest is forgotten. A secret has 128 bits: nobody gets far. */
const MAX_SOURCES = 1_024

export interface JoinHostPorts {
  readonly clock: Clock
  readonly log: Log
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: Pick<PeerManager, 'reconsider'> & JoinRoad
  readonly network: Network
  readonly audit: Pick<Audit, 'record'>
  readonly self: () => Hello
  /** A peer broke the join protocol, as no line does by itself. */
  readonly violated: (peerId: string, violation: string) => void
  /** Every invite that is remembered, open or not. */
  readonly invites: () => readonly InviteRecord[]
  /** Marks the invite as used and lets the peer in, both or neither. */
  readonly use: (invite: InviteRecord, peerId: string, decision: Decision) => void
  /** A peer was let in. */
  readonly joined: (peerId: string, invite: InviteRecord) => void
}

/** Answers until it is disposed. */
export function hostJoins(ports: JoinHostPorts, limits: () => Settings['invites']): Disposable {
  const { clock, log, trust, book, manager, network, audit } = ports
  const wrong = createSlidingWindow(clock, HOUR_MS, MAX_SOURCES)
  /** Sources of which it was written down that nobody listens to them any more. */
  const told = createSlidingWindow(clock, HOUR_MS, MAX_SOURCES)
  const timers = new Set<Disposable>()
  /** Connections of strangers: whoever is refused on this protocol must not become a request by it. */
  const strangers = new Map<string, ConnectionInfo>()

  function later(delayMs: number, task: () => void): Disposable {
    const timer = clock.at(clock.now() + delayMs, () => {
      timers.delete(timer)
      task()
    })
    timers.add(timer)
    return {
      [Symbol.dispose]: () => {
        timers.delete(timer)
        timer[Symbol.dispose]()
      },
    }
  }

  async function serve(stream: FrameStream, connection: ConnectionInfo): Promise<void> {
    manager.holdForJoin(connection.id)
    const late = later(REQUEST_MS, () => stream.abort())
    const bytes = await stream.read()
    late[Symbol.dispose]()
    const request = bytes && decodeJoinRequest(bytes)
    if (stream.violation !== null) ports.violated(connection.peerId, `join: ${stream.violation}`)
    else if (bytes && !request) ports.violated(connection.peerId, 'join: a frame that is not a request')
    const answer = bytes === null ? null : answerTo(request, connection)
    await finish(stream, connection, answer)
  }

  function answerTo(request: JoinRequest | null, connection: ConnectionInfo): JoinAnswer {
    const { peerId } = connection
    if (!mayGuess(connection)) return { t: 'no' }
    const redemption = redeem(request, connection)
    switch (redemption.outcome) {
      case 'redeem':
      case 'again':
        return { t: 'yes', ...introduction(ports.self()) }
      case 'refuse':
        // An old link is no guess: who opens it again and again must not shut out a household.
        if (redemption.reason === 'wrong secret') wrong.add(sourceOf(connection.remoteAddress))
        audit.record({
          kind: 'invite',
          peerId,
          actor: 'peer',
          reason: redemption.reason,
          details: { remoteAddress: connection.remoteAddress, transport: connection.transport },
        })
        return { t: 'no' }
    }
  }

  function redeem(request: JoinRequest | null, { peerId, remoteAddress }: ConnectionInfo): Redemption {
    const redemption = decideRedemption({
      invite: inviteOf(request?.secret ?? ''),
      peerId,
      level: trust.level(peerId),
      banned: trust.bannedUntilMs(peerId) !== null,
      nowMs: clock.wallMs(),
    })
    if (redemption.outcome !== 'redeem' || !request) return redemption
    const { invite } = redemption
    ports.use(invite, peerId, lettingIn(invite, trust.peer(peerId)))
    trust.seen(peerId, {
      claimedName: cleanClaim(request.name),
      agent: cleanClaim(request.agent),
    })
    book.learn(peerId, usableAddresses(peerId, request.addresses, remoteAddress), 'peer')
    audit.record({ kind: 'invite', peerId, actor: 'peer', reason: 'redeemed', details: { invite: invite.id } })
    ports.joined(peerId, invite)
    return redemption
  }

  /** Looks at every one, whatever it found before, so that the time it takes says nothing. */
  function inviteOf(secret: string): InviteRecord | null {
    const digest = digestOf(new Uint8Array(Buffer.from(secret, 'base64url')))
    let found: InviteRecord | null = null
    for (const invite of ports.invites())
      if (invite.secretDigest.byteLength === digest.byteLength && timingSafeEqual(invite.secretDigest, digest))
        found = invite
    return found
  }

  function mayGuess({ peerId, remoteAddress }: ConnectionInfo): boolean {
    const source = sourceOf(remoteAddress)
    if (wrong.count(source) < limits().wrongSecretsPerHourPerAddress) return true
    if (told.count(source) > 0) return false
    told.add(source)
    audit.record({ kind: 'invite', peerId, actor: 'peer', reason: 'too many wrong', details: { source } })
    log.warn('too many wrong invite secrets', { peerId, source })
    return false
  }

  async function finish(stream: FrameStream, connection: ConnectionInfo, answer: JoinAnswer | null): Promise<void> {
    const { id, peerId, standing } = connection
    const late = later(ANSWER_MS, () => stream.abort())
    try {
      if (answer) await stream.write(encodeJoinFrame(answer))
      await stream.close()
      // The joiner hangs up when it has read the answer.
      if (answer) await stream.read()
    } catch (error) {
      log.debug('an answer to a joiner was lost', { peerId, error })
    }
    late[Symbol.dispose]()
    // What was opened before the peer was let in can only refuse; an admitted one belongs to the peer manager.
    if (standing === 'quarantined') await network.close(id, 'gracefully')
    if (answer?.t === 'yes') later(JOINER_COMES_MS, () => comeBack(peerId))
  }

  function comeBack(peerId: string): void {
    manager.reconsider(peerId).catch((error: unknown) => log.debug('a joiner could not be dialled', { peerId, error }))
  }

  /** Nobody reaches the protocol while no invite is open. Who tries all the same holds an old link, and is no request. */
  function turnAway(peerId: string): void {
    for (const connection of strangers.values()) {
      if (connection.peerId !== peerId) continue
      manager.holdForJoin(connection.id)
      void network.close(connection.id, 'gracefully')
    }
  }

  const subscriptions = [
    network.handle(JOIN_PROTOCOL, { maxFrameBytes: MAX_JOIN_FRAME_BYTES }, (stream, connection) => {
      serve(stream, connection).catch((error: unknown) => {
        // A full disk, for one: nobody was let in, and the joiner may try again.
        stream.abort()
        const fields = { peerId: connection.peerId, error }
        if (error instanceof KithError) log.warn('an invite could not be redeemed', fields)
        else log.error('an invite could not be redeemed', fields)
      })
    }),
    network.events.on((event) => {
      if (event.type === 'opened' && event.connection.standing === 'quarantined')
        strangers.set(event.connection.id, event.connection)
      if (event.type === 'closed') strangers.delete(event.connectionId)
      if (event.type === 'denied' && event.protocol === JOIN_PROTOCOL && event.direction === 'inbound')
        turnAway(event.peerId)
    }),
  ]

  return {
    [Symbol.dispose]() {
      for (const part of [...subscriptions.splice(0), ...timers]) part[Symbol.dispose]()
      timers.clear()
      strangers.clear()
    },
  }
}

const lettingIn = ({ note }: InviteRecord, before: PeerRecord | undefined): Decision => ({
  level: before?.level === 'trusted' ? 'trusted' : 'verified',
  verified: 'invite',
  kept: true,
  // The person said whom it is for; that tells more than what somebody calls themselves.
  ...(before?.name == null && note !== null ? { name: note } : {}),
})

/** Whose attempts are counted together: an IPv4 address, an IPv6 /64, a relay; what names none of them shares one place. */
const sourceOf = (remoteAddress: string): string => originOf(remoteAddress)?.key ?? 'elsewhere'

export const digestOf = (secret: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(secret).digest())
