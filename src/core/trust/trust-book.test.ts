import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { silentLog } from '../../kit/log.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { Knock } from './requests.policy.ts'
import { createTrustBook } from './trust-book.ts'

const limits = { maxKept: 3, newPerMinute: 2 }

function setup(store = new FakeStore(), clock = new ManualClock()) {
  return {
    store,
    clock,
    book: createTrustBook({ clock, store, log: silentLog }, () => limits),
    restart: () => setup(store, clock).book,
  }
}
const knock = (peerId: string, change: Partial<Knock> = {}): Knock => ({
  peerId,
  name: null,
  addresses: [],
  transport: 'tcp',
  agent: null,
  ...change,
})

describe('the allowlist', () => {
  it('knows nobody at first', () => {
    const { book } = setup()
    expect([book.level('p'), book.peer('p'), book.peers(), book.requests()]).toEqual(['unknown', undefined, [], []])
  })

  it('remembers a decision, also after a restart', () => {
    const { book, clock, restart } = setup()
    const record = book.decide('p', { level: 'verified', name: 'Pat', kept: true })
    expect(record).toEqual({
      peerId: 'p',
      level: 'verified',
      name: 'Pat',
      claimedName: null,
      agent: null,
      note: null,
      permissions: null,
      limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
      verifiedAtMs: null,
      verifiedHow: null,
      kept: true,
      addedAtMs: clock.wallMs(),
      lastSeenAtMs: null,
    })
    expect(restart().peer('p')).toEqual(record)
    expect(restart().level('p')).toBe('verified')
  })

  it.each([
    // before (level, kept), decision, kept afterwards
    [null, { level: 'verified' }, false],
    [null, { level: 'trusted' }, true],
    [null, { level: 'trusted', kept: false }, false],
    [null, { level: 'blocked' }, false],
    [null, { level: 'blocked', kept: true }, false],
    [['verified', true], { level: 'verified' }, true],
    [['verified', false], { level: 'trusted' }, true],
    [['verified', true], { level: 'blocked' }, false],
    [['trusted', false], { level: 'trusted' }, false],
    [['trusted', true], { level: 'verified' }, true],
    [['trusted', false], { level: 'verified' }, false],
  ] as const)('keeps connected whom it should: %j, then %j: %s', (before, decision, kept) => {
    const { book } = setup()
    if (before) book.decide('p', { level: before[0], kept: before[1] })
    expect(book.decide('p', decision).kept).toBe(kept)
  })

  it('keeps the name that a person gave until another or none is given', () => {
    const { book } = setup()
    book.decide('p', { level: 'verified', name: 'Pat' })
    expect(book.decide('p', { level: 'trusted' }).name).toBe('Pat')
    expect(book.edit('p', { kept: false }).name).toBe('Pat')
    expect(book.edit('p', { name: 'Paul' }).name).toBe('Paul')
    expect(book.decide('p', { level: 'trusted', name: null }).name).toBeNull()
  })

  it('edits only who is on it, and keeps no blocked peer', () => {
    const { book } = setup()
    expect(() => book.edit('p', { name: 'x' })).toThrow(expect.objectContaining({ name: 'InvalidRequest' }) as Error)
    expect(() => book.forget('p')).toThrow(expect.objectContaining({ name: 'InvalidRequest' }) as Error)
    book.decide('p', { level: 'blocked' })
    expect(book.edit('p', { kept: true }).kept).toBe(false)
  })

  it('forgets for good', () => {
    const { book, store, restart } = setup()
    book.decide('p', { level: 'trusted' })
    store.putAddress({
      peerId: 'p',
      address: '/a',
      source: 'person',
      addedAtMs: 0,
      lastSuccessAtMs: null,
      lastFailureAtMs: null,
      failingSinceMs: null,
      failures: 0,
    })
    book.forget('p')
    expect([book.level('p'), restart().level('p'), store.addresses()]).toEqual(['unknown', 'unknown', []])
  })

  it('notes that a peer was here and what it calls itself; of a stranger it notes nothing', async () => {
    const { book, clock, restart } = setup()
    book.seen('stranger', { claimedName: 'x', agent: 'y' })
    expect(book.peers()).toEqual([])
    book.decide('p', { level: 'verified' })
    await clock.advance(1_000)
    book.seen('p', { claimedName: 'Pat', agent: 'kith/1' })
    book.seen('p', { claimedName: null, agent: 'kith/2' })
    await clock.advance(1_000)
    expect(restart().peer('p')).toMatchObject({
      claimedName: 'Pat',
      agent: 'kith/2',
      lastSeenAtMs: clock.wallMs() - 1_000,
    })
  })

  it('a sighting that is written late undoes no decision', async () => {
    for (const change of ['block', 'edit', 'forget'] as const) {
      const { book, clock, restart } = setup()
      book.decide('p', { level: 'verified' })
      book.seen('p', { claimedName: 'Pat', agent: 'kith/1' })
      if (change === 'block') book.decide('p', { level: 'blocked' })
      if (change === 'edit') book.edit('p', { name: 'Paul' })
      if (change === 'forget') book.forget('p')
      const decided = book.peer('p')
      await clock.advance(5_000)
      expect(restart().peer('p')).toEqual(decided)
      book[Symbol.dispose]()
      expect(clock.pending).toBe(0)
    }
  })

  it('goes on when the disk is full and a peer is merely seen', async () => {
    const { book, store, clock } = setup()
    book.decide('p', { level: 'verified' })
    book.seen('p', { claimedName: 'Pat', agent: null })
    store.fail(new Error('disk full'))
    await clock.advance(1_000)
    expect(book.peer('p')).toMatchObject({ claimedName: 'Pat' })
  })

  it('tells of somebody who knocks while the disk is full, and writes it down when there is room', async () => {
    const { book, store, clock, restart } = setup()
    store.fail(new KithError('DiskFull', 'full'))
    expect([book.knock(knock('p')), book.knock(knock('p')), book.knock(knock('q'))]).toEqual(['new', 'again', 'new'])
    expect(
      book
        .requests()
        .map(({ peerId }) => peerId)
        .sort(),
    ).toEqual(['p', 'q'])
    await clock.advance(10_000)
    expect(restart().requests()).toEqual([])
    store.fail(null)
    await clock.advance(5_000)
    expect(
      restart()
        .requests()
        .map(({ peerId, count }) => [peerId, count]),
    ).toEqual([
      ['p', 2],
      ['q', 1],
    ])
    book[Symbol.dispose]()
  })

  it('believes no decision that could not be written', () => {
    const { book, store } = setup()
    book.knock(knock('p'))
    store.fail(new Error('disk full'))
    expect(() => book.decide('p', { level: 'trusted' })).toThrow('disk full')
    expect(() => book.ignore('p')).toThrow('disk full')
    expect(book.knock(knock('p'))).toBe('again')
    expect(() => book.knock(knock('q'))).toThrow('disk full')
    expect([book.level('p'), book.requests().map(({ peerId, ignored }) => [peerId, ignored])]).toEqual([
      'unknown',
      [['p', false]],
    ])
  })
})

describe('many decisions at once', () => {
  it('hold all, or none', () => {
    const { book, store, restart } = setup()
    book.decide('a', { level: 'verified', name: 'Ann' })
    book.decide('b', { level: 'trusted' })
    book.knock(knock('c'))
    const changes = [
      { peerId: 'a', to: { level: 'blocked' as const } },
      { peerId: 'b', to: null },
      { peerId: 'c', to: { level: 'verified' as const } },
      { peerId: 'nobody', to: null },
    ]
    const failing = (): never => {
      throw new Error('disk full')
    }
    expect(() => book.apply(changes, failing)).toThrow('disk full')
    for (const seen of [book, restart()]) {
      expect([seen.level('a'), seen.level('b'), seen.requests().length, seen.wasRemoved('b')]).toEqual([
        'verified',
        'trusted',
        1,
        false,
      ])
    }
    let alongside = 0
    book.apply(changes, () => (alongside += 1))
    expect(alongside).toBe(1)
    for (const seen of [book, restart()]) {
      expect(seen.peers().map(({ peerId, level, name }) => [peerId, level, name])).toEqual([
        ['a', 'blocked', 'Ann'],
        ['c', 'verified', null],
      ])
      expect([seen.requests(), seen.wasRemoved('b'), seen.wasRemoved('nobody')]).toEqual([[], true, true])
    }
    expect(store.peers()).toEqual(book.peers())
  })

  it('can be taken back: decisions, requests and removals are as they were', () => {
    const { book, restart } = setup()
    book.decide('a', {
      level: 'verified',
      name: 'Ann',
      note: 'met in May',
      permissions: ['message'],
      verified: 'words',
    })
    book.decide('gone', { level: 'trusted' })
    book.forget('gone')
    book.knock(knock('c', { name: 'Carol' }))
    const peerIds = ['a', 'gone', 'c', 'd']
    const before = [book.peers(), book.requests(), peerIds.map((id) => book.wasRemoved(id))]
    const snapshot = book.snapshot(peerIds)
    book.apply([
      { peerId: 'a', to: null },
      { peerId: 'gone', to: { level: 'verified' } },
      { peerId: 'c', to: null },
      { peerId: 'd', to: { level: 'blocked' } },
    ])
    expect(book.peers()).not.toEqual(before[0])
    book.restore(snapshot)
    for (const seen of [book, restart()])
      expect([seen.peers(), seen.requests(), peerIds.map((id) => seen.wasRemoved(id))]).toEqual(before)
  })
})

describe('what is remembered of a peer', () => {
  it('is who made sure of it, when and how, until taken back', async () => {
    const { book, clock, restart } = setup()
    book.decide('p', { level: 'verified' })
    await clock.advance(5)
    book.edit('p', { verified: 'words' })
    await clock.advance(5)
    expect(book.edit('p', { name: 'Pat' })).toMatchObject({ verifiedAtMs: clock.wallMs() - 5, verifiedHow: 'words' })
    expect(restart().peer('p')).toMatchObject({ verifiedHow: 'words' })
    expect(book.edit('p', { verified: null })).toMatchObject({ verifiedAtMs: null, verifiedHow: null })
  })

  it('is a note and permissions of its own, each once, until taken back', () => {
    const { book } = setup()
    expect(book.decide('p', { level: 'trusted', note: 'x', permissions: ['message', 'message'] })).toMatchObject({
      note: 'x',
      permissions: ['message'],
    })
    expect(book.decide('p', { level: 'verified' })).toMatchObject({ note: 'x', permissions: ['message'] })
    expect(book.edit('p', { note: '', permissions: [] })).toMatchObject({ note: null, permissions: [] })
    expect(book.edit('p', { permissions: null })).toMatchObject({ permissions: null })
  })

  it('never passes to another peer ID: whoever comes after a removal begins anew', () => {
    const { book } = setup()
    book.decide('p', { level: 'trusted', name: 'Pat', verified: 'code', permissions: ['introduce'] })
    book.forget('p')
    expect(book.wasRemoved('p')).toBe(true)
    expect(book.decide('p', { level: 'verified' })).toMatchObject({ name: null, verifiedHow: null, permissions: null })
    expect(book.wasRemoved('p')).toBe(false)
  })

  it('of removed peers is the last ten thousand', () => {
    const { book, store, restart } = setup()
    for (const round of [0, 1])
      book.apply(Array.from({ length: 6_000 }, (_, i) => ({ peerId: `${round}-${i}`, to: null })))
    for (const seen of [book, restart()])
      expect(['0-0', '0-1999', '0-2000', '1-5999'].map((id) => seen.wasRemoved(id))).toEqual([false, false, true, true])
    expect(store.removals().length).toBe(10_000)
  })
})

describe('requests', () => {
  it('are kept over a restart, newest first, each peer once', async () => {
    const { book, clock, restart } = setup()
    expect(book.knock(knock('p', { name: 'Pat', addresses: ['/a'], agent: 'kith/1' }))).toBe('new')
    await clock.advance(10)
    expect(book.knock(knock('q'))).toBe('new')
    await clock.advance(10)
    expect(book.knock(knock('p'))).toBe('again')
    const epochMs = clock.wallMs() - 20
    const expected = [
      {
        ...knock('p', { name: 'Pat', addresses: ['/a'], agent: 'kith/1' }),
        firstSeenAtMs: epochMs,
        lastSeenAtMs: epochMs + 20,
        count: 2,
        ignored: false,
        suggestedBy: null,
      },
      {
        ...knock('q'),
        firstSeenAtMs: epochMs + 10,
        lastSeenAtMs: epochMs + 10,
        count: 1,
        ignored: false,
        suggestedBy: null,
      },
    ]
    expect(book.requests()).toEqual(expected)
    book[Symbol.dispose]()
    expect(restart().requests()).toEqual(expected)
    expect(book.request('p')).toEqual(expected[0])
  })

  it('stop after so many new ones a minute, and go on in the next', async () => {
    const { book, clock } = setup()
    expect(['a', 'b', 'c'].map((peerId) => book.knock(knock(peerId)))).toEqual(['new', 'new', 'too-many-new'])
    await clock.advance(MINUTE_MS)
    expect(book.knock(knock('c'))).toBe('new')
  })

  it('go on when the wall clock was set back', async () => {
    const { book, clock } = setup()
    book.knock(knock('a'))
    book.knock(knock('b'))
    clock.jumpWallMs(-60 * MINUTE_MS)
    expect(book.knock(knock('c'))).toBe('new')
  })

  it('are full after so many, until an ignored one makes room', async () => {
    const { book, clock, restart } = setup()
    for (const peerId of ['a', 'b', 'c']) {
      book.knock(knock(peerId))
      await clock.advance(MINUTE_MS)
    }
    expect(book.knock(knock('d'))).toBe('full')
    expect(book.ignore('b').ignored).toBe(true)
    expect(book.knock(knock('d'))).toBe('new')
    expect(
      restart()
        .requests()
        .map(({ peerId }) => peerId),
    ).toEqual(['d', 'c', 'a'])
  })

  it('that knock again and again are written once in a while', async () => {
    const { book, store, clock, restart } = setup()
    book.knock(knock('p'))
    const before = store.writes
    for (let i = 0; i < 100; i += 1) expect(book.knock(knock('p', { name: `name ${i}` }))).toBe('again')
    expect(store.writes).toBe(before)
    await clock.advance(5_000)
    expect(store.writes).toBe(before + 1)
    expect(restart().request('p')).toMatchObject({ count: 101, name: 'name 99' })
    expect(clock.pending).toBe(0)
  })

  it('that are decided leave nothing behind to be written', async () => {
    for (const decide of ['approve', 'forget', 'ignore'] as const) {
      const { book, clock, restart } = setup()
      book.knock(knock('p'))
      book.knock(knock('p'))
      if (decide === 'approve') book.decide('p', { level: 'verified' })
      if (decide === 'forget') book.forgetRequest('p')
      if (decide === 'ignore') book.ignore('p')
      await clock.advance(10_000)
      expect(restart().requests()).toEqual(book.requests())
      expect(book.requests().map(({ count, ignored }) => [count, ignored])).toEqual(
        decide === 'ignore' ? [[2, true]] : [],
      )
    }
  })

  it('from ten thousand strangers in a minute are the first few, and cost nothing', async () => {
    const { book, store, clock } = setup()
    for (let i = 0; i < 10_000; i += 1) {
      book.knock(knock(`stranger ${i}`))
      await clock.advance(5)
    }
    expect(book.requests().length).toBe(2)
    expect(store.writes).toBe(2)
  })

  it('that are forgotten are as if they had never been', () => {
    const { book, restart } = setup()
    book.knock(knock('p'))
    book.ignore('p')
    book.forgetRequest('p')
    book.forgetRequest('nobody')
    expect([book.requests(), restart().requests(), book.wasRemoved('p')]).toEqual([[], [], false])
    expect(book.knock(knock('p'))).toBe('new')
  })

  it('that are ignored stay silent, and are counted', () => {
    const { book } = setup()
    book.knock(knock('p'))
    book.ignore('p')
    expect(book.knock(knock('p'))).toBe('ignored')
    expect(book.request('p')).toMatchObject({ count: 2, ignored: true })
    expect(() => book.ignore('q')).toThrow(expect.objectContaining({ name: 'InvalidRequest' }) as Error)
  })

  it('are settled by a decision, which takes over what they said', () => {
    const { book, clock, restart } = setup()
    book.knock(knock('p', { name: 'Pat', agent: 'kith/1' }))
    book.decide('p', { level: 'verified' })
    expect(book.requests()).toEqual([])
    expect(restart().requests()).toEqual([])
    expect(book.peer('p')).toMatchObject({
      name: null,
      claimedName: 'Pat',
      agent: 'kith/1',
      lastSeenAtMs: clock.wallMs(),
    })
  })
})
