import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import {
  anyAddress,
  anyAuditRecord,
  anyBan,
  anyInvite,
  anyPeer,
  anyPeerId,
  anyRemoval,
  anyRequest,
  anyVolume,
} from '../../../tests/ports/fixtures/any-records.ts'
import { useTemporaryStore } from '../../../tests/ports/fixtures/temporary-store.ts'
import { AuditKind } from '../../contract/audit-views.ts'
import type { AuditWish } from '../audit/index.ts'
import type { Store } from './store.types.ts'

/** Few, so that steps meet. */
const peerIds = fc.sample(anyPeerId, { numRuns: 4, seed: 1 })
const inviteIds = ['first', 'second', 'third']
const peerId = fc.constantFrom(...peerIds)
const of = <T extends { peerId: string }>(records: fc.Arbitrary<T>) =>
  fc.tuple(records, peerId).map(([record, id]) => ({ ...record, peerId: id }))
const inviteId = fc.constantFrom(...inviteIds)

const hour = fc.integer({ min: 494_000, max: 494_004 })
const day = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02')
/** The empty one is everybody else's. */
const hourAndDay = fc.record({ id: fc.oneof(peerId, fc.constant('')), hour, day, volume: anyVolume })

interface Step {
  readonly what: string
  readonly run: (store: Store) => void
}
const step = <T>(what: string, values: fc.Arbitrary<T>, run: (store: Store, value: T) => void): fc.Arbitrary<Step> =>
  values.map((value) => ({ what: `${what} ${fc.stringify(value)}`, run: (store) => run(store, value) }))

const change = fc.oneof(
  step('putPeer', of(anyPeer), (store, record) => store.putPeer(record)),
  step('removePeer', peerId, (store, id) => store.removePeer(id)),
  step('putRequest', of(anyRequest), (store, record) => store.putRequest(record)),
  step('removeRequest', peerId, (store, id) => store.removeRequest(id)),
  step('putBan', of(anyBan), (store, record) => store.putBan(record)),
  step('removeBan', peerId, (store, id) => store.removeBan(id)),
  step('putRemoval', of(anyRemoval), (store, record) => store.putRemoval(record)),
  step('removeRemoval', peerId, (store, id) => store.removeRemoval(id)),
  step('putInvite', fc.tuple(anyInvite, inviteId), (store, [record, id]) => {
    // An invite's secret and birth never change.
    const known = store.invites().find((invite) => invite.id === id)
    store.putInvite({
      ...record,
      id,
      ...(known && { secretDigest: known.secretDigest, createdAtMs: known.createdAtMs }),
    })
  }),
  step('removeInvite', inviteId, (store, id) => store.removeInvite(id)),
  step('putAddress', of(anyAddress), (store, record) => store.putAddress(record)),
  step('addTraffic', fc.array(hourAndDay, { maxLength: 5 }), (store, rows) =>
    store.addTraffic(
      rows.map(({ id, hour, volume }) => ({ peerId: id, hour, ...volume })),
      rows.map(({ id, day, volume }) => ({ peerId: id, day, ...volume })),
    ),
  ),
  step(
    'pruneTraffic',
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })),
    (store, [hours, days]) => store.pruneTraffic(hours, days),
  ),
  step('putBlob', fc.tuple(fc.constantFrom('one', 'two'), fc.uint8Array()), (store, [name, value]) =>
    store.putBlob(name, value),
  ),
  step('appendAudit', fc.tuple(fc.array(anyAuditRecord, { maxLength: 4 }), fc.uint8Array()), (store, [records, ends]) =>
    store.appendAudit(records, ends),
  ),
  step('pruneAudit', fc.tuple(fc.nat(30), fc.uint8Array()), (store, [seq, ends]) => store.pruneAudit(seq, ends)),
)
const failing = fc.array(change, { maxLength: 4 }).map(
  (steps): Step => ({
    what: `a transaction that fails: ${steps.map(({ what }) => what).join(', ')}`,
    run: (store) => {
      expect(() =>
        store.transaction(() => {
          for (const { run } of steps) run(store)
          throw new Error('taken back')
        }),
      ).toThrow('taken back')
    },
  }),
)

const wishes: fc.Arbitrary<AuditWish> = fc.record({
  order: fc.constantFrom('newest', 'oldest'),
  fromSeq: fc.nat(40),
  toSeq: fc.nat(80),
  fromMs: fc.option(fc.nat(1_000)),
  untilMs: fc.option(fc.nat(1_000)),
  kinds: fc.subarray(AuditKind.options),
  peerId: fc.option(peerId),
  limit: fc.integer({ min: 1, max: 20 }),
})

/** Lists have no promised order, except the log. */
const sorted = <T>(records: readonly T[], key: (record: T) => string) =>
  [...records].sort((a, b) => (key(a) < key(b) ? -1 : 1))
const contents = (store: Store) => ({
  peers: sorted(store.peers(), (record) => record.peerId),
  requests: sorted(store.requests(), (record) => record.peerId),
  bans: sorted(store.bans(), (record) => record.peerId),
  removals: sorted(store.removals(), (record) => record.peerId),
  invites: sorted(store.invites(), (record) => record.id).map((record) => ({
    ...record,
    secretDigest: [...record.secretDigest],
  })),
  addresses: sorted(store.addresses(), (record) => `${record.peerId} ${record.address}`),
  days: sorted(store.trafficOfDays('2026-03-01', '2026-03-03'), (record) => record.peerId),
  byHour: [null, '', ...peerIds].map((id) =>
    sorted(store.trafficByHour(494_001, 494_005, id), (record) => String(record.hour)),
  ),
  blobs: ['one', 'two'].map((name) => [...(store.blob(name) ?? [])]),
  span: store.auditSpan(),
  ends: [...(store.auditEnds() ?? [])],
  empty: store.auditBytes() === 0,
})
const rows = (store: Store, wish: AuditWish) =>
  store.auditRows(wish).map((row) => {
    if (!('hash' in row)) throw new Error(row.unreadable)
    const { bytes, hash, ...record } = row
    expect(bytes).toBeGreaterThan(0)
    return { ...record, hash: [...hash] }
  })

const temporary = useTemporaryStore()

describe('the store in memory and the one on disk', () => {
  it.each([
    { how: 'sealed', sealing: true },
    { how: 'plain', sealing: false },
  ])('do the same with whatever is done to them, $how, also after a restart', ({ sealing }) => {
    let runs = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 6, arbitrary: change }, failing), { maxLength: 40 }),
        wishes,
        (steps, wish) => {
          const path = join(temporary().folder, `${String((runs += 1))}.db`)
          const fake = new FakeStore()
          let real = temporary().open({ path, sealing })
          for (const { run } of steps) for (const store of [fake, real]) run(store)
          const expected = contents(fake)
          expect(contents(real)).toEqual(expected)
          expect(rows(real, wish)).toEqual(rows(fake, wish))
          real.close()
          real = temporary().open({ path, sealing })
          expect(contents(real)).toEqual(expected)
          real.close()
        },
      ),
      { numRuns: 20 },
    )
  })
})
