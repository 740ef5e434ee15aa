import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { silentLog } from '../../kit/log.ts'
import { DAY_MS } from '../../kit/units.ts'
import { MAX_ADDRESSES_PER_PEER } from './address-book.policy.ts'
import { createAddressBook } from './address-book.ts'

function setup(store = new FakeStore(), clock = new ManualClock()) {
  return { store, clock, book: createAddressBook({ clock, store, log: silentLog }) }
}
const A = '/ip4/192.0.2.1/tcp/1'
const B = '/ip4/192.0.2.2/tcp/1'

describe('the address book', () => {
  it('knows nothing of a stranger', () => {
    const { book } = setup()
    expect(book.of('nobody')).toEqual([])
    book.succeeded('nobody', A)
    book.failed('nobody', [A])
    expect(book.of('nobody')).toEqual([])
  })

  it('learns what is new and says whether anything was', () => {
    const { book } = setup()
    expect(book.learn('p', [A], 'peer')).toBe(true)
    expect(book.learn('p', [A], 'mdns')).toBe(false)
    expect(book.learn('p', [], 'person')).toBe(false)
    expect(book.learn('p', [A, B], 'person')).toBe(true)
    expect(book.learn('p', [A], 'person')).toBe(false)
    expect(book.learn('p', [A], 'peer')).toBe(false)
    expect([...book.of('p')].sort()).toEqual([A, B])
  })

  it('puts back what it knew, and nothing else, also after a restart', () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'person')
    book.failed('p', [A])
    const records = book.records('p')
    book.learn('p', [B], 'person')
    book.restore('p', records)
    expect(book.records('p')).toEqual(records)
    store.removePeer('p')
    book.forget('p')
    expect([book.records('p'), store.addresses()]).toEqual([[], []])
    book.restore('p', records)
    book.restore('q', [])
    for (const seen of [book, setup(store, clock).book]) {
      expect(seen.records('p')).toEqual(records)
      expect([seen.of('p'), seen.of('q')]).toEqual([[A], []])
    }
  })

  it('tries first what worked last, also after a restart', () => {
    const { book, store, clock } = setup()
    book.learn('p', [A, B], 'peer')
    book.failed('p', [A])
    book.succeeded('p', B)
    expect(book.of('p')).toEqual([B, A])
    book[Symbol.dispose]()
    expect(setup(store, clock).book.of('p')).toEqual([B, A])
    expect(clock.pending).toBe(0)
  })

  it('writes at once what a person gave, and what is only a hint within a second', async () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'person')
    book.learn('p', [B], 'peer')
    expect(store.addresses().map(({ address }) => address)).toEqual([A])
    await clock.advance(1_000)
    expect(store.addresses().map(({ address }) => address)).toEqual([A, B])
    const before = store.writes
    for (let i = 0; i < 50; i++) book.succeeded('p', B)
    await clock.advance(1_000)
    expect(store.writes - before).toBe(1)
  })

  it('does not bring back a forgotten peer with a late write', async () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'peer')
    store.removePeer('p')
    book.forget('p')
    await clock.advance(5_000)
    expect(store.addresses()).toEqual([])
    expect(book.of('p')).toEqual([])
    book[Symbol.dispose]()
    book[Symbol.dispose]()
  })

  it('goes on when the disk is full: what it learned is known until the next start', async () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'peer')
    store.fail(new Error('disk full'))
    await clock.advance(1_000)
    expect(book.of('p')).toEqual([A])
    store.fail(null)
    book.succeeded('p', A)
    book[Symbol.dispose]()
    expect(store.addresses()).toMatchObject([{ address: A }])
  })

  it('forgets on disk too what failed for a month', async () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'peer')
    book.learn('p', [B], 'person')
    book.failed('p', [A, B])
    await clock.advance(30 * DAY_MS)
    // Nobody dials it any more; what is too old goes all the same.
    book.tidy()
    expect(book.of('p')).toEqual([B])
    await clock.advance(1_000)
    expect(store.addresses().map(({ address }) => address)).toEqual([B])
  })

  it('does not forget where a peer was reached for months because of one failure', async () => {
    const { book, clock } = setup()
    book.learn('p', [A, B], 'peer')
    book.succeeded('p', A)
    await clock.advance(90 * DAY_MS)
    book.failed('p', [A, B])
    expect([...book.of('p')].sort()).toEqual([A, B])
    book.tidy()
    expect([...book.of('p')].sort()).toEqual([A, B])
  })

  it('holds a bounded number of addresses of one peer, on disk too', async () => {
    const { book, store, clock } = setup()
    book.learn('p', [A], 'person')
    for (let i = 0; i < 20; i++)
      book.learn(
        'p',
        Array.from({ length: 16 }, (_, n) => `/ip4/10.0.${i}.${n}/tcp/1`),
        'peer',
      )
    expect(book.of('p')).toHaveLength(MAX_ADDRESSES_PER_PEER)
    expect(book.of('p')).toContain(A)
    await clock.advance(1_000)
    expect(store.addresses()).toHaveLength(MAX_ADDRESSES_PER_PEER)
  })
})
