import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { peerIdOf, useTemporaryStore } from '../../../tests/ports/fixtures/temporary-store.ts'
import { AuditQuery } from '../../contract/audit-views.ts'
import { silentLog } from '../../kit/log.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { type Audit, createAudit } from '../audit/index.ts'
import type { StoreOptions } from './open-store.ts'
import type { Store } from './store.types.ts'

const temporary = useTemporaryStore()
const chainKey = randomBytes(32)
let path: string
beforeEach(() => {
  path = temporary().path
})

function audited(options: Partial<StoreOptions> = {}): { store: Store; audit: Audit } {
  const store = temporary().open(options)
  const { clock } = temporary()
  const ports = { clock, log: silentLog, store, dataKey: chainKey, nameOf: () => 'Ada at the lake' }
  return { store, audit: createAudit(ports, () => ({ maxAgeDays: 90, maxBytes: 1e8 })) }
}

function filled(options: Partial<StoreOptions> = {}): { store: Store; audit: Audit } {
  const parts = audited(options)
  for (let number = 1; number <= 5; number += 1)
    parts.audit.record({
      kind: 'block',
      peerId: peerIdOf('ABCDE'.charAt(number - 1)),
      actor: 'person',
      reason: 'blocked',
      details: { why: `rude word ${number}` },
    })
  return parts
}

const all = async (audit: Audit) => (await audit.query(AuditQuery.parse({ order: 'oldest' }))).entries
const seqs = async (audit: Audit) => (await all(audit)).map(({ seq }) => seq)
function sql(text: string): void {
  const db = new DatabaseSync(path)
  db.exec(text)
  db.close()
}

describe('what is private in the audit log', () => {
  const onDisk = () => readFileSync(path).toString('latin1')
  const secrets = ['Ada at the lake', 'rude word']

  it('is sealed', () => {
    filled().store.close()
    for (const secret of secrets) expect(onDisk()).not.toContain(secret)
    expect(onDisk()).toContain(peerIdOf('A'))
  })

  it('follows the setting in both directions, and the chain holds: it is over what was said, not over how it lies there', async () => {
    let { store, audit } = filled({ sealing: true })
    const before = await all(audit)
    for (const sealing of [false, true, false, true]) {
      store.close()
      ;({ store, audit } = audited({ sealing }))
      expect(await all(audit)).toEqual(before)
      expect(await audit.verify()).toMatchObject({ intact: true, entries: 5 })
      store.close()
      for (const secret of secrets) expect(onDisk().includes(secret)).toBe(!sealing)
    }
    ;({ store, audit } = filled())
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 10 })
  })

  it('that is spoilt does not stop the setting from changing, nor the node from starting', async () => {
    filled({ sealing: true }).store.close()
    sql("UPDATE audit SET content = x'0102' WHERE seq = 3")
    const { audit } = audited({ sealing: false })
    expect(await seqs(audit)).toEqual([1, 2, 4, 5])
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAtSeq: 3 })
  })
})

describe('what somebody does to the rows', () => {
  it.each([
    {
      what: 'a sealed content is moved',
      change: 'UPDATE audit SET content = (SELECT content FROM audit WHERE seq = 2) WHERE seq = 4',
      broken: 4,
    },
    {
      what: 'two rows are swapped',
      change:
        'UPDATE audit SET seq = seq + 100 WHERE seq IN (2, 4); UPDATE audit SET seq = 4 WHERE seq = 102; UPDATE audit SET seq = 2 WHERE seq = 104',
      broken: 2,
    },
    { what: 'a kind is made up', change: "UPDATE audit SET kind = 'praise' WHERE seq = 2", broken: 2 },
    { what: 'a peer is no peer', change: "UPDATE audit SET peer_id = 'x' WHERE seq = 5", broken: 5 },
    {
      what: 'a time is out of all bounds',
      change: 'UPDATE audit SET at_ms = 9223372036854775807 WHERE seq = 1',
      broken: 1,
    },
    {
      what: 'a number is out of all bounds',
      change: 'UPDATE audit SET seq = 9223372036854775807 WHERE seq = 3',
      broken: 3,
    },
    { what: 'a number is negative', change: 'UPDATE audit SET seq = -3 WHERE seq = 3', broken: 3 },
    { what: 'the ends are gone', change: "DELETE FROM meta WHERE name = 'audit_ends'", broken: 1 },
    { what: 'all entries are gone', change: 'DELETE FROM audit', broken: 1 },
    { what: 'the newest is gone', change: 'DELETE FROM audit WHERE seq = 5', broken: 5 },
  ])('$what: found, and nothing else is lost', async ({ change, broken }) => {
    filled().store.close()
    sql(change)
    const { audit, store } = audited()
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAtSeq: broken })
    audit.record({ kind: 'key', peerId: null, actor: 'node', reason: 'opened' })
    expect(await audit.verify()).toMatchObject({ intact: false, brokenAtSeq: broken })
    expect((await all(audit)).at(-1)).toMatchObject({ reason: 'opened' })
    // Nothing that is wrong with the log makes the database a damaged one.
    expect(store.peers()).toEqual([])
    await temporary().clock.advance(MINUTE_MS)
  })

  it('both the log and its ends are gone: it begins anew with entry 1', async () => {
    filled().store.close()
    sql("DELETE FROM audit; DELETE FROM meta WHERE name = 'audit_ends'")
    const { audit } = audited()
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 0 })
  })
})

it('its size is counted as it grows, about as the file does', () => {
  const { store, audit } = audited()
  const before = readFileSync(path).length
  audit.record(
    ...Array.from({ length: 5_000 }, (_, number) => ({
      kind: 'trust' as const,
      peerId: peerIdOf('B'),
      actor: 'person' as const,
      reason: 'trusted',
      details: { number, transport: 'tcp', remoteAddress: '/ip4/192.168.1.20/tcp/53211' },
    })),
  )
  const counted = store.auditBytes()
  store.close()
  const grown = readFileSync(path).length - before
  expect(counted / grown).toBeGreaterThan(0.85)
  expect(counted / grown).toBeLessThan(1.1)
})
