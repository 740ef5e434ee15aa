/** What follows when somebody comes to the door: requests, the audit log, counters, a person's attention. Decides nothing. */
import type { Clock } from '../kit/clock.ts'
import type { Counters } from '../kit/counters.ts'
import type { Log } from '../kit/log.ts'
import { SECOND_MS } from '../kit/units.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import { usableAddresses } from './hello-addresses.ts'
import { cleanClaim } from './hello-text.ts'
import type { Nearby } from './nearby.ts'
import { notificationOf } from './notification.policy.ts'
import type { Notify } from './notification.types.ts'
import type { AddressBook, NetworkEvent, PeerEvent, PeerManager } from './peers/index.ts'
import type { TrustBook } from './trust/index.ts'

/** A flood of refusals is told in one line a second and reason; the counters and the audit log have them all. */
const LOG_EVERY_MS = SECOND_MS

export interface DoorkeeperPorts {
  readonly clock: Clock
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: Pick<PeerManager, 'status'>
  readonly nearby: Nearby
  readonly announcer: Announcer
  readonly audit: Audit
  readonly counters: Counters
  readonly log: Log
  readonly notify: Notify
  readonly self: string
  /** Why the gate says what it says of this peer, for an inbound connection. */
  readonly reasonOf: (peerId: string) => string
}

export interface Doorkeeper {
  readonly onPeer: (event: PeerEvent) => void
  readonly onNetwork: (event: NetworkEvent) => void
  /** A peer was suggested by an introducer: a request at most. Answers what became of it. */
  readonly suggested: (by: string, peer: { peerId: string; name: string; addresses: readonly string[] }) => string
}

export function createDoorkeeper(ports: DoorkeeperPorts): Doorkeeper {
  const { clock, trust, book, manager, nearby, announcer, audit, counters, log } = ports
  /** By reason, of which the code has a few: when it was last logged, and how many came since. */
  const refusals = new Map<string, { loggedMs: number; unlogged: number }>()

  function met({ peerId, hello, transport }: Extract<PeerEvent, { type: 'met' }>): void {
    const { remoteAddress, direction } = manager.status(peerId)
    const addresses = usableAddresses(peerId, hello.addresses, remoteAddress)
    const claimedName = cleanClaim(hello.name)
    const claimedAgent = cleanClaim(hello.agent)
    const level = trust.level(peerId)
    audit.record({
      kind: 'admit',
      peerId,
      actor: 'node',
      reason: ports.reasonOf(peerId),
      details: { transport, direction, remoteAddress },
    })
    counters.count('connections_admitted_total', { transport })
    if (level === 'unknown') {
      // Mode `learn`: let in without permissions, and asked about all the same.
      knock({ peerId, name: claimedName, addresses, transport, agent: claimedAgent })
    } else {
      trust.seen(peerId, { claimedName, agent: claimedAgent })
      book.learn(peerId, addresses, 'peer')
    }
    if (nearby.drop(peerId)) announcer.nearbyChanged()
    announcer.peerChanged(peerId)
  }

  function knocked({ peerId, hello, transport, remoteAddress }: Extract<PeerEvent, { type: 'knocked' }>): void {
    // Decided about while it was still at the door.
    if (trust.level(peerId) !== 'unknown') return
    const request = knock({
      peerId,
      name: hello && cleanClaim(hello.name),
      addresses: usableAddresses(peerId, hello?.addresses ?? [], remoteAddress),
      transport,
      agent: hello && cleanClaim(hello.agent),
    })
    refused(peerId, 'not-approved', { direction: 'inbound', transport, remoteAddress, request })
  }

  function knock(knock: Parameters<TrustBook['knock']>[0]): ReturnType<TrustBook['knock']> {
    const outcome = trust.knock(knock)
    if (outcome === 'new' || outcome === 'again') announcer.requestsChanged()
    if (outcome === 'new') {
      const waiting = trust.requests().filter(({ ignored }) => !ignored).length
      ports.notify(notificationOf({ kind: 'request', peerId: knock.peerId, name: knock.name, waiting }))
    }
    return outcome
  }

  function refused(peerId: string | null, reason: string, details: Readonly<Record<string, unknown>>): void {
    counters.count('connections_refused_total', { reason })
    audit.record({ kind: 'refuse', peerId, actor: 'node', reason, details })
    const before = refusals.get(reason)
    if (before && clock.now() - before.loggedMs < LOG_EVERY_MS) {
      before.unlogged += 1
      return
    }
    refusals.set(reason, { loggedMs: clock.now(), unlogged: 0 })
    log.info('refused', { peerId, reason, ...details, ...(before?.unlogged ? { unlogged: before.unlogged } : {}) })
  }

  return {
    onPeer(event) {
      switch (event.type) {
        case 'changed':
          announcer.peerChanged(event.peerId)
          return
        case 'met':
          met(event)
          return
        case 'knocked':
          knocked(event)
          return
        case 'unresponsive': {
          const { peerId, lastRttMs, misses, silenceMs } = event
          counters.count('peers_unresponsive_total')
          log.info('a peer does not answer any more', { peerId, lastRttMs, misses, silenceMs })
          return
        }
        case 'tried':
          counters.count('reconnect_attempts_total', { outcome: event.outcome })
          return
        case 'suspect':
        case 'measured':
        case 'violated':
          return
        case 'nearby':
          if (event.peerId !== ports.self && nearby.saw(event.peerId, event.addresses)) announcer.nearbyChanged()
          return
      }
    },
    onNetwork(event) {
      switch (event.type) {
        case 'addresses':
          announcer.nodeChanged()
          return
        case 'refused': {
          const { peerId, direction, transport, remoteAddress, reason } = event
          refused(peerId, reason, { direction, transport, remoteAddress })
          return
        }
        case 'denied': {
          const { peerId, direction, protocol, reason } = event
          counters.count('streams_denied_total', { reason })
          audit.record({ kind: 'deny', peerId, actor: 'node', reason, details: { direction, protocol } })
          return
        }
        case 'opened':
        case 'closed':
        case 'discovered':
          return
      }
    },
    suggested(by, { peerId, name, addresses }) {
      const outcome =
        peerId === ports.self || trust.level(peerId) !== 'unknown'
          ? 'known'
          : trust.wasRemoved(peerId)
            ? 'removed'
            : knock({
                peerId,
                name: cleanClaim(name),
                addresses: usableAddresses(peerId, addresses, null),
                transport: 'other',
                agent: null,
                suggestedBy: by,
              })
      audit.record({ kind: 'introduce', peerId, actor: 'peer', reason: outcome, details: { by } })
      return outcome
    },
  }
}
