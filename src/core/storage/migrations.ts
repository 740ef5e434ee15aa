/** The schema of the database, as the steps by which every older one becomes it. A step that was released never changes. */
import type { DatabaseSync } from 'node:sqlite'

export interface Migration {
  /** What it is for, in a log line. */
  readonly name: string
  apply(db: DatabaseSync): void
}

/** "KITH" in ASCII: tells our database from any other (sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4b_49_54_48

/**
 * `PRAGMA user_version` is how many of these a database has been through. Columns of type BLOB that hold a text are private:
 * see `cells.ts`. Addresses may belong to peers about which nobody decided, so they refer to nothing.
 */
export const migrations: readonly Migration[] = [
  {
    name: 'peers, requests, addresses, blobs',
    apply: (db) =>
      db.exec(`
        CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE peers (
          peer_id TEXT PRIMARY KEY,
          level TEXT NOT NULL,
          name BLOB,
          claimed_name BLOB,
          agent TEXT,
          kept INTEGER NOT NULL,
          added_at_ms INTEGER NOT NULL,
          last_seen_at_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE requests (
          peer_id TEXT PRIMARY KEY,
          name BLOB,
          addresses TEXT NOT NULL,
          transport TEXT NOT NULL,
          agent TEXT,
          first_seen_at_ms INTEGER NOT NULL,
          last_seen_at_ms INTEGER NOT NULL,
          count INTEGER NOT NULL,
          ignored INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE addresses (
          peer_id TEXT NOT NULL,
          address TEXT NOT NULL,
          source TEXT NOT NULL,
          added_at_ms INTEGER NOT NULL,
          last_success_at_ms INTEGER,
          last_failure_at_ms INTEGER,
          failures INTEGER NOT NULL,
          PRIMARY KEY (peer_id, address)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blobs (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
      `),
  },
  {
    name: 'notes, permissions, verification, bans, removals, invites, audit',
    apply: (db) =>
      db.exec(`
        ALTER TABLE peers ADD COLUMN note BLOB;
        ALTER TABLE peers ADD COLUMN permissions TEXT;
        ALTER TABLE peers ADD COLUMN verified_at_ms INTEGER;
        ALTER TABLE peers ADD COLUMN verified_how TEXT;
        ALTER TABLE requests ADD COLUMN suggested_by TEXT;
        CREATE TABLE bans (peer_id TEXT PRIMARY KEY, until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE removals (peer_id TEXT PRIMARY KEY, removed_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE invites (
          id TEXT PRIMARY KEY,
          secret_digest BLOB NOT NULL,
          note BLOB,
          created_at_ms INTEGER NOT NULL,
          expires_at_ms INTEGER NOT NULL,
          revoked_at_ms INTEGER,
          used_by TEXT,
          used_at_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit (
          seq INTEGER PRIMARY KEY,
          at_ms INTEGER NOT NULL,
          kind TEXT NOT NULL,
          peer_id TEXT,
          actor TEXT NOT NULL,
          reason TEXT NOT NULL,
          count INTEGER NOT NULL,
          content BLOB NOT NULL,
          hash BLOB NOT NULL
        ) STRICT;
      `),
  },
  {
    name: 'who banned, conduct, how links fared',
    apply: (db) =>
      db.exec(`
        ALTER TABLE bans ADD COLUMN banned_by TEXT NOT NULL DEFAULT 'person';
        ALTER TABLE addresses ADD COLUMN failing_since_ms INTEGER;
        CREATE TABLE reputations (
          peer_id TEXT PRIMARY KEY,
          score REAL NOT NULL,
          scored_at_ms INTEGER NOT NULL,
          bans INTEGER NOT NULL,
          moves TEXT NOT NULL,
          successful_transfers INTEGER NOT NULL,
          failed_transfers INTEGER NOT NULL,
          successful_messages INTEGER NOT NULL,
          failed_messages INTEGER NOT NULL,
          latency_ms REAL,
          received_bytes INTEGER NOT NULL,
          sent_bytes INTEGER NOT NULL,
          first_seen_at_ms INTEGER,
          last_seen_at_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE link_histories (
          peer_id TEXT PRIMARY KEY,
          spells TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    name: 'limits of peers, what passed by the hour and the day',
    // Days are asked for by the month, hours by the peer: each lies together on the disk as it is asked for.
    apply: (db) =>
      db.exec(`
        ALTER TABLE peers ADD COLUMN upload_bytes_per_second INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE peers ADD COLUMN download_bytes_per_second INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE peers ADD COLUMN monthly_bytes INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE traffic_hours (
          hour INTEGER NOT NULL,
          peer_id TEXT NOT NULL,
          sent_bytes INTEGER NOT NULL,
          received_bytes INTEGER NOT NULL,
          sent_payload_bytes INTEGER NOT NULL,
          received_payload_bytes INTEGER NOT NULL,
          PRIMARY KEY (peer_id, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE traffic_days (
          day TEXT NOT NULL,
          peer_id TEXT NOT NULL,
          sent_bytes INTEGER NOT NULL,
          received_bytes INTEGER NOT NULL,
          sent_payload_bytes INTEGER NOT NULL,
          received_payload_bytes INTEGER NOT NULL,
          PRIMARY KEY (day, peer_id)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

/** How many migrations the database has been through. */
export const versionOf = (db: DatabaseSync): number => Number(pragma(db, 'user_version'))

/** The one value that a pragma answers. */
export function pragma(db: DatabaseSync, name: string): unknown {
  const row = db.prepare(`PRAGMA ${name}`).get()
  return row && Object.values(row)[0]
}

/**
 * Brings a database up to date, each step with its version in one transaction: a crash leaves it before or after a step.
 *
 * @returns the names of the steps that it took
 */
export function migrate(db: DatabaseSync, steps: readonly Migration[] = migrations): readonly string[] {
  const taken: string[] = []
  for (let version = versionOf(db); version < steps.length; version += 1) {
    const step = steps[version]
    if (!step) break
    db.exec('BEGIN IMMEDIATE')
    try {
      step.apply(db)
      db.exec(`PRAGMA user_version = ${version + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
    taken.push(step.name)
  }
  return taken
}
