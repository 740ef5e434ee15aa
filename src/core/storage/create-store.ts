/** The tables as the ports that the domains declare. Every call is durable when it returns. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { AddressRecord, LinkHistoryRecord } from '../peers/index.ts'
import type { ReputationRecord } from '../reputation/index.ts'
import type { BanRecord, InviteRecord, PeerRecord, RemovalRecord, RequestRecord } from '../trust/index.ts'
import { createAuditTable } from './audit-table.ts'
import type { Cells } from './cells.ts'
import {
  StoredAddress,
  StoredBan,
  StoredInvite,
  StoredLinkHistory,
  StoredPeer,
  StoredRemoval,
  StoredReputation,
  StoredRequest,
} from './records.ts'
import { prepareStatements } from './statements.ts'
import type { Store } from './store.types.ts'
import { createTrafficTables } from './traffic-tables.ts'
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
  const sql = prepareStatements(db)

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

  type Table = 'peers' | 'requests' | 'bans' | 'removals' | 'invites' | 'addresses' | 'reputations' | 'linkHistories'

  function read<T>(table: Table, toRecord: (row: Row) => T): readonly T[] {
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
    ...createAuditTable(db, cells, transact, guarded),
    ...createTrafficTables(db, transact, guarded, onBadRow),

    peers: () =>
      read('peers', (row): PeerRecord => {
        const name = text(row['name'], 'peers', 'name', row['peerId'])
        const claimedName = text(row['claimedName'], 'peers', 'claimed_name', row['peerId'])
        const note = text(row['note'], 'peers', 'note', row['peerId'])
        const { uploadBytesPerSecond, downloadBytesPerSecond, monthlyBytes, ...rest } = row
        const limits = { uploadBytesPerSecond, downloadBytesPerSecond, monthlyBytes }
        return StoredPeer.parse({
          ...rest,
          name,
          claimedName,
          note,
          limits,
          permissions: listOrNull(row['permissions']),
        })
      }),

    putPeer(record, before) {
      const { kept, name, claimedName, note, limits, ...peer } = StoredPeer.parse(record)
      const open = {
        ...peer,
        ...limits,
        kept: Number(kept),
        permissions: peer.permissions && JSON.stringify(peer.permissions),
      }
      // Sealing costs more than all the rest; a level that changes for thousands leaves their names as they are.
      const sealed = before && name === before.name && claimedName === before.claimedName && note === before.note
      if (sealed && Number(guarded(() => sql.updatePeer.run(open)).changes) === 1) return
      write('putPeer', {
        ...open,
        name: cell(name, 'peers', 'name', peer.peerId),
        claimedName: cell(claimedName, 'peers', 'claimed_name', peer.peerId),
        note: cell(note, 'peers', 'note', peer.peerId),
      })
    },

    removePeer(peerId) {
      guarded(() =>
        transact(() => {
          sql.removePeer.run({ peerId })
          sql.removeAddresses.run({ peerId })
          sql.removeLinkHistory.run({ peerId })
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

    bans: () => read('bans', (row): BanRecord => StoredBan.parse({ ...row })),
    putBan: (record) => write('putBan', StoredBan.parse(record)),
    removeBan: (peerId) => write('removeBan', { peerId }),

    removals: () => read('removals', (row): RemovalRecord => StoredRemoval.parse({ ...row })),
    putRemoval: (record) => write('putRemoval', StoredRemoval.parse(record)),
    removeRemoval: (peerId) => write('removeRemoval', { peerId }),

    invites: () =>
      read('invites', (row): InviteRecord => {
        const note = text(row['note'], 'invites', 'note', row['id'])
        return StoredInvite.parse({ ...row, note })
      }),
    putInvite(record) {
      const invite = StoredInvite.parse(record)
      write('putInvite', { ...invite, note: cell(invite.note, 'invites', 'note', invite.id) })
    },
    removeInvite: (id) => write('removeInvite', { id }),

    reputations: () =>
      read('reputations', (row): ReputationRecord => {
        return StoredReputation.parse({ ...row, moves: JSON.parse(String(row['moves'])) as unknown })
      }),
    putReputation(record) {
      const { moves, ...reputation } = StoredReputation.parse(record)
      write('putReputation', { ...reputation, moves: JSON.stringify(moves) })
    },
    removeReputation: (peerId) => write('removeReputation', { peerId }),

    linkHistories: () =>
      read('linkHistories', (row): LinkHistoryRecord => {
        return StoredLinkHistory.parse({ ...row, spells: JSON.parse(String(row['spells'])) as unknown })
      }),
    putLinkHistory(record) {
      const { peerId, spells } = StoredLinkHistory.parse(record)
      write('putLinkHistory', { peerId, spells: JSON.stringify(spells) })
    },

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

const listOrNull = (value: SQLOutputValue | undefined): unknown =>
  typeof value === 'string' ? (JSON.parse(value) as unknown) : null

const blobOrNull = (value: SQLOutputValue | undefined): Uint8Array | null => {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return value
  throw new Error('a private value is not a blob')
}
