import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { Settings } from '../../contract/settings.ts'
import { type Log, silentLog } from '../../kit/log.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createTrustBook } from '../trust/index.ts'
import { createReputation } from './reputation.ts'
import type { ReputationEvent } from './reputation.types.ts'

const defaults = Settings.parse({})

interface Wish {
  readonly store?: FakeStore
  readonly clock?: ManualClock
  readonly settings?: Partial<Settings['reputation']>
}

/** A reputation over the real list of bans, as a node has it. */
function setup({ store = new FakeStore(), clock = new ManualClock(), settings = {} }: Wish = {}) {
  const warnings: string[] = []
  const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) }
  const trust = createTrustBook({ clock, store, log }, () => defaults.requests)
  const connected = new Set<string>()
  const options = { ...defaults.reputation, ...settings }
  const reputation = createReputation(
    {
      clock,
      store,
      log,
      ban: (peerId, untilMs) => trust.ban(peerId, untilMs, 'node'),
      unban: trust.unban,
      bans: trust.bans,
      bannedUntilMs: trust.bannedUntilMs,
      bannedBy: trust.bannedBy,
      connected: () => [...connected],
      rttMs: (peerId) => (peerId === 'measured now' ? 5 : null),
    },
    () => options,
  )
  const events: ReputationEvent[] = []
  reputation.events.on((event) => {
    if (event.type !== 'changed') events.push(event)
    if (event.type === 'banned') connected.delete(event.peerId)
  })
  const ended: string[] = []
  const watching = trust.watchBans((peerIds) => void ended.push(...peerIds))
  reputation.start()
  const violate = (peerId: string, times = 1): void => {
    for (let n = 0; n < times; n += 1) reputation.report(peerId, 'protocol-violation', 'not a frame')
  }
  return {
    store,
    clock,
    trust,
    connected,
    reputation,
    options,
    events,
    ended,
    warnings,
    violate,
    kinds: () => events.map(({ type }) => type),
    banLeftMs: (peerId: string) => (trust.bannedUntilMs(peerId) ?? clock.wallMs()) - clock.wallMs(),
    stop() {
      for (const part of [reputation, watching, trust]) part[Symbol.dispose]()
    },
  }
}

describe('conduct', () => {
  it('is told as it was, newest first', async () => {
    const { reputation, clock } = setup()
    const at = (): string => new Date(clock.wallMs()).toISOString()
    const first = at()
    reputation.seen('p')
    reputation.report('p', 'transfer-succeeded')
    reputation.report('p', 'transfer-failed', 'a block was wrong')
    await clock.advance(HOUR_MS)
    reputation.report('p', 'bad-message')
    reputation.measured('p', 20)
    reputation.carried('p', { received: 1_000, sent: 10 })
    expect(reputation.view('p')).toEqual({
      peerId: 'p',
      score: 46.3,
      tier: 'neutral',
      moves: [
        { at: at(), why: 'bad-message', by: -1, detail: null },
        { at: first, why: 'transfer-failed', by: -5, detail: 'a block was wrong' },
        { at: first, why: 'transfer-succeeded', by: 2, detail: null },
      ],
      successfulTransfers: 1,
      failedTransfers: 1,
      successfulMessages: 0,
      failedMessages: 1,
      reliability: 1 / 3,
      latencyMs: 20,
      receivedBytes: 1_000,
      sentBytes: 10,
      bans: 0,
      bannedUntil: null,
      firstSeen: first,
      lastSeen: at(),
    })
    expect(reputation.standing('p')).toEqual({ score: 46.3, tier: 'neutral' })
    expect(reputation.view('nobody')).toMatchObject({ score: 50, tier: 'neutral', moves: [], firstSeen: null })
  })

  it('of good kind is one move an hour, so that it does not push out the rest', async () => {
    const { reputation, clock, violate } = setup()
    violate('p', 2)
    for (let n = 0; n < 300; n += 1) {
      reputation.report('p', 'message')
      await clock.advance(30_000)
    }
    const { moves, successfulMessages } = reputation.view('p')
    expect(successfulMessages).toBe(300)
    expect(moves.map(({ why }) => why)).toEqual([
      'message',
      'message',
      'message',
      'protocol-violation',
      'protocol-violation',
    ])
    violate('p', 30)
    expect(reputation.view('p').moves).toHaveLength(20)
  })

  it('that was written is there after a restart, decayed by the time in between', async () => {
    const before = setup()
    before.violate('p', 3)
    before.reputation.measured('p', 12)
    before.stop()
    before.stop()
    expect(before.clock.pending).toBe(0)
    before.clock.jumpWallMs(HOUR_MS)
    const after = setup(before)
    expect(after.reputation.view('p')).toMatchObject({ score: 23, latencyMs: 12 })
    expect(after.reputation.view('p').moves).toHaveLength(3)
    after.stop()
  })

  it('is written within a second, and measurements seldom', async () => {
    const { reputation, store, clock, violate } = setup()
    violate('p')
    await clock.advance(SECOND_MS)
    expect(store.reputations()).toMatchObject([{ peerId: 'p', score: 40 }])
    const { writes } = store
    for (let n = 0; n < 50; n += 1) {
      reputation.measured('p', 20 + n)
      await clock.advance(5_000)
    }
    expect(store.writes - writes).toBe(0)
    await clock.advance(MINUTE_MS)
    expect(store.writes - writes).toBe(1)
  })

  it('that a full disk refused is written when there is room again', async () => {
    const { store, clock, violate, warnings } = setup()
    violate('p')
    store.fail(new KithError('DiskFull', 'The disk is full.'))
    await clock.advance(SECOND_MS)
    expect([store.reputations(), warnings]).toEqual([[], ['what peers did could not be written']])
    store.fail(null)
    await clock.advance(MINUTE_MS + SECOND_MS)
    expect(store.reputations()).toMatchObject([{ peerId: 'p', score: 40 }])
  })

  it('survives a clock that is set back: nothing is frozen, and nothing is counted twice', async () => {
    const { reputation, clock, violate } = setup()
    clock.jumpWallMs(3_650 * DAY_MS)
    violate('p', 3)
    clock.jumpWallMs(-3_650 * DAY_MS)
    expect(reputation.standing('p').score).toBe(20)
    await clock.advance(HOUR_MS)
    expect(reputation.standing('p').score).toBeCloseTo(23, 0)
    clock.jumpWallMs(100 * DAY_MS)
    expect(reputation.standing('p').score).toBe(50)
  })

  it('of one whom nobody asks about is told to screens as time goes by', async () => {
    const { reputation, clock, violate } = setup()
    violate('p', 2)
    reputation.seen('calm')
    const told: string[] = []
    reputation.events.on(({ type, ...event }) => {
      if (type === 'changed' && 'peerId' in event) told.push(event.peerId)
    })
    await clock.advance(5 * MINUTE_MS)
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect(new Set(told)).toEqual(new Set(['p']))
  })

  it('is remembered of ten thousand: who is neutral and long gone makes room, and stays gone after a restart', async () => {
    const world = setup({ settings: { maxBansPerMinute: 1_000 } })
    const { reputation, store, clock, violate } = world
    violate('first', 5)
    reputation.seen('second')
    await clock.advance(MINUTE_MS)
    for (let n = 0; n < 10_000; n += 1) reputation.seen(`p${n}`)
    expect(reputation.summary().peers).toBeLessThanOrEqual(10_000)
    expect(reputation.view('second').firstSeen).toBeNull()
    expect(reputation.view('first').bans).toBe(1)
    world.stop()
    const ids = new Set(store.reputations().map(({ peerId }) => peerId))
    expect([ids.has('first'), ids.has('second'), ids.size <= 10_000]).toEqual([true, false, true])
  })
})

describe('a ban for conduct', () => {
  it('comes with the fifth violation, is over after its hour, and lasts twice as long the next time', async () => {
    const { clock, violate, events, ended, trust, banLeftMs, reputation, connected } = setup()
    connected.add('p')
    violate('p', 4)
    expect(trust.bannedUntilMs('p')).toBeNull()
    violate('p')
    expect(events).toEqual([
      { type: 'banned', peerId: 'p', untilMs: clock.wallMs() + HOUR_MS, deed: 'protocol-violation', bans: 1 },
    ])
    expect([trust.bannedBy('p'), reputation.view('p').bans]).toEqual(['node', 1])
    await clock.advance(HOUR_MS - 1)
    expect(ended).toEqual([])
    await clock.advance(1)
    expect(ended).toEqual(['p'])
    expect(reputation.standing('p')).toEqual({ score: 5, tier: 'bad' })
    violate('p')
    expect(banLeftMs('p')).toBe(2 * HOUR_MS)
    await clock.advance(2 * HOUR_MS)
    expect(ended).toEqual(['p', 'p'])
    violate('p')
    expect(banLeftMs('p')).toBe(4 * HOUR_MS)
  })

  it('ends by itself at a score of 25, before its time', async () => {
    const { clock, violate, ended, reputation, banLeftMs } = setup({ settings: { banMs: DAY_MS } })
    violate('p', 5)
    expect(banLeftMs('p') / HOUR_MS).toBeCloseTo(6.58, 2)
    await clock.advance(6.6 * HOUR_MS)
    expect(ended).toEqual(['p'])
    expect(reputation.standing('p').score).toBeGreaterThanOrEqual(25)
  })

  it('is counted over restarts', async () => {
    const before = setup()
    before.violate('p', 5)
    await before.clock.advance(30 * MINUTE_MS)
    before.stop()
    const after = setup({ store: before.store, clock: before.clock })
    expect(after.banLeftMs('p')).toBe(30 * MINUTE_MS)
    await after.clock.advance(30 * MINUTE_MS)
    expect(after.ended).toEqual(['p'])
    after.violate('p')
    expect([after.banLeftMs('p'), after.reputation.view('p').bans]).toEqual([2 * HOUR_MS, 2])
  })

  it('is not made of a clock that was set back by years', async () => {
    const { clock, violate, ended } = setup()
    violate('p', 5)
    clock.jumpWallMs(-3_650 * DAY_MS)
    await clock.advance(2 * HOUR_MS)
    expect(ended).toEqual(['p'])
  })

  it('follows the settings: a person who makes bans shorter makes the running ones shorter', async () => {
    const { clock, violate, ended, options } = setup()
    violate('p', 5)
    options.banMs = 5 * MINUTE_MS
    await clock.advance(10 * MINUTE_MS)
    expect(ended).toEqual(['p'])
  })

  it('that a person lifted does not come back with the next small thing', () => {
    const { trust, reputation, violate } = setup()
    violate('p', 5)
    trust.unban('p')
    reputation.pardoned('p')
    expect(reputation.view('p')).toMatchObject({
      score: 25,
      bans: 1,
      moves: [{ why: 'unbanned', by: 25 }, {}, {}, {}, {}, {}],
    })
    violate('p')
    expect(trust.bannedUntilMs('p')).toBeNull()
    violate('p', 2)
    expect(reputation.view('p').bans).toBe(2)
    reputation.pardoned('nobody')
    expect(reputation.view('nobody').moves).toEqual([])
  })

  it('is lifted by a reset, which begins from the start; a ban by a person is not', () => {
    const { trust, reputation, clock, violate, banLeftMs } = setup()
    violate('p', 5)
    reputation.reset('p')
    expect(trust.bannedUntilMs('p')).toBeNull()
    expect(reputation.view('p')).toMatchObject({
      score: 50,
      bans: 0,
      moves: [{ why: 'reset', by: 50 }, {}, {}, {}, {}, {}],
    })
    trust.ban('q', clock.wallMs() + 5 * HOUR_MS, 'person')
    violate('q', 9)
    reputation.reset('q')
    expect([trust.bannedBy('q'), banLeftMs('q'), reputation.view('q').bans]).toEqual(['person', 5 * HOUR_MS, 0])
    reputation.reset('nobody')
    expect(reputation.view('nobody').moves).toEqual([])
  })

  it('by a person is not touched by the score', () => {
    const { trust, clock, violate, events, banLeftMs } = setup()
    trust.ban('p', clock.wallMs() + 5 * HOUR_MS, 'person')
    violate('p', 9)
    expect([trust.bannedBy('p'), banLeftMs('p'), events]).toEqual(['person', 5 * HOUR_MS, []])
  })

  it('that could not be written is tried again with the next deed, and throws nothing at who reported it', () => {
    const { store, trust, violate, reputation, warnings, events } = setup()
    violate('p', 4)
    store.fail(new Error('disk full'))
    violate('p')
    expect([trust.bannedUntilMs('p'), reputation.view('p').bans, events]).toEqual([null, 0, []])
    expect(warnings).toEqual(['a ban could not be written'])
    store.fail(null)
    violate('p')
    expect([trust.bannedBy('p'), reputation.view('p').bans]).toEqual(['node', 1])
  })
})

describe('the brake on bans', () => {
  /** A hundred are connected, and so many of them misbehave at once. */
  function crowd(hostile: number, wish: Wish = {}) {
    const world = setup(wish)
    for (let n = 0; n < 100; n += 1) world.connected.add(`p${n}`)
    for (let n = 0; n < hostile; n += 1) world.violate(`p${n}`, 5)
    return world
  }

  it('lets five go within a minute and then nobody, for an hour', async () => {
    const { trust, reputation, clock, kinds, violate } = crowd(12)
    expect(trust.bans()).toHaveLength(5)
    expect(kinds()).toEqual(['banned', 'banned', 'banned', 'banned', 'banned', 'held'])
    expect(reputation.summary()).toMatchObject({
      banned: 5,
      bansHeldUntil: new Date(clock.wallMs() + HOUR_MS).toISOString(),
      bansHeldBack: 7,
    })
    expect(reputation.standing('p11').score).toBe(0)
    violate('p11', 3)
    await clock.advance(59 * MINUTE_MS)
    violate('p11')
    expect([kinds().length, reputation.summary().bansHeldBack]).toEqual([6, 7])
    await clock.advance(MINUTE_MS)
    expect(kinds().at(-1)).toBe('released')
    expect(reputation.summary()).toMatchObject({ bansHeldUntil: null, bansHeldBack: 0 })
    violate('p11', 5)
    expect(trust.bannedBy('p11')).toBe('node')
  })

  it('goes on when a person says so, and brakes again when it is still too much', async () => {
    const { trust, reputation, clock, events, violate } = crowd(6)
    reputation.release()
    expect(events.at(-1)).toEqual({ type: 'released', by: 'person' })
    reputation.release()
    expect(events.filter(({ type }) => type === 'released')).toHaveLength(1)
    violate('p5')
    expect(events.at(-1)).toMatchObject({ type: 'held' })
    reputation.release()
    await clock.advance(MINUTE_MS)
    violate('p5', 2)
    expect(trust.bans()).toHaveLength(6)
  })

  it('holds over a restart, with whom it held back', async () => {
    const before = crowd(8)
    before.stop()
    await before.clock.advance(10 * MINUTE_MS)
    const after = setup({ store: before.store, clock: before.clock })
    expect(after.reputation.summary().bansHeldBack).toBe(3)
    after.violate('p99', 5)
    expect([after.trust.bannedUntilMs('p99'), after.reputation.summary().bansHeldBack]).toEqual([null, 4])
    after.stop()
    await after.clock.advance(HOUR_MS)
    expect(setup({ store: before.store, clock: before.clock }).reputation.summary().bansHeldUntil).toBeNull()
  })

  it('does not hold for years because a clock was set back, and reads no hold that is none', async () => {
    const { clock, reputation, store } = crowd(6)
    clock.jumpWallMs(-3_650 * DAY_MS)
    await clock.advance(HOUR_MS + MINUTE_MS)
    expect(reputation.summary().bansHeldUntil).toBeNull()
    store.putBlob('automatic-bans-held', new TextEncoder().encode('{"untilMs":"x"}'))
    expect(setup({ store, clock }).reputation.summary().bansHeldUntil).toBeNull()
  })

  it('holds all the same when that cannot be written', () => {
    const { trust, store, violate, reputation, connected } = setup()
    for (let n = 0; n < 5; n += 1) connected.add(`p${n}`)
    violate('p0', 5)
    store.fail(new Error('disk full'))
    violate('p1', 5)
    store.fail(null)
    violate('p2', 5)
    expect([trust.bans().length, reputation.summary().bansHeldBack]).toEqual([1, 2])
  })

  it('does nothing at all where a person wants no automatic bans', () => {
    const { trust, kinds, reputation } = crowd(9, { settings: { maxBansPerMinute: 0 } })
    expect([trust.bans(), kinds(), reputation.summary().bansHeldUntil]).toEqual([[], [], null])
  })

  it('never lets more go than a minute and a share allow, whatever happens in whatever order', async () => {
    const who = fc.nat(29).map((n) => `p${n}`)
    const step = fc.oneof(
      { weight: 6, arbitrary: who.map((peerId) => ({ do: 'violate', peerId }) as const) },
      { weight: 2, arbitrary: who.map((peerId) => ({ do: 'come', peerId }) as const) },
      who.map((peerId) => ({ do: 'go', peerId }) as const),
      who.map((peerId) => ({ do: 'unban', peerId }) as const),
      who.map((peerId) => ({ do: 'reset', peerId }) as const),
      fc.constant({ do: 'release' } as const),
      fc.constant({ do: 'restart' } as const),
      fc.integer({ min: -DAY_MS, max: DAY_MS }).map((ms) => ({ do: 'set clock', ms }) as const),
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 90_000 }).map((ms) => ({ do: 'wait', ms }) as const) },
    )
    const options = fc.record({
      maxBansPerMinute: fc.integer({ min: 0, max: 6 }),
      maxBannedShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
    })
    let bans = 0
    let holds = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120 }), options, async (steps, settings) => {
        const clock = new ManualClock()
        let world = setup({ clock, settings })
        for (let n = 0; n < 20; n += 1) world.connected.add(`p${n}`)
        const bannedAt: number[] = []
        for (const one of steps) {
          const { connected, trust, reputation, events } = world
          const outBefore = trust.bans().map(({ peerId }) => peerId)
          const presentBefore = new Set([...connected, ...outBefore]).size
          events.length = 0
          switch (one.do) {
            case 'violate':
              if (connected.has(one.peerId)) world.violate(one.peerId, 5)
              break
            case 'come':
              if (trust.bannedUntilMs(one.peerId) === null) connected.add(one.peerId)
              break
            case 'go':
              connected.delete(one.peerId)
              break
            case 'unban':
              trust.unban(one.peerId)
              reputation.pardoned(one.peerId)
              break
            case 'reset':
              reputation.reset(one.peerId)
              break
            case 'release':
              reputation.release()
              break
            case 'restart': {
              world.stop()
              const next = setup({ store: world.store, clock, settings })
              for (const peerId of connected) next.connected.add(peerId)
              world = next
              // What was banned within the minute is not known any more; the share still is.
              bannedAt.length = 0
              break
            }
            case 'set clock':
              clock.jumpWallMs(one.ms)
              break
            case 'wait':
              await clock.advance(one.ms)
          }
          const banned = events.filter(({ type }) => type === 'banned')
          holds += events.filter(({ type }) => type === 'held').length
          expect(banned.length).toBeLessThanOrEqual(1)
          if (banned.length === 0) continue
          bans += 1
          bannedAt.push(clock.now())
          expect(bannedAt.filter((at) => at > clock.now() - MINUTE_MS).length).toBeLessThanOrEqual(
            settings.maxBansPerMinute,
          )
          expect(trust.bans().length).toBeLessThanOrEqual(Math.max(1, presentBefore * settings.maxBannedShare))
        }
        world.stop()
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 150 },
    )
    process.stdout.write(`ban brake model: ${bans} bans, ${holds} times held\n`)
    // It saw both: otherwise it would hold of a node that bans nobody.
    expect([bans > 30, holds > 20]).toEqual([true, true])
  })
})

it('the summary is of everybody whose conduct is known', () => {
  const { reputation, violate, trust, clock } = setup()
  expect(reputation.summary()).toEqual({
    peers: 0,
    banned: 0,
    meanScore: null,
    meanReliability: null,
    bansHeldUntil: null,
    bansHeldBack: 0,
  })
  violate('p', 2)
  reputation.seen('q')
  reputation.report('r', 'message')
  trust.ban('s', clock.wallMs() + HOUR_MS, 'person')
  expect(reputation.summary()).toMatchObject({ peers: 3, banned: 1, meanScore: 43.5, meanReliability: 1 })
})

it('transfers go to who is connected and not kept out, the best first', () => {
  const { reputation, connected, trust, clock } = setup()
  for (const peerId of ['good', 'near', 'measured now', 'banned']) connected.add(peerId)
  for (let n = 0; n < 10; n += 1) reputation.report('good', 'transfer-succeeded')
  reputation.measured('near', 2)
  reputation.report('absent', 'transfer-succeeded')
  trust.ban('banned', clock.wallMs() + HOUR_MS, 'person')
  expect(reputation.transferCandidates(10)).toEqual(['good', 'near', 'measured now'])
  expect(reputation.transferCandidates(1)).toEqual(['good'])
})
