/** Where peers can be dialled: a cache in memory over a persisted table, so that a restart tries what worked (spec §6). */
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { addressesToForget, rankAddresses } from './address-book.policy.ts'
import type { AddressRecord, AddressSource, AddressStore } from './address-store.types.ts'

/** How late a success or a failure may be written: a crash loses a hint, never an address that a person gave. */
const WRITE_BEHIND_MS = SECOND_MS

export interface AddressBook extends Disposable {
  /** Writes down now what waits. */
  flush(): void
  /** Best first. */
  of(peerId: string): readonly string[]
  /** Adds what is new; answers whether anything was. */
  learn(peerId: string, addresses: readonly string[], source: AddressSource): boolean
  succeeded(peerId: string, address: string): void
  failed(peerId: string, addresses: readonly string[]): void
  /** Lets go of what has become too old, also of peers that nobody dials. To be called now and then. */
  tidy(): void
  /** The store forgets with the peer's own record; this forgets the cache. */
  forget(peerId: string): void
  /** Everything that is known of its addresses, to be put back with `restore`. */
  records(peerId: string): readonly AddressRecord[]
  /** From now on these are the peer's addresses, and no others. Written at once. */
  restore(peerId: string, records: readonly AddressRecord[]): void
}

export interface AddressBookPorts {
  readonly clock: Clock
  readonly store: AddressStore
  readonly log: Log
}

export function createAddressBook({ clock, store, log }: AddressBookPorts): AddressBook {
  const books = new Map<string, Map<string, AddressRecord>>()
  const writes = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => store.transaction(work),
    (error) => log.warn('addresses could not be written', { error }),
  )
  for (const record of store.addresses()) bookOf(record.peerId).set(record.address, record)

  function bookOf(peerId: string): Map<string, AddressRecord> {
    let book = books.get(peerId)
    if (!book) {
      book = new Map<string, AddressRecord>()
      books.set(peerId, book)
    }
    return book
  }

  const keyOf = (peerId: string, address: string): string => `${peerId} ${address}`

  function put(record: AddressRecord): void {
    const key = keyOf(record.peerId, record.address)
    // What a person gives is on the disk before it is believed.
    if (record.source === 'person') {
      store.putAddress(record)
      writes.drop(key)
    } else writes.later(key, () => store.putAddress(record))
    bookOf(record.peerId).set(record.address, record)
  }

  function tidyOne(peerId: string): void {
    const book = bookOf(peerId)
    for (const { address } of addressesToForget([...book.values()], clock.wallMs())) {
      book.delete(address)
      writes.later(keyOf(peerId, address), () => store.removeAddress(peerId, address))
    }
  }

  return {
    of: (peerId) => rankAddresses([...(books.get(peerId)?.values() ?? [])]).map(({ address }) => address),
    learn(peerId, addresses, source) {
      const book = bookOf(peerId)
      const fresh = addresses.filter(
        (address) => !book.has(address) || (source === 'person' && book.get(address)?.source !== 'person'),
      )
      for (const address of fresh) {
        const known = book.get(address)
        put(
          known
            ? { ...known, source }
            : {
                peerId,
                address,
                source,
                addedAtMs: clock.wallMs(),
                lastSuccessAtMs: null,
                lastFailureAtMs: null,
                failures: 0,
                failingSinceMs: null,
              },
        )
      }
      if (fresh.length > 0) tidyOne(peerId)
      return fresh.length > 0
    },
    succeeded(peerId, address) {
      const known = books.get(peerId)?.get(address)
      const nowMs = clock.wallMs()
      if (known) put({ ...known, lastSuccessAtMs: nowMs, failures: 0, failingSinceMs: null })
    },
    failed(peerId, addresses) {
      const nowMs = clock.wallMs()
      for (const address of addresses) {
        const known = books.get(peerId)?.get(address)
        if (!known) continue
        const failingSinceMs = known.failures === 0 ? nowMs : known.failingSinceMs
        put({ ...known, lastFailureAtMs: nowMs, failures: known.failures + 1, failingSinceMs })
      }
      tidyOne(peerId)
    },
    tidy() {
      for (const peerId of [...books.keys()]) tidyOne(peerId)
    },
    forget(peerId) {
      for (const address of books.get(peerId)?.keys() ?? []) writes.drop(keyOf(peerId, address))
      books.delete(peerId)
    },
    records: (peerId) => [...(books.get(peerId)?.values() ?? [])],
    restore(peerId, records) {
      const wanted = new Map(records.map((record) => [record.address, record]))
      for (const address of books.get(peerId)?.keys() ?? []) {
        writes.drop(keyOf(peerId, address))
        if (!wanted.has(address)) store.removeAddress(peerId, address)
      }
      for (const record of records) store.putAddress(record)
      if (wanted.size > 0) books.set(peerId, wanted)
      else books.delete(peerId)
    },
    flush: () => writes.flush(),
    [Symbol.dispose]: () => writes.flush(),
  }
}
