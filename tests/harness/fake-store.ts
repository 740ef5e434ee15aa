/** The store in memory. Transactions are all or nothing, as the real one promises; `fail` makes the next write throw. */
import type { AddressRecord } from '../../src/core/peers/index.ts'
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
  blobs: new Map<string, Uint8Array>(),
})
type Tables = ReturnType<typeof tables>

const copied = (from: Tables): Tables => ({
  peers: new Map(from.peers),
  requests: new Map(from.requests),
  bans: new Map(from.bans),
  removals: new Map(from.removals),
  invites: new Map(from.invites),
  addresses: new Map(from.addresses),
  blobs: new Map(from.blobs),
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
    this.#write(({ peers, addresses }) => {
      peers.delete(peerId)
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

  blob = (name: string): Uint8Array | null => this.#tables.blobs.get(name) ?? null
  putBlob = (name: string, value: Uint8Array): void => this.#write(({ blobs }) => blobs.set(name, value))

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
