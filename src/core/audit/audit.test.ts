import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { AuditPage, AuditQuery, type AuditView } from '../../contract/audit-views.ts'
import { KithError } from '../../contract/errors.ts'
import { silentLog } from '../../kit/log.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createAudit } from './audit.ts'
import type { AuditEvent } from './audit.types.ts'

const peer = (number: number): string => `12D3KooW${String(number).replaceAll('0', 'z').padStart(44, 'A')}`
const refuse = (peerId: string | null, reason = 'not-approved'): AuditEvent => ({
  kind: 'refuse',
  peerId,
  actor: 'node',
  reason,
  details: { transport: 'tcp' },
})
const approve = (peerId: string): AuditEvent => ({ kind: 'approve', peerId, actor: 'person', reason: 'verified' })

function setup(caps = { maxAgeDays: 90, maxBytes: 50_000_000 }) {
  const clock = new ManualClock()
  const store = new FakeStore()
  const logged: string[] = []
  const log = { ...silentLog, error: (message: string) => void logged.push(message) }
  const dataKey = randomBytes(32)
  const names = new Map<string, string>()
  const open = () => createAudit({ clock, log, store, dataKey, nameOf: (id) => names.get(id) ?? null }, () => caps)
  const audit = open()
  const told: AuditView[] = []
  audit.appended.on((entries) => told.push(...entries))
  const all = async (query: Partial<AuditQuery> = {}) =>
    AuditPage.parse(await audit.query(AuditQuery.parse({ order: 'oldest', limit: 1_000, ...query })))
  const kept = () => store.auditRows({ ...everything, order: 'oldest' })
  return { clock, store, logged, audit, told, all, kept, names, open, caps }
}
const everything = {
  fromSeq: 1,
  toSeq: 1e9,
  fromMs: null,
  untilMs: null,
  kinds: [],
  peerId: null,
  limit: 1e9,
} as const

describe('what a person decides', () => {
  it('is on the disk when record returns, with the name of then, and told', async () => {
    const { audit, kept, told, names, all } = setup()
    names.set(peer(1), 'Ada')
    audit.record({ ...approve(peer(1)), details: { permissions: ['message'] } })
    expect(kept()).toHaveLength(1)
    expect(told).toEqual([
      {
        seq: 1,
        time: '2026-01-01T00:00:00.000Z',
        kind: 'approve',
        peerId: peer(1),
        name: 'Ada',
        actor: 'person',
        reason: 'verified',
        count: 1,
        details: { permissions: ['message'] },
      },
    ])
    expect((await all()).entries).toEqual(told)
  })

  it('many at once are one write', () => {
    const { audit, store, kept } = setup()
    audit.record(approve(peer(1)), approve(peer(2)), approve(peer(3)))
    expect(kept()).toHaveLength(3)
    expect(store.writes).toBe(1)
  })

  it('comes after what the peer did before, as it was', async () => {
    const { audit, clock, told } = setup()
    for (let times = 0; times < 4; times += 1) audit.record(refuse(peer(1)))
    await clock.advance(10 * SECOND_MS)
    audit.record(refuse(peer(2)), approve(peer(1)))
    expect(told.map(({ kind, count, peerId }) => [kind, peerId, count])).toEqual([
      ['refuse', peer(1), 1],
      ['refuse', peer(1), 3],
      ['refuse', peer(2), 1],
      ['approve', peer(1), 1],
    ])
  })

  it('is gone with the transaction around it, and the chain goes on as if it had never been', async () => {
    const { audit, store, all } = setup()
    audit.record(approve(peer(1)))
    expect(() =>
      store.transaction(() => {
        audit.record(approve(peer(2)))
        throw new Error('no')
      }),
    ).toThrow('no')
    audit.record(approve(peer(3)))
    expect((await all()).entries.map(({ seq, peerId }) => [seq, peerId])).toEqual([
      [1, peer(1)],
      [2, peer(3)],
    ])
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 2 })
  })
})

describe('what peers cause', () => {
  it('is written within a second, and repeats within the minute as one entry with a count', async () => {
    const { audit, clock, told } = setup()
    audit.record(refuse(peer(1)))
    expect(told).toEqual([])
    await clock.advance(SECOND_MS)
    expect(told).toMatchObject([{ peerId: peer(1), count: 1 }])
    for (let times = 0; times < 30; times += 1) {
      audit.record(refuse(peer(1)))
      await clock.advance(SECOND_MS)
    }
    expect(told).toHaveLength(1)
    await clock.advance(MINUTE_MS)
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({
      count: 30,
      time: '2026-01-01T00:00:30.000Z',
      details: { transport: 'tcp', firstAt: '2026-01-01T00:00:01.000Z', lastAt: '2026-01-01T00:00:30.000Z' },
    })
    audit.record(refuse(peer(1)))
    await clock.advance(SECOND_MS)
    expect(told).toHaveLength(3)
  })

  it('is told apart by kind, peer and reason', async () => {
    const { audit, clock, told } = setup()
    for (let times = 0; times < 3; times += 1) {
      audit.record(refuse(peer(1)), refuse(peer(1), 'blocked'), refuse(peer(2)), refuse(null, 'limit-rate'))
      audit.record({ ...refuse(peer(1)), kind: 'deny' })
    }
    await clock.advance(2 * MINUTE_MS)
    expect(told.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
  })

  it('is written at the end, also what was still gathered; nothing is left behind, and it can go on', async () => {
    const { audit, clock, told } = setup()
    for (let times = 0; times < 5; times += 1) audit.record(refuse(peer(1)))
    audit[Symbol.dispose]()
    audit[Symbol.dispose]()
    expect(told.map(({ count }) => count)).toEqual([1, 4])
    expect(clock.pending).toBe(0)
    audit.record(refuse(peer(1)))
    await clock.advance(SECOND_MS)
    expect(told).toHaveLength(3)
    audit[Symbol.dispose]()
    expect(clock.pending).toBe(0)
  })

  it('a flood of strangers becomes a crowd with a count: the log stays small', async () => {
    const { audit, clock, told } = setup()
    const strangers = 10_000
    for (let number = 0; number < strangers; number += 1) {
      audit.record(refuse(peer(number)))
      if (number % 200 === 0) await clock.advance(MINUTE_MS / 50)
    }
    await clock.advance(2 * MINUTE_MS)
    const crowd = told.filter(({ peerId }) => peerId === null)
    expect(crowd.length).toBeLessThanOrEqual(2)
    expect(told.length).toBeLessThan(330)
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(strangers)
    const peers = crowd.map(({ details }) => Number(details['peers'])).reduce((sum, number) => sum + number)
    expect(peers + told.length - crowd.length).toBe(strangers)
  })

  it('for days leaves what a person decided in the log', async () => {
    const { audit, clock, told } = setup()
    for (let minute = 0; minute < 60; minute += 1) {
      for (let number = 0; number < 50; number += 1) audit.record(refuse(peer(minute * 50 + number)))
      await clock.advance(MINUTE_MS)
    }
    // The burst of the beginning, ten a minute, and one crowd a minute.
    expect(told.length).toBeLessThan(300 + 60 * 12)
  })
})

describe('a disk that fails', () => {
  const full = new KithError('DiskFull', 'full')

  it('stops nobody; what waits is written when there is room again, in its order', async () => {
    const { audit, clock, store, told, logged } = setup()
    audit.record(approve(peer(1)))
    store.fail(full)
    audit.record(approve(peer(2)))
    audit.record(refuse(peer(3)))
    await clock.advance(5 * SECOND_MS)
    audit.record(approve(peer(4)))
    expect(told.map(({ peerId }) => peerId)).toEqual([peer(1)])
    expect(logged).toHaveLength(1)
    store.fail(null)
    await clock.advance(2 * MINUTE_MS)
    expect(told.map(({ peerId }) => peerId)).toEqual([peer(1), peer(2), peer(3), peer(4)])
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 4 })
  })

  it('for too long loses the oldest, and the log says how many', async () => {
    const { audit, clock, store, told } = setup()
    store.fail(full)
    for (let batch = 0; batch < 6; batch += 1)
      audit.record(...Array.from({ length: 100 }, (_, number) => approve(peer(batch * 100 + number))))
    store.fail(null)
    await clock.advance(MINUTE_MS)
    expect(told).toHaveLength(501)
    expect(told[0]).toMatchObject({
      kind: 'audit',
      actor: 'node',
      reason: 'entries-lost',
      details: { lost: 100, since: '2026-01-01T00:00:00.000Z' },
    })
  })

  it('a fault that no later try mends does not stand before what follows', () => {
    const { audit, store, told } = setup()
    store.fail(new Error('a bug'))
    audit.record(approve(peer(1)))
    store.fail(null)
    audit.record(approve(peer(2)))
    expect(told.map(({ reason }) => reason)).toEqual(['entries-lost', 'verified'])
  })
})

describe('what is too old or too much', () => {
  it('is dropped from the oldest end, and the rest stays verifiable', async () => {
    const { audit, clock, kept } = setup({ maxAgeDays: 2, maxBytes: 50_000_000 })
    for (let day = 0; day < 6; day += 1) {
      for (let number = 0; number < 300; number += 1) audit.record(approve(peer(number)))
      await clock.advance(DAY_MS)
    }
    await clock.advance(MINUTE_MS)
    expect(kept().length).toBe(300)
    expect(await audit.verify()).toEqual({
      intact: true,
      entries: 300,
      firstSeq: 1_501,
      lastSeq: 1_800,
      brokenAtSeq: null,
      problem: null,
    })
  })

  it('keeps to its size, also when the setting shrinks it', async () => {
    const caps = { maxAgeDays: 90, maxBytes: 100_000 }
    const { audit, clock, store } = setup(caps)
    for (let number = 0; number < 2_000; number += 1) audit.record(approve(peer(number)))
    await clock.advance(MINUTE_MS)
    expect(store.auditBytes()).toBeLessThanOrEqual(100_000)
    expect(store.auditBytes()).toBeGreaterThan(97_000)
    caps.maxBytes = 50_000
    audit.record(approve(peer(1)))
    await clock.advance(MINUTE_MS)
    expect(store.auditBytes()).toBeLessThanOrEqual(50_000)
    expect(await audit.verify()).toMatchObject({ intact: true, lastSeq: 2_001 })
  })

  it('does not wait for the next entry', async () => {
    const { audit, clock, kept } = setup({ maxAgeDays: 1, maxBytes: 50_000_000 })
    audit.record(approve(peer(1)))
    await clock.advance(DAY_MS + 61 * MINUTE_MS)
    expect(kept()).toEqual([])
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 0, firstSeq: null })
    audit.record(approve(peer(2)))
    expect(kept()).toMatchObject([{ seq: 2 }])
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 1, firstSeq: 2 })
  })
})

describe('a search', () => {
  async function filled() {
    const parts = setup()
    const { audit, clock, names } = parts
    names.set(peer(1), 'Ada Lovelace')
    audit.record(approve(peer(1)))
    await clock.advance(MINUTE_MS)
    audit.record({
      kind: 'setting',
      peerId: null,
      actor: 'person',
      reason: 'changed',
      details: { path: 'admission.Mode' },
    })
    await clock.advance(MINUTE_MS)
    audit.record(refuse(peer(2), 'blocked'))
    await clock.advance(MINUTE_MS)
    return parts
  }

  it.each<{ what: string; query: Partial<AuditQuery>; found: number[] }>([
    { what: 'everything, oldest first', query: {}, found: [1, 2, 3] },
    { what: 'newest first', query: { order: 'newest' }, found: [3, 2, 1] },
    { what: 'kinds', query: { kinds: ['approve', 'refuse'] }, found: [1, 3] },
    { what: 'a peer', query: { peerId: peer(2) }, found: [3] },
    { what: 'a name, in any case', query: { text: ' LOVE' }, found: [1] },
    { what: 'a value of the details', query: { text: 'admission.mode' }, found: [2] },
    { what: 'no key of the details', query: { text: 'path' }, found: [] },
    { what: 'a reason', query: { text: 'Blocked' }, found: [3] },
    { what: 'the end of a peer ID', query: { text: peer(2).slice(-8).toLowerCase() }, found: [3] },
    { what: 'from a time on', query: { from: '2026-01-01T00:01:00.000Z' }, found: [2, 3] },
    { what: 'until a time', query: { until: '2026-01-01T00:01:00.000Z' }, found: [1, 2] },
    { what: 'behind an entry', query: { after: 1 }, found: [2, 3] },
    { what: 'behind an entry, newest first', query: { order: 'newest', after: 3 }, found: [2, 1] },
    { what: 'behind the end', query: { after: 3 }, found: [] },
    { what: 'far behind the end', query: { order: 'newest', after: 1_000 }, found: [3, 2, 1] },
  ])('finds $what', async ({ query, found }) => {
    const { all } = await filled()
    expect((await all(query)).entries.map(({ seq }) => seq)).toEqual(found)
  })

  it.each(['newest', 'oldest'] as const)('pages without a gap or a repeat, %s first', async (order) => {
    const { audit, all } = setup()
    const count = 457
    for (let number = 0; number < count; number += 1) audit.record(approve(peer(number)))
    const seen: number[] = []
    let after: number | null = null
    for (;;) {
      const page: AuditPage = await all({ order, after, limit: 50 })
      seen.push(...page.entries.map(({ seq }) => seq))
      if (!page.more) break
      after = page.next ?? null
    }
    const expected = Array.from({ length: count }, (_, index) => index + 1)
    expect(seen).toEqual(order === 'oldest' ? expected : expected.reverse())
  })

  it('of an empty log finds nothing', async () => {
    const { all, audit } = setup()
    expect(await all()).toEqual({ entries: [], more: false, next: null })
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 0 })
  })
})

describe('what is odd', () => {
  it.each<{ what: string; details: Record<string, unknown>; kept: unknown }>([
    { what: 'a long text', details: { text: 'x'.repeat(5_000) }, kept: { text: `${'x'.repeat(256)}…` } },
    { what: 'a bigint', details: { n: 1n }, kept: { unreadable: true } },
    {
      what: 'a long list',
      details: { list: Array.from({ length: 900 }, (_, n) => n * 1_000) },
      kept: { list: Array.from({ length: 20 }, (_, n) => n * 1_000) },
    },
  ])('$what does not lose the entry', async ({ details, kept }) => {
    const { audit, all } = setup()
    audit.record({ ...approve(peer(1)), actor: 'node', details })
    expect((await all()).entries).toMatchObject([{ details: kept }])
  })

  it('a change of a hundred peers names all of them', async () => {
    const { audit, all } = setup()
    const peerIds = Array.from({ length: 100 }, (_, number) => peer(number))
    audit.record({ ...approve(peer(1)), peerId: null, details: { peerIds } })
    expect((await all()).entries).toMatchObject([{ details: { peerIds } }])
  })

  it('a name of half a letter and a reason of rubbish fit the chain all the same', async () => {
    const { audit, names, all } = setup()
    names.set(peer(1), 'Ada \ud83d')
    audit.record({ ...approve(peer(1)), reason: `a\u0000b${'c'.repeat(100)}` }, { ...approve(peer(2)), reason: '' })
    expect((await all()).entries.map(({ reason }) => reason)).toEqual([`a b${'c'.repeat(61)}`, 'unknown'])
    expect(await audit.verify()).toMatchObject({ intact: true })
  })
})
