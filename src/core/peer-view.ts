/** Puts together what screens and the command line show of a peer: the decision, the state and the addresses. */
import type { PeerLimits, PeerView, RequestView } from '../contract/views.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import type { AddressBook, PeerManager } from './peers/index.ts'
import { type Grants, permissionsOf, type RequestRecord, type TrustBook } from './trust/index.ts'

export interface ViewPorts {
  readonly clock: Clock
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: PeerManager
  readonly grants: () => Grants
  isKept(peerId: string): boolean
  /** What its conduct has earned it. */
  score(peerId: string): number
  readonly limitsOf: (peerId: string) => PeerLimits
  readonly isExempt: (remoteAddress: string) => boolean
  /** The safety words of this node and that peer. */
  words(peerId: string): readonly string[]
}

export function peerView(ports: ViewPorts, peerId: string): PeerView {
  const { clock, trust, book, manager } = ports
  const record = trust.peer(peerId)
  const request = trust.request(peerId)
  const status = manager.status(peerId)
  const level = trust.level(peerId)
  const bannedUntilMs = trust.bannedUntilMs(peerId)
  const wallOf = (monotonicMs: number): string => isoTime(clock.wallMs() + monotonicMs - clock.now())
  return {
    peerId,
    name: record?.name ?? record?.claimedName ?? request?.name ?? null,
    note: record?.note ?? null,
    trust: level,
    permissions: [...permissionsOf(level, record?.permissions ?? null, ports.grants())],
    ownPermissions: record?.permissions != null,
    verified:
      record?.verifiedAtMs == null || record.verifiedHow === null
        ? null
        : { at: isoTime(record.verifiedAtMs), how: record.verifiedHow },
    bannedUntil: bannedUntilMs === null ? null : isoTime(bannedUntilMs),
    bannedBy: trust.bannedBy(peerId),
    score: ports.score(peerId),
    kept: ports.isKept(peerId),
    state: status.state,
    failure: status.failure,
    reason: status.reason,
    transport: status.transport,
    direction: status.direction,
    failures: status.failures,
    dormant: status.dormant,
    breakerRetryAt: status.breakerRetryMs === null ? null : wallOf(status.breakerRetryMs),
    silentSince: status.silentSinceMs == null ? null : wallOf(status.silentSinceMs),
    rttMs: status.rttMs === null ? null : Math.round(status.rttMs * 10) / 10,
    addresses: [...book.of(peerId)],
    remoteAddress: status.remoteAddress,
    agent: record?.agent ?? request?.agent ?? null,
    addedAt: isoTime(record?.addedAtMs ?? request?.firstSeenAtMs ?? clock.wallMs()),
    connectedSince: status.connectedSinceMs === null ? null : wallOf(status.connectedSinceMs),
    lastSeen: record?.lastSeenAtMs == null ? null : isoTime(record.lastSeenAtMs),
    nextTryAt: status.nextTryMs === null ? null : wallOf(status.nextTryMs),
    limits: ports.limitsOf(peerId),
    exempt: status.remoteAddress !== null && ports.isExempt(status.remoteAddress),
  }
}

export function requestView(ports: Pick<ViewPorts, 'words'>, record: RequestRecord): RequestView {
  return {
    peerId: record.peerId,
    name: record.name,
    addresses: [...record.addresses],
    transport: record.transport,
    agent: record.agent,
    firstSeen: isoTime(record.firstSeenAtMs),
    lastSeen: isoTime(record.lastSeenAtMs),
    count: record.count,
    ignored: record.ignored,
    suggestedBy: record.suggestedBy,
    words: [...ports.words(record.peerId)],
  }
}
