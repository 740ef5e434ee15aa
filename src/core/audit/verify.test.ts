import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { AuditActor, AuditKind, AuditQuery, AuditVerdict } from '../../contract/audit-views.ts'
import { silentLog } from '../../kit/log.ts'
import { DAY_MS, MINUTE_MS } from '../../kit/units.ts'
import { createAudit } from './audit.ts'
import type { Audit } from './audit.types.ts'
import type { AuditRecord } from './audit-store.types.ts'
import { createChain } from './chain.ts'
import { createLogEnd } from './log-end.ts'

const peerId = (letter: string): string => `12D3KooW${letter.repeat(44)}`
const key = randomBytes(32)
type Rows = Map<number, AuditRecord>
type Ends = Map<'ends', Uint8Array>

/** A log with entries `dropped + 1` to `dropped + kept`. */
async function logOf(kept: number, dropped = 0, dataKey: Uint8Array = key) {
  const clock = new ManualClock()
  const store = new FakeStore()
  const caps = { maxAgeDays: 30, maxBytes: 50_000_000 }
  const open = (): Audit =>
    createAudit({ clock, log: silentLog, store, dataKey, nameOf: (id) => `called ${id.slice(-1)}` }, () => caps)
  const audit = open()
  const record = (times: number): void => {
    for (let at = 0; at < times; at += 1)
      audit.record({
        kind: 'trust',
        peerId: peerId('ABC'.charAt(at % 3)),
        actor: 'person',
        reason: 'trusted',
        details: { at },
      })
  }
  record(dropped)
  if (dropped > 0) await clock.advance(31 * DAY_MS)
  record(kept)
  await clock.advance(MINUTE_MS)
  return { audit, store, open, record, clock }
}

const verdictOf = async (audit: Audit) => AuditVerdict.parse(await audit.verify())

/** Every way in which a field can be another one. */
const changes: Readonly<Record<string, (record: AuditRecord) => AuditRecord>> = {
  time: (record) => ({ ...record, atMs: record.atMs + 1 }),
  kind: (record) => ({ ...record, kind: AuditKind.options.find((kind) => kind !== record.kind) ?? 'admit' }),
  peer: (record) => ({ ...record, peerId: peerId('Z') }),
  'no peer': (record) => ({ ...record, peerId: null }),
  name: (record) => ({ ...record, name: 'somebody else' }),
  'no name': (record) => ({ ...record, name: null }),
  actor: (record) => ({ ...record, actor: AuditActor.options.find((actor) => actor !== record.actor) ?? 'node' }),
  reason: (record) => ({ ...record, reason: `${record.reason} ` }),
  count: (record) => ({ ...record, count: record.count + 1 }),
  details: (record) => ({ ...record, details: `${record.details} ` }),
  hash: (record) => ({ ...record, hash: record.hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte)) }),
}

const sizes = fc.record({ kept: fc.integer({ min: 2, max: 12 }), dropped: fc.constantFrom(0, 0, 3) })
const at = fc.nat(1_000)

async function isFound(
  { kept, dropped }: { kept: number; dropped: number },
  tamper: (rows: Rows, ends: Ends, first: number, last: number) => number,
): Promise<void> {
  const { audit, store, record } = await logOf(kept, dropped)
  expect(await verdictOf(audit)).toMatchObject({ intact: true, entries: kept, firstSeq: dropped + 1 })
  let brokenAtSeq = 0
  store.tamper((rows, ends) => {
    brokenAtSeq = tamper(rows, ends, dropped + 1, dropped + kept)
  })
  const verdict = await verdictOf(audit)
  expect(verdict).toMatchObject({ intact: false, brokenAtSeq })
  expect(verdict.problem).toMatch(/^[A-Z].*\.$/)
  // It stays found, whatever is written afterwards.
  record(2)
  expect(await verdictOf(audit)).toMatchObject({ intact: false, brokenAtSeq })
}

describe('what somebody does to the database', () => {
  it.each(Object.keys(changes))('a changed %s is found', async (field) => {
    await fc.assert(
      fc.asyncProperty(sizes, at, (size, where) =>
        isFound(size, (rows, _ends, first) => {
          const seq = first + (where % size.kept)
          const record = rows.get(seq)
          if (record) rows.set(seq, changes[field]?.(record) ?? record)
          return seq
        }),
      ),
      { numRuns: 6 },
    )
  })

  it('removed entries are found: at the beginning, in the middle, at the end, all', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, at, at, (size, from, many) =>
        isFound(size, (rows, _ends, first, last) => {
          const start = first + (from % size.kept)
          const end = start + (many % (last - start + 1))
          for (let seq = start; seq <= end; seq += 1) rows.delete(seq)
          return start
        }),
      ),
      { numRuns: 25 },
    )
  })

  it('entries in another order are found', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, at, at, (size, one, step) =>
        isFound(size, (rows, _ends, first) => {
          const a = one % size.kept
          const b = (a + 1 + (step % (size.kept - 1))) % size.kept
          const [left, right] = [rows.get(first + a), rows.get(first + b)]
          if (left && right) rows.set(left.seq, { ...right, seq: left.seq }).set(right.seq, { ...left, seq: right.seq })
          return first + Math.min(a, b)
        }),
      ),
      { numRuns: 20 },
    )
  })

  it('the entries of a log under another key are found', async () => {
    const other = await logOf(5, 0, randomBytes(32))
    const foreign = new Map<number, AuditRecord>()
    other.store.tamper((rows) => {
      for (const [seq, record] of rows) foreign.set(seq, record)
    })
    await isFound({ kept: 5, dropped: 0 }, (rows) => {
      for (const [seq, record] of foreign) rows.set(seq, record)
      return 1
    })
  })

  it('lost or changed ends are found, and it is told for ever which entries nobody can vouch for', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.option(at), (size, byte) =>
        isFound(size, (_rows, ends, first) => {
          const sealed = ends.get('ends')
          if (byte === null || !sealed) ends.clear()
          else
            ends.set(
              'ends',
              sealed.map((value, index) => (index === byte % sealed.length ? value ^ 1 : value)),
            )
          return first
        }),
      ),
      { numRuns: 20 },
    )
  })

  it('lost ends are found when the end was cut off as well, and no other way of losing both hides it', async () => {
    await isFound({ kept: 6, dropped: 0 }, (rows, ends) => {
      rows.delete(6)
      ends.clear()
      return 1
    })
    await isFound({ kept: 6, dropped: 3 }, (rows, ends) => {
      rows.clear()
      ends.set('ends', new Uint8Array(80))
      return 1
    })
  })

  it('an entry behind the end is found, and does not stop the log', async () => {
    const { audit, store, record } = await logOf(3)
    store.tamper((rows) => {
      const last = rows.get(3)
      if (last) rows.set(4, { ...last, seq: 4 }).set(9, { ...last, seq: 9 })
    })
    expect(await verdictOf(audit)).toMatchObject({ intact: false, brokenAtSeq: 4 })
    record(1)
    expect(await verdictOf(audit)).toMatchObject({ intact: false, brokenAtSeq: 5 })
  })

  it('an entry where others were dropped is found', async () => {
    const { audit, store } = await logOf(3, 3)
    store.tamper((rows) => {
      const kept = rows.get(4)
      if (kept) rows.set(2, { ...kept, seq: 2 })
    })
    expect(await verdictOf(audit)).toMatchObject({ intact: false, brokenAtSeq: 2 })
  })

  it('is told in the log itself at the next start', async () => {
    const { store, open } = await logOf(5)
    store.tamper((rows) => rows.delete(5))
    const again = open()
    const opened = { kind: 'key', peerId: null, actor: 'node', reason: 'opened' } as const
    again.record(opened)
    again.record(opened)
    const { entries } = await again.query(AuditQuery.parse({ order: 'oldest', after: 5 }))
    expect(entries.map(({ kind, reason, details }) => [kind, reason, details])).toEqual([
      ['audit', 'changed-outside', { lastEntry: 5, found: 4 }],
      ['key', 'opened', {}],
      ['key', 'opened', {}],
    ])
  })

  it('entries that nobody can vouch for are forgotten when they are dropped', async () => {
    const { audit, store, record, clock } = await logOf(3)
    store.tamper((_rows, ends) => ends.clear())
    record(1)
    await clock.advance(29 * DAY_MS)
    record(1)
    expect(await verdictOf(audit)).toMatchObject({ intact: false, brokenAtSeq: 1 })
    await clock.advance(2 * DAY_MS)
    expect(await verdictOf(audit)).toMatchObject({ intact: true, entries: 1, firstSeq: 6 })
  })
})

describe('what it cannot find, as it says', () => {
  it('an older copy that is put back as a whole', async () => {
    const { audit, store, record } = await logOf(3)
    const older = { rows: new Map<number, AuditRecord>(), ends: new Map<'ends', Uint8Array>() }
    store.tamper((rows, ends) => {
      older.rows = new Map(rows)
      older.ends = new Map(ends)
    })
    record(3)
    store.tamper((rows, ends) => {
      for (const seq of [4, 5, 6]) rows.delete(seq)
      for (const [name, value] of older.ends) ends.set(name, value)
    })
    expect(await verdictOf(audit)).toMatchObject({ intact: true, entries: 3 })
  })
})

it('goes on while the log grows and its oldest entries are dropped', async () => {
  const { audit, clock, record, store } = await logOf(700)
  const end = createLogEnd(store, createChain(key))
  const rows = store.auditRows
  store.auditRows = (wish) => {
    store.auditRows = rows
    const page = rows(wish)
    // While the first page is looked at.
    for (let step = 0; step < 3; step += 1) end.prune({ maxAgeDays: 1, maxBytes: 1e9 }, clock.wallMs() + 2 * DAY_MS)
    record(1)
    return page
  }
  expect(await audit.verify()).toMatchObject({ intact: true, firstSeq: 601, lastSeq: 700, brokenAtSeq: null })
  expect(await audit.verify()).toMatchObject({ intact: true, firstSeq: 601, lastSeq: 701 })
})

it('lets others through while it reads a long log', async () => {
  const { audit, clock, store } = await logOf(1_000)
  const rows = store.auditRows
  store.auditRows = (wish) => {
    void clock.advance(11)
    return rows(wish)
  }
  const seen = { ended: false }
  const verdict = audit.verify().finally(() => (seen.ended = true))
  await settled()
  expect(seen.ended).toBe(false)
  for (let turns = 0; turns < 100 && !seen.ended; turns += 1) await clock.advance(1)
  expect(await verdict).toMatchObject({ intact: true, entries: 1_000 })
})
