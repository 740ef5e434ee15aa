/** The tables as the ports that the domains declare. Every call is durable when it returns. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { AddressRecord } from '../peers/index.ts'
import type { PeerRecord, RequestRecord } from '../trust/index.ts'
import type { Cells } from './cells.ts'
import { StoredAddress, StoredPeer, StoredRequest } from './records.ts'
import type { Store } from './store.types.ts'
import { createTransact } from './transactions.ts'

type Row = Record<string, SQLOutputValue>

/**
 * @param onError turns what SQLite says into what a person can mend
 * @param onBadRow what to throw about a row that cannot be read
 */
export function createStore(
  db: DatabaseSync,
  cells: Cells,
  onError: (error: unknown) => unknown,
  onBadRow: (table: string, error: unknown) => unknown,
): Store {
  const transact = createTransact(db)
  const sql = prepareAll(db)

  function guarded<T>(work: () => T): T {
    if (!db.isOpen) throw new Error('storage: the store is closed')
    try {
      return work()
    } catch (error) {
      throw onError(error)
    }
  }

  const write = (statement: keyof typeof sql, values: Record<string, SQLInputValue>): void =>
    guarded(() => void sql[statement].run(values))

  function read<T>(table: 'peers' | 'requests' | 'addresses', toRecord: (row: Row) => T): readonly T[] {
    const rows = guarded(() => sql[table].all())
    try {
      return rows.map(toRecord)
    } catch (error) {
      throw onBadRow(table, error)
    }
  }

  const text = (cell: SQLOutputValue | undefined, table: string, column: string, row: unknown): string | null =>
    cells.readText(blobOrNull(cell), { table, column, row: String(row) })
  const cell = (value: string | null, table: string, column: string, row: string): Uint8Array | null =>
    cells.writeText(value, { table, column, row })

  return {
    peers: () =>
      read('peers', (row): PeerRecord => {
        const name = text(row['name'], 'peers', 'name', row['peerId'])
        const claimedName = text(row['claimedName'], 'peers', 'claimed_name', row['peerId'])
        return StoredPeer.parse({ ...row, name, claimedName })
      }),

    putPeer(record) {
      const { kept, ...peer } = StoredPeer.parse(record)
      write('putPeer', {
        ...peer,
        kept: Number(kept),
        name: cell(peer.name, 'peers', 'name', peer.peerId),
        claimedName: cell(peer.claimedName, 'peers', 'claimed_name', peer.peerId),
      })
    },

    removePeer(peerId) {
      guarded(() =>
        transact(() => {
          sql.removePeer.run({ peerId })
          sql.removeAddresses.run({ peerId })
        }),
      )
    },

    requests: () =>
      read('requests', (row): RequestRecord => {
        const name = text(row['name'], 'requests', 'name', row['peerId'])
        return StoredRequest.parse({ ...row, name, addresses: JSON.parse(String(row['addresses'])) as unknown })
      }),

    putRequest(record) {
      const { addresses, ignored, ...request } = StoredRequest.parse(record)
      write('putRequest', {
        ...request,
        ignored: Number(ignored),
        addresses: JSON.stringify(addresses),
        name: cell(request.name, 'requests', 'name', request.peerId),
      })
    },

    removeRequest: (peerId) => write('removeRequest', { peerId }),

    addresses: () => read('addresses', (row): AddressRecord => StoredAddress.parse({ ...row })),
    putAddress: (record) => write('putAddress', StoredAddress.parse(record)),
    removeAddress: (peerId, address) => write('removeAddress', { peerId, address }),

    blob(name) {
      const value = blobOrNull(guarded(() => sql.blob.get({ name }))?.['value'])
      if (!value) return null
      try {
        return new Uint8Array(cells.read(value, { table: 'blobs', column: 'value', row: name }))
      } catch (error) {
        throw onBadRow('blobs', error)
      }
    },

    putBlob: (name, value) =>
      write('putBlob', { name, value: cells.write(value, { table: 'blobs', column: 'value', row: name }) }),

    transaction: (work) => guarded(() => transact(work)),

    close() {
      if (!db.isOpen) return
      // Unfinished work is rolled back, and the journal moves into the database, so that one file is all there is.
      db.close()
    },
  }
}

const blobOrNull = (value: SQLOutputValue | undefined): Uint8Array | null => {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return value
  throw new Error('a private value is not a blob')
}

function prepareAll(db: DatabaseSync) {
  return {
    peers: db.prepare(
      `SELECT peer_id AS peerId, level, name, claimed_name AS claimedName, agent, kept, added_at_ms AS addedAtMs,
       last_seen_at_ms AS lastSeenAtMs FROM peers ORDER BY added_at_ms, peer_id`,
    ),
    putPeer: db.prepare(
      `INSERT INTO peers VALUES ($peerId, $level, $name, $claimedName, $agent, $kept, $addedAtMs, $lastSeenAtMs)
       ON CONFLICT (peer_id) DO UPDATE SET level = excluded.level, name = excluded.name,
       claimed_name = excluded.claimed_name, agent = excluded.agent, kept = excluded.kept,
       added_at_ms = excluded.added_at_ms, last_seen_at_ms = excluded.last_seen_at_ms`,
    ),
    removePeer: db.prepare('DELETE FROM peers WHERE peer_id = $peerId'),
    requests: db.prepare(
      `SELECT peer_id AS peerId, name, addresses, transport, agent, first_seen_at_ms AS firstSeenAtMs,
       last_seen_at_ms AS lastSeenAtMs, count, ignored FROM requests ORDER BY first_seen_at_ms, peer_id`,
    ),
    putRequest: db.prepare(
      `INSERT INTO requests VALUES ($peerId, $name, $addresses, $transport, $agent, $firstSeenAtMs, $lastSeenAtMs,
       $count, $ignored)
       ON CONFLICT (peer_id) DO UPDATE SET name = excluded.name, addresses = excluded.addresses,
       transport = excluded.transport, agent = excluded.agent, first_seen_at_ms = excluded.first_seen_at_ms,
       last_seen_at_ms = excluded.last_seen_at_ms, count = excluded.count, ignored = excluded.ignored`,
    ),
    removeRequest: db.prepare('DELETE FROM requests WHERE peer_id = $peerId'),
    addresses: db.prepare(
      `SELECT peer_id AS peerId, address, source, added_at_ms AS addedAtMs, last_success_at_ms AS lastSuccessAtMs,
       last_failure_at_ms AS lastFailureAtMs, failures FROM addresses ORDER BY peer_id, added_at_ms, address`,
    ),
    putAddress: db.prepare(
      `INSERT INTO addresses VALUES ($peerId, $address, $source, $addedAtMs, $lastSuccessAtMs, $lastFailureAtMs,
       $failures)
       ON CONFLICT (peer_id, address) DO UPDATE SET source = excluded.source, added_at_ms = excluded.added_at_ms,
       last_success_at_ms = excluded.last_success_at_ms, last_failure_at_ms = excluded.last_failure_at_ms,
       failures = excluded.failures`,
    ),
    removeAddress: db.prepare('DELETE FROM addresses WHERE peer_id = $peerId AND address = $address'),
    removeAddresses: db.prepare('DELETE FROM addresses WHERE peer_id = $peerId'),
    blob: db.prepare('SELECT value FROM blobs WHERE name = $name'),
    putBlob: db.prepare(
      'INSERT INTO blobs VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  }
}
