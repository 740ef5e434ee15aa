/** The names of what lies in a data folder. Part of what an installation is: a later version must find them. */
export const folderFiles = {
  /** Says in the clear whose folder it is and where the key is kept. */
  marker: 'identity.json',
  sealedKey: 'identity.sealed',
  plainKey: 'identity.key',
  /** The account under which the keychain keeps the key. */
  profile: 'profile',
  settings: 'settings.yaml',
  database: 'kith.db',
  /** What a restore has still to bring in, sealed with the data key. */
  restoredAllowlist: 'allowlist.restored',
} as const

/** SQLite's companions of a database in WAL mode; the database itself goes last. */
export const databaseFiles = ['kith.db-wal', 'kith.db-shm', folderFiles.database] as const
