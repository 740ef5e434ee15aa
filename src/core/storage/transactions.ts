/** Transactions that nest: the outermost is one of the database, those within are savepoints. */
import type { DatabaseSync } from 'node:sqlite'

export type Transact = <T>(work: () => T) => T

export function createTransact(db: DatabaseSync): Transact {
  let depth = 0
  return (work) => {
    const level = depth
    // A full disk can end the whole transaction; what comes after must not pass for a part of it.
    if (level > 0 && !db.isTransaction) throw new Error('storage: the transaction around this one was rolled back')
    db.exec(level === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT level${level}`)
    depth = level + 1
    try {
      const result = work()
      if (result instanceof Promise) throw new Error('storage: a transaction cannot wait; its work must be synchronous')
      if (!db.isTransaction) throw new Error('storage: the transaction was rolled back before it ended')
      db.exec(level === 0 ? 'COMMIT' : `RELEASE level${level}`)
      return result
    } catch (error) {
      if (db.isOpen && db.isTransaction)
        db.exec(level === 0 ? 'ROLLBACK' : `ROLLBACK TO level${level}; RELEASE level${level}`)
      throw error
    } finally {
      depth = level
    }
  }
}
