/** What the address book remembers, and the port through which it does (spec §6: own address book, persisted). */
export type AddressSource = 'person' | 'peer' | 'mdns' | 'connection'

export interface AddressRecord {
  readonly peerId: string
  /** Multiaddr without the trailing `/p2p/<peer ID>`. */
  readonly address: string
  readonly source: AddressSource
  readonly addedAtMs: number
  readonly lastSuccessAtMs: number | null
  readonly lastFailureAtMs: number | null
  /** Since the last success. */
  readonly failures: number
  /** When the first of them was; `null` without any, or when that was not written down. */
  readonly failingSinceMs: number | null
}

export interface AddressStore {
  addresses(): readonly AddressRecord[]
  putAddress(record: AddressRecord): void
  removeAddress(peerId: string, address: string): void
  /** All of `work`'s writes, or none. */
  transaction<T>(work: () => T): T
}
