/** The store in memory. Transactions are all or nothing, as the real one promises; `fail` makes the next write throw. */
import type { Volume } from '../../src/contract/bandwidth-views.ts'
import type { AuditRecord, AuditRow, AuditWish } from '../../src/core/audit/index.ts'
import type { DayVolume, HourVolume, PeerVolume } from '../../src/core/bandwidth/index.ts'
import type { AddressRecord, LinkHistoryRecord } from '../../src/core/peers/index.ts'
import type { ReputationRecord } from '../../src/core/reputation/index.ts'
import type { Store } from '../../src/core/storage/index.ts'
import type { BanRecord, InviteRecord, PeerRecord, RemovalRecord, RequestRecord } from '../../src/core/trust/index.ts'

/** Everything that a transaction gives back when it fails. */
const tables = () => ({
  peers: new Map<string, PeerRecord>(),
  requests: new Map<string, RequestRecord>(),
  bans: new Map<string, BanRecord>(),
  removals: new Map<string, RemovalRecord>(),
  invites: new Map<string, InviteRecord>(),
  addresses: new Map<string, AddressRecord>(),
  reputations: new Map<string, ReputationRecord>(),
  linkHistories: new Map<string, LinkHistoryRecord>(),
  trafficHours: new Map<string, HourVolume & PeerVolume>(),
  trafficDays: new Map<string, DayVolume & PeerVolume>(),
  blobs: new Map<string, Uint8Array>(),
  audit: new Map<number, AuditRecord>(),
  auditEnds: new Map<'ends', Uint8Array>(),
})
type Tables = ReturnType<typeof tables>

const copied = (from: Tables): Tables => ({
  peers: new Map(from.peers),
  requests: new Map(from.requests),
  bans: new Map(from.bans),
  removals: new Map(from.removals),
  invites: new Map(from.invites),
  addresses: new Map(from.addresses),
  reputations: new Map(from.reputations),
  linkHistories: new Map(from.linkHistories),
  trafficHours: new Map(from.trafficHours),
  trafficDays: new Map(from.trafficDays),
  blobs: new Map(from.blobs),
  audit: new Map(from.audit),
  auditEnds: new Map(from.auditEnds),
})

export class FakeStore implements Store {
  #tables = tables()
  #failure: Error | null = null
  closed = false
  /** How many writes came, to see that nothing writes without need. */
  writes = 0

  /** Every write throws this until `null` mends it. */
  fail(error: Error | null): void {
    this.#failure = error
  }

  peers = (): readonly PeerRecord[] => [...this.#tables.peers.values()]
  putPeer = (record: PeerRecord): void => this.#write(({ peers }) => peers.set(record.peerId, record))
  removePeer = (peerId: string): void =>
    this.#write(({ peers, addresses, linkHistories }) => {
      peers.delete(peerId)
      linkHistories.delete(peerId)
      for (const [key, record] of addresses) if (record.peerId === peerId) addresses.delete(key)
    })

  requests = (): readonly RequestRecord[] => [...this.#tables.requests.values()]
  putRequest = (record: RequestRecord): void => this.#write(({ requests }) => requests.set(record.peerId, record))
  removeRequest = (peerId: string): void => this.#write(({ requests }) => requests.delete(peerId))

  bans = (): readonly BanRecord[] => [...this.#tables.bans.values()]
  putBan = (record: BanRecord): void => this.#write(({ bans }) => bans.set(record.peerId, record))
  removeBan = (peerId: string): void => this.#write(({ bans }) => bans.delete(peerId))

  removals = (): readonly RemovalRecord[] => [...this.#tables.removals.values()]
  putRemoval = (record: RemovalRecord): void => this.#write(({ removals }) => removals.set(record.peerId, record))
  removeRemoval = (peerId: string): void => this.#write(({ removals }) => removals.delete(peerId))

  invites = (): readonly InviteRecord[] => [...this.#tables.invites.values()]
  putInvite = (record: InviteRecord): void => this.#write(({ invites }) => invites.set(record.id, record))
  removeInvite = (id: string): void => this.#write(({ invites }) => invites.delete(id))

  addresses = (): readonly AddressRecord[] => [...this.#tables.addresses.values()]
  putAddress = (record: AddressRecord): void =>
    this.#write(({ addresses }) => addresses.set(`${record.peerId} ${record.address}`, record))
  removeAddress = (peerId: string, address: string): void =>
    this.#write(({ addresses }) => addresses.delete(`${peerId} ${address}`))

  reputations = (): readonly ReputationRecord[] => [...this.#tables.reputations.values()]
  putReputation = (record: ReputationRecord): void =>
    this.#write(({ reputations }) => reputations.set(record.peerId, record))
  removeReputation = (peerId: string): void => this.#write(({ reputations }) => reputations.delete(peerId))

  linkHistories = (): readonly LinkHistoryRecord[] => [...this.#tables.linkHistories.values()]
  putLinkHistory = (record: LinkHistoryRecord): void =>
    this.#write(({ linkHistories }) => linkHistories.set(record.peerId, record))

  addTraffic = (hours: readonly (HourVolume & PeerVolume)[], days: readonly (DayVolume & PeerVolume)[]): void =>
    this.#write(({ trafficHours, trafficDays }) => {
      for (const row of hours) addRow(trafficHours, `${row.hour} ${row.peerId}`, row)
      for (const row of days) addRow(trafficDays, `${row.day} ${row.peerId}`, row)
    })
  trafficOfDays = (from: string, before: string): readonly PeerVolume[] =>
    sumsBy(
      [...this.#tables.trafficDays.values()].filter(({ day }) => day >= from && day < before),
      ({ peerId }) => ({ peerId }),
    )
  trafficByHour = (from: number, before: number, ofPeer: string | null): readonly HourVolume[] =>
    sumsBy(
      [...this.#tables.trafficHours.values()].filter(
        ({ hour, peerId }) => hour >= from && hour < before && (ofPeer === null || peerId === ofPeer),
      ),
      ({ hour }) => ({ hour }),
    )
  pruneTraffic = (hours: number, days: number): void =>
    this.#write(({ trafficHours, trafficDays }) => {
      const keptHours = new Set([...trafficHours.values()].map(({ hour }) => hour).sort((a, b) => b - a))
      const keptDays = new Set(
        [...trafficDays.values()]
          .map(({ day }) => day)
          .sort()
          .reverse(),
      )
      for (const [key, { hour }] of trafficHours) if ([...keptHours].indexOf(hour) >= hours) trafficHours.delete(key)
      for (const [key, { day }] of trafficDays) if ([...keptDays].indexOf(day) >= days) trafficDays.delete(key)
    })

  blob = (name: string): Uint8Array | null => this.#tables.blobs.get(name) ?? null
  putBlob = (name: string, value: Uint8Array): void => this.#write(({ blobs }) => blobs.set(name, value))

  auditRows = ({ order, limit, ...wish }: AuditWish): readonly AuditRow[] => {
    const rows = [...this.#tables.audit.values()].filter((record) => fits(record, wish)).sort((a, b) => a.seq - b.seq)
    return (order === 'newest' ? rows.reverse() : rows)
      .slice(0, limit)
      .map((record) => ({ ...record, bytes: bytesOf(record) }))
  }
  auditSpan = (): { first: number; last: number } | null => {
    const seqs = [...this.#tables.audit.keys()]
    return seqs.length === 0 ? null : { first: Math.min(...seqs), last: Math.max(...seqs) }
  }
  auditBytes = (): number => [...this.#tables.audit.values()].reduce((sum, record) => sum + bytesOf(record), 0)
  auditEnds = (): Uint8Array | null => this.#tables.auditEnds.get('ends') ?? null
  appendAudit = (records: readonly AuditRecord[], ends: Uint8Array): number => {
    this.#write(({ audit, auditEnds }) => {
      for (const record of records) audit.set(record.seq, record)
      auditEnds.set('ends', ends)
    })
    return records.reduce((sum, record) => sum + bytesOf(record), 0)
  }
  pruneAudit = (lastSeq: number, ends: Uint8Array): void =>
    this.#write(({ audit, auditEnds }) => {
      for (const seq of [...audit.keys()]) if (seq <= lastSeq) audit.delete(seq)
      auditEnds.set('ends', ends)
    })
  /** Changes what is kept behind the node's back, as somebody with a database tool would. */
  tamper(change: (audit: Map<number, AuditRecord>, ends: Map<'ends', Uint8Array>) => void): void {
    change(this.#tables.audit, this.#tables.auditEnds)
  }

  transaction = <T>(work: () => T): T => {
    const before = copied(this.#tables)
    try {
      return work()
    } catch (error) {
      this.#tables = before
      throw error
    }
  }

  close(): void {
    this.closed = true
  }

  #write(change: (tables: Tables) => unknown): void {
    if (this.#failure) throw this.#failure
    this.writes += 1
    change(this.#tables)
  }
}

const added = (a: Volume, b: Volume): Volume => ({
  sentBytes: a.sentBytes + b.sentBytes,
  receivedBytes: a.receivedBytes + b.receivedBytes,
  sentPayloadBytes: a.sentPayloadBytes + b.sentPayloadBytes,
  receivedPayloadBytes: a.receivedPayloadBytes + b.receivedPayloadBytes,
})

function addRow<T extends Volume>(rows: Map<string, T>, key: string, row: T): void {
  const known = rows.get(key)
  rows.set(key, known ? { ...row, ...added(known, row) } : row)
}

function sumsBy<T extends Volume, K extends object>(rows: readonly T[], keyOf: (row: T) => K): (K & Volume)[] {
  const sums = new Map<string, K & Volume>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = sums.get(JSON.stringify(key)) ?? {
      sentBytes: 0,
      receivedBytes: 0,
      sentPayloadBytes: 0,
      receivedPayloadBytes: 0,
    }
    sums.set(JSON.stringify(key), { ...key, ...added(known, row) })
  }
  return [...sums.values()]
}

const fits = (
  { seq, atMs, kind, peerId }: AuditRecord,
  { fromSeq, toSeq, fromMs, untilMs, kinds, peerId: ofPeer }: Omit<AuditWish, 'order' | 'limit'>,
): boolean =>
  seq >= fromSeq &&
  seq <= toSeq &&
  (fromMs === null || atMs >= fromMs) &&
  (untilMs === null || atMs <= untilMs) &&
  (kinds.length === 0 || kinds.includes(kind)) &&
  (ofPeer === null || peerId === ofPeer)

const bytesOf = ({ details, name }: AuditRecord): number => 200 + details.length + (name?.length ?? 0)
