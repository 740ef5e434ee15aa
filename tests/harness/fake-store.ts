/** The store in memory. Transactions are all or nothing, as the real one promises; `fail` makes the next write throw. */
import type { AddressRecord } from '../../src/core/peers/index.ts'
import type { Store } from '../../src/core/storage/index.ts'
import type { PeerRecord, RequestRecord } from '../../src/core/trust/index.ts'

export class FakeStore implements Store {
  #peers = new Map<string, PeerRecord>()
  #requests = new Map<string, RequestRecord>()
  #addresses = new Map<string, AddressRecord>()
  readonly #blobs = new Map<string, Uint8Array>()
  #failure: Error | null = null
  closed = false
  /** How many writes came, to see that nothing writes without need. */
  writes = 0

  /** Every write throws this until `null` mends it. */
  fail(error: Error | null): void {
    this.#failure = error
  }

  peers(): readonly PeerRecord[] {
    return [...this.#peers.values()]
  }

  putPeer(record: PeerRecord): void {
    this.#write(() => this.#peers.set(record.peerId, record))
  }

  removePeer(peerId: string): void {
    this.#write(() => {
      this.#peers.delete(peerId)
      for (const [key, record] of this.#addresses) if (record.peerId === peerId) this.#addresses.delete(key)
    })
  }

  requests(): readonly RequestRecord[] {
    return [...this.#requests.values()]
  }

  putRequest(record: RequestRecord): void {
    this.#write(() => this.#requests.set(record.peerId, record))
  }

  removeRequest(peerId: string): void {
    this.#write(() => this.#requests.delete(peerId))
  }

  transaction<T>(work: () => T): T {
    const before = [new Map(this.#peers), new Map(this.#requests), new Map(this.#addresses)] as const
    try {
      return work()
    } catch (error) {
      ;[this.#peers, this.#requests, this.#addresses] = before
      throw error
    }
  }

  addresses(): readonly AddressRecord[] {
    return [...this.#addresses.values()]
  }

  putAddress(record: AddressRecord): void {
    this.#write(() => this.#addresses.set(`${record.peerId} ${record.address}`, record))
  }

  removeAddress(peerId: string, address: string): void {
    this.#write(() => this.#addresses.delete(`${peerId} ${address}`))
  }

  blob(name: string): Uint8Array | null {
    return this.#blobs.get(name) ?? null
  }

  putBlob(name: string, value: Uint8Array): void {
    this.#write(() => this.#blobs.set(name, value))
  }

  close(): void {
    this.closed = true
  }

  #write(change: () => void): void {
    if (this.#failure) throw this.#failure
    this.writes += 1
    change()
  }
}
