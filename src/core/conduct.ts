/** What follows from how peers behave: told to their reputation, and from there to connections, the audit log and a person. Decides nothing. */
import { isoTime } from '../kit/clock.ts'
import type { Counters } from '../kit/counters.ts'
import type { Log } from '../kit/log.ts'
import type { Announcer } from './announcer.ts'
import type { Audit } from './audit/index.ts'
import { notificationOf } from './notification.policy.ts'
import type { Notify } from './notification.types.ts'
import type { Network, PeerEvent, PeerManager } from './peers/index.ts'
import type { Reputation, ReputationEvent } from './reputation/index.ts'

export interface ConductPorts {
  readonly reputation: Pick<Reputation, 'report' | 'measured' | 'seen' | 'summary'>
  /** It may be connected now, in either direction. */
  readonly admits: (peerId: string) => boolean
  readonly nameOf: (peerId: string) => string | null
  readonly wallMs: () => number
  readonly manager: Pick<PeerManager, 'reconsider' | 'connected'>
  readonly network: Pick<Network, 'recheck'>
  readonly announcer: Pick<Announcer, 'peerChanged' | 'reputationChanged'>
  readonly audit: Pick<Audit, 'record'>
  readonly counters: Counters
  readonly notify: Notify
  readonly log: Log
}

export interface Conduct {
  readonly onPeer: (event: PeerEvent) => void
  readonly onReputation: (event: ReputationEvent) => void
  /** A peer whose ID is proven broke a protocol of ours. `violation`: what a log line says of it, nothing that the peer chose. */
  readonly violated: (peerId: string, violation: string) => void
}

export function createConduct(ports: ConductPorts): Conduct {
  const { reputation, announcer, audit, counters, log } = ports

  function violated(peerId: string, violation: string): void {
    const admitted = ports.admits(peerId)
    counters.count('protocol_violations_total', { admitted: String(admitted) })
    // Who is not let in cannot be kept out. Keys cost nothing: strangers who count would fill the list of bans and pull the brake.
    if (admitted) reputation.report(peerId, 'protocol-violation', violation)
  }

  function banned({ peerId, untilMs, deed, bans }: Extract<ReputationEvent, { type: 'banned' }>): void {
    counters.count('peers_banned_total', { reason: deed })
    audit.record({ kind: 'ban', peerId, actor: 'node', reason: deed, details: { until: isoTime(untilMs), bans } })
    log.warn('a peer is kept out for its conduct', { peerId, deed, until: isoTime(untilMs), bans })
    announcer.peerChanged(peerId)
    announcer.reputationChanged()
    ports.network.recheck(peerId)
    ports.manager
      .reconsider(peerId)
      .catch((error: unknown) => log.error('a peer could not be reconsidered', { peerId, error }))
    const about = { kind: 'ban', peerId, name: ports.nameOf(peerId), forMs: untilMs - ports.wallMs() } as const
    ports.notify(notificationOf(about))
  }

  function held(untilMs: number): void {
    counters.count('bans_held_total')
    const { banned } = reputation.summary()
    const details = { until: isoTime(untilMs), banned, connected: ports.manager.connected().length }
    audit.record({ kind: 'reputation', peerId: null, actor: 'node', reason: 'held', details })
    log.warn('too many automatic bans: nobody is banned automatically for a while', details)
    announcer.reputationChanged()
    ports.notify(notificationOf({ kind: 'bans-held' }))
  }

  return {
    violated,
    onPeer(event): void {
      switch (event.type) {
        case 'met':
          return reputation.seen(event.peerId)
        case 'measured':
          return reputation.measured(event.peerId, event.rttMs)
        case 'violated':
          return violated(event.peerId, `link: ${event.violation}`)
        // What the network does to a peer is nothing that the peer did.
        case 'suspect':
        case 'unresponsive':
        case 'tried':
        case 'changed':
        case 'knocked':
        case 'nearby':
          return
      }
    },
    onReputation(event): void {
      switch (event.type) {
        case 'changed':
          announcer.peerChanged(event.peerId)
          return announcer.reputationChanged()
        case 'banned':
          return banned(event)
        case 'held':
          return held(event.untilMs)
        case 'released':
          // What a person does is written down where they do it.
          if (event.by === 'time') audit.record({ kind: 'reputation', peerId: null, actor: 'node', reason: 'released' })
          return announcer.reputationChanged()
      }
    },
  }
}
