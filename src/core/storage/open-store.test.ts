import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { ada, peerIdOf, useTemporaryStore } from '../../../tests/ports/fixtures/temporary-store.ts'
import type { KithError } from '../../contract/errors.ts'
import type { AddressRecord } from '../peers/index.ts'
import { APPLICATION_ID, migrate, migrations, versionOf } from './migrations.ts'
import type { StoreOptions } from './open-store.ts'
import type { Store } from './store.types.ts'

const id = peerIdOf
const address = (peerId: string, text: string): AddressRecord => ({
  peerId,
  address: text,
  source: 'person',
  addedAtMs: 1,
  lastSuccessAtMs: null,
  lastFailureAtMs: null,
  failingSinceMs: null,
  failures: 0,
})

const temporary = useTemporaryStore()
let folder: string
let path: string
beforeEach(() => {
  ;({ folder, path } = temporary())
})
const open = (options?: Partial<StoreOptions>): Store => temporary().open(options)
const reopen = (store: Store, options?: Partial<StoreOptions>): Store => {
  store.close()
  return open(options)
}
const failure = (options?: Partial<StoreOptions>): KithError => temporary().failure(options)
describe('the store', () => {
  it('replaces, and removes a peer with its addresses and nobody else', () => {
    const store = open()
    store.putPeer(ada)
    store.putPeer({ ...ada, level: 'blocked', name: null })
    store.putPeer({ ...ada, peerId: id('B') })
    for (const letter of ['A', 'B']) store.putAddress(address(id(letter), '/ip4/10.0.0.1/tcp/1'))
    store.putAddress({ ...address(id('A'), '/ip4/10.0.0.1/tcp/1'), failures: 3 })
    expect(store.peers()[0]).toEqual({ ...ada, level: 'blocked', name: null })
    expect(store.addresses().map(({ failures }) => failures)).toEqual([3, 0])
    store.removePeer(id('A'))
    expect(store.peers().map(({ peerId }) => peerId)).toEqual([id('B')])
    expect(store.addresses().map(({ peerId }) => peerId)).toEqual([id('B')])
    store.removeAddress(id('B'), '/ip4/10.0.0.1/tcp/1')
    expect(store.addresses()).toEqual([])
    expect(store.blob('none')).toBeNull()
    store.removeRequest(id('C'))
  })

  it('writes what changed and leaves sealed what did not, and is right also when it was told wrongly', () => {
    const store = open()
    const sealedName = (): unknown => {
      const db = new DatabaseSync(path, { readOnly: true })
      const name = db.prepare('SELECT name FROM peers').get()?.['name']
      db.close()
      return name
    }
    store.putPeer(ada, ada)
    const before = sealedName()
    const blocked = { ...ada, level: 'blocked' as const, kept: false, permissions: [], lastSeenAtMs: 9 }
    store.putPeer(blocked, ada)
    expect([store.peers(), sealedName()]).toEqual([[blocked], before])
    const renamed = { ...blocked, name: 'other', note: 'new' }
    store.putPeer(renamed, blocked)
    expect(store.peers()).toEqual([renamed])
    expect(sealedName()).not.toEqual(before)
  })

  it('cuts what a stranger claims instead of failing over it', () => {
    const store = open()
    store.putPeer({ ...ada, claimedName: 'x'.repeat(100_000) })
    expect(store.peers()[0]?.claimedName).toHaveLength(1_024)
  })

  it('never writes what it could not read back', () => {
    const store = open()
    expect(() => store.putPeer({ ...ada, peerId: 'not a peer' })).toThrow()
    expect(() => store.putAddress({ ...address(id('A'), '/x'), failures: -1 })).toThrow()
    expect(store.peers()).toEqual([])
  })

  it('closes twice, and is a bug to use after', () => {
    const store = open()
    store.close()
    store.close()
    expect(() => store.peers()).toThrow('closed')
    expect(readdirSync(folder)).toEqual(['kith.db'])
  })

  it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
    open().putPeer(ada)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  })
})

describe('transactions', () => {
  const names = (store: Store) => store.peers().map(({ name }) => name)
  const put = (store: Store, name: string) => store.putPeer({ ...ada, peerId: id(name), name })

  it('undo all of it when the work throws', () => {
    const store = open()
    put(store, 'A')
    expect(() =>
      store.transaction(() => {
        put(store, 'B')
        store.removePeer(id('A'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(names(store)).toEqual(['A'])
  })

  it('nest: an inner one that fails takes back only its own', () => {
    const store = open()
    const answer = store.transaction(() => {
      put(store, 'A')
      expect(() =>
        store.transaction(() => {
          put(store, 'B')
          store.transaction(() => put(store, 'C'))
          throw new Error('inner')
        }),
      ).toThrow('inner')
      store.transaction(() => put(store, 'D'))
      return 'answer'
    })
    expect(answer).toBe('answer')
    expect(names(store)).toEqual(['A', 'D'])
    expect(() =>
      store.transaction(() => {
        store.transaction(() => put(store, 'E'))
        throw new Error('outer')
      }),
    ).toThrow('outer')
    expect(names(reopen(store))).toEqual(['A', 'D'])
  })

  it('refuse work that waits, and leave nothing of it', () => {
    const store = open()
    expect(() => store.transaction(async () => put(store, 'A'))).toThrow('synchronous')
    expect(names(store)).toEqual([])
    put(store, 'B')
    expect(names(store)).toEqual(['B'])
  })

  it('do not outlive a store that is closed within', () => {
    const store = open()
    expect(() =>
      store.transaction(() => {
        put(store, 'A')
        store.close()
      }),
    ).toThrow()
    expect(names(open())).toEqual([])
  })
})

describe('sealing', () => {
  const onDisk = () => readFileSync(path).toString('latin1')
  function filled(options: Partial<StoreOptions>): Store {
    const store = open(options)
    store.putPeer(ada)
    store.putRequest({
      peerId: id('R'),
      name: 'Rob knocks',
      addresses: ['/ip4/10.0.0.1/tcp/1'],
      transport: 'tcp',
      agent: null,
      firstSeenAtMs: 1,
      lastSeenAtMs: 1,
      count: 1,
      ignored: false,
      suggestedBy: null,
    })
    store.putBlob('certificate', Buffer.from('PRIVATE CERTIFICATE'))
    return store
  }
  const secrets = ['Ada at home', 'adas-laptop', 'Rob knocks', 'PRIVATE CERTIFICATE']
  const all = (store: Store) => [store.peers(), store.requests(), store.blob('certificate')]

  it('leaves no private word on the disk', () => {
    filled({}).close()
    for (const secret of secrets) expect(onDisk()).not.toContain(secret)
    expect(onDisk()).toContain(id('A'))
  })

  it('follows the setting: everything stays readable, and nothing of the old form stays behind', () => {
    let store = filled({ sealing: false })
    const before = all(store)
    store.close()
    for (const secret of secrets) expect(onDisk()).toContain(secret)
    store = open({ sealing: true })
    expect(all(store)).toEqual(before)
    store.close()
    for (const secret of secrets) expect(onDisk()).not.toContain(secret)
    store = open({ sealing: false })
    expect(all(store)).toEqual(before)
    store.close()
    store = open({ dataKey: null })
    expect(all(store)).toEqual(before)
    store = reopen(store, {})
    expect(all(store)).toEqual(before)
    store.close()
    for (const secret of secrets) expect(onDisk()).not.toContain(secret)
  })

  it('does not call it damage when only the key was not given', () => {
    filled({}).close()
    expect(failure({ dataKey: null })).toMatchObject({ code: 8002 })
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('notices a wrong data key at the door, and leaves everything as it was', () => {
    filled({}).close()
    const before = readFileSync(path)
    expect(failure({ dataKey: randomBytes(32) })).toMatchObject({ code: 7003, details: { reason: 'wrong-key' } })
    expect(failure({ dataKey: randomBytes(32), sealing: false })).toMatchObject({ code: 7003 })
    expect(readFileSync(path)).toEqual(before)
    expect(open().peers()).toEqual([ada])
  })
})

describe('migrations', () => {
  const steps = [
    { name: 'one', apply: (db: DatabaseSync) => db.exec('CREATE TABLE one (a); INSERT INTO one VALUES (1)') },
    { name: 'two', apply: (db: DatabaseSync) => db.exec('ALTER TABLE one ADD COLUMN b') },
  ]

  it('take every database from where it is to the newest version, and touch it no more', () => {
    const db = new DatabaseSync(':memory:')
    expect(migrate(db, steps.slice(0, 1))).toEqual(['one'])
    expect(migrate(db, steps)).toEqual(['two'])
    expect(migrate(db, steps)).toEqual([])
    expect(versionOf(db)).toBe(2)
    expect(db.prepare('SELECT * FROM one').all()).toMatchObject([{ a: 1, b: null }])
    db.close()
  })

  it('leave a database as it was before a step that fails', () => {
    const db = new DatabaseSync(':memory:')
    const failing = { name: 'bad', apply: (d: DatabaseSync) => d.exec('CREATE TABLE bad (a); SELECT nonsense') }
    expect(() => migrate(db, [...steps, failing])).toThrow()
    expect(versionOf(db)).toBe(2)
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'bad'").get()).toMatchObject({ n: 0 })
    db.close()
  })

  it('bring a database of version 0 up to date when it is opened', () => {
    const empty = new DatabaseSync(path)
    empty.exec(`PRAGMA application_id = ${APPLICATION_ID}; VACUUM`)
    empty.close()
    const store = open()
    store.putPeer(ada)
    expect(reopen(store).peers()).toEqual([ada])
    const db = new DatabaseSync(path, { readOnly: true })
    expect(versionOf(db)).toBeGreaterThan(0)
    db.close()
  })

  it('of the first version keep their peers and requests, and can do what is new', () => {
    const old = new DatabaseSync(path)
    old.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    migrate(old, migrations.slice(0, 1))
    old.exec(`INSERT INTO peers VALUES ('${id('A')}', 'trusted', x'00416461', NULL, NULL, 1, 5, NULL)`)
    old.exec(`INSERT INTO requests VALUES ('${id('R')}', NULL, '[]', 'tcp', NULL, 1, 2, 3, 0)`)
    old.close()
    const store = open({ sealing: false })
    const [peer] = store.peers()
    expect(peer).toEqual({
      peerId: id('A'),
      level: 'trusted',
      name: 'Ada',
      claimedName: null,
      agent: null,
      note: null,
      kept: true,
      permissions: null,
      limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
      verifiedAtMs: null,
      verifiedHow: null,
      addedAtMs: 5,
      lastSeenAtMs: null,
    })
    expect(store.requests()).toMatchObject([{ peerId: id('R'), suggestedBy: null, count: 3 }])
    expect([store.bans(), store.removals(), store.invites(), store.auditSpan(), store.auditEnds()]).toEqual([
      [],
      [],
      [],
      null,
      null,
    ])
    store.putPeer(ada)
    expect(store.peers()).toEqual([ada])
  })

  it('start anew after a crash while the first database was being made', () => {
    writeFileSync(`${path}.new`, 'half of it')
    open().putPeer(ada)
    expect(readdirSync(folder)).not.toContain('kith.db.new')
  })
})
