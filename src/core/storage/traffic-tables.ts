/** What passed by the hour and by the day, as tables that are added to. */
import type { DatabaseSync } from 'node:sqlite'
import type { TrafficStore } from '../bandwidth/index.ts'
import { StoredHour, StoredPeerDay, StoredPeerHour, StoredPeerVolume } from './records.ts'
import type { Transact } from './transactions.ts'

const ADD = `sent_bytes = sent_bytes + excluded.sent_bytes, received_bytes = received_bytes + excluded.received_bytes,
  sent_payload_bytes = sent_payload_bytes + excluded.sent_payload_bytes,
  received_payload_bytes = received_payload_bytes + excluded.received_payload_bytes`
const SUM = `SUM(sent_bytes) AS sentBytes, SUM(received_bytes) AS receivedBytes,
  SUM(sent_payload_bytes) AS sentPayloadBytes, SUM(received_payload_bytes) AS receivedPayloadBytes`
const VOLUME = '$sentBytes, $receivedBytes, $sentPayloadBytes, $receivedPayloadBytes'

/** The row in which everybody of an hour is counted too: adding up a month of hours of hundreds of peers takes too long. */
const EVERYBODY = '*'

export function createTrafficTables(
  db: DatabaseSync,
  transact: Transact,
  guarded: <T>(work: () => T) => T,
  onBadRow: (table: string, error: unknown) => unknown,
): TrafficStore {
  const sql = {
    addHour: db.prepare(
      `INSERT INTO traffic_hours VALUES ($hour, $peerId, ${VOLUME}) ON CONFLICT (peer_id, hour) DO UPDATE SET ${ADD}`,
    ),
    addDay: db.prepare(
      `INSERT INTO traffic_days VALUES ($day, $peerId, ${VOLUME}) ON CONFLICT (day, peer_id) DO UPDATE SET ${ADD}`,
    ),
    ofDays: db.prepare(
      `SELECT peer_id AS peerId, ${SUM} FROM traffic_days WHERE day >= $from AND day < $before GROUP BY peer_id`,
    ),
    byHour: db.prepare(
      `SELECT hour, sent_bytes AS sentBytes, received_bytes AS receivedBytes, sent_payload_bytes AS sentPayloadBytes,
       received_payload_bytes AS receivedPayloadBytes
       FROM traffic_hours WHERE peer_id = $peerId AND hour >= $from AND hour < $before`,
    ),
    pruneHours: db.prepare(
      `DELETE FROM traffic_hours WHERE hour <=
       (SELECT hour FROM traffic_hours WHERE peer_id = '${EVERYBODY}' ORDER BY hour DESC LIMIT 1 OFFSET $kept)`,
    ),
    pruneDays: db.prepare(
      `DELETE FROM traffic_days WHERE day <=
       (SELECT DISTINCT day FROM traffic_days ORDER BY day DESC LIMIT 1 OFFSET $kept)`,
    ),
  }

  type Row = Record<string, unknown>
  function read<T>(table: string, rows: () => Row[], toRecord: (row: Row) => T): T[] {
    const found = guarded(rows)
    try {
      return found.map(toRecord)
    } catch (error) {
      throw onBadRow(table, error)
    }
  }

  return {
    addTraffic(hours, days) {
      const hourRows = hours.map((row) => StoredPeerHour.parse(row))
      const dayRows = days.map((row) => StoredPeerDay.parse(row))
      guarded(() =>
        transact(() => {
          for (const row of hourRows) {
            sql.addHour.run(row)
            sql.addHour.run({ ...row, peerId: EVERYBODY })
          }
          for (const row of dayRows) sql.addDay.run(row)
        }),
      )
    },
    trafficOfDays: (from, before) =>
      read(
        'traffic_days',
        () => sql.ofDays.all({ from, before }),
        (row) => StoredPeerVolume.parse({ ...row }),
      ),
    trafficByHour: (from, before, peerId) =>
      read(
        'traffic_hours',
        () => sql.byHour.all({ from, before, peerId: peerId ?? EVERYBODY }),
        (row) => StoredHour.parse({ ...row }),
      ),
    pruneTraffic(hours, days) {
      guarded(() =>
        transact(() => {
          sql.pruneHours.run({ kept: hours })
          sql.pruneDays.run({ kept: days })
        }),
      )
    },
  }
}
