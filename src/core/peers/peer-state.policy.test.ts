import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PeerReason, PeerState } from '../../contract/views.ts'
import {
  backoffMs,
  type Circumstances,
  dialPatienceMs,
  type Happening,
  isDormant,
  type Life,
  NEW_LIFE,
  nextLife,
  RETRY_SPREAD_MS,
  type ReconnectOptions,
  waitMs,
} from './peer-state.policy.ts'

const options: ReconnectOptions = {
  baseMs: 1_000,
  capMs: 600_000,
  stableMs: 60_000,
  dormantAfter: 10,
  dormantMs: 600_000,
}
const at: Circumstances = { nowMs: 100_000, unit: 0, kept: true }
const alone: Circumstances = { ...at, kept: false }
const life = (change: Partial<Life>): Life => ({ ...NEW_LIFE, ...change })

const lives = {
  disconnected: life({}),
  dialing: life({ state: 'dialing' }),
  connected: life({ state: 'connected', upSinceMs: 90_000 }),
  suspect: life({ state: 'suspect', upSinceMs: 90_000 }),
  waiting: life({ state: 'failed', failure: 'temporary', reason: 'timeout', failures: 2, nextTryMs: 101_000 }),
  refused: life({ state: 'failed', failure: 'permanent', reason: 'refused', failures: 1 }),
} as const

/** What each happening makes of each life; `null` where it makes no sense and nothing may change. */
const table: Record<string, { happening: Happening; becomes: Record<keyof typeof lives, Partial<Life> | null> }> = {
  'a person asks for a dial': {
    happening: { type: 'dial' },
    becomes: {
      disconnected: { state: 'dialing' },
      dialing: null,
      connected: null,
      suspect: null,
      waiting: { state: 'dialing', nextTryMs: null },
      refused: { state: 'dialing' },
    },
  },
  'the wait is over': {
    happening: { type: 'due' },
    becomes: {
      disconnected: null,
      dialing: null,
      connected: null,
      suspect: null,
      waiting: { state: 'dialing', nextTryMs: null },
      refused: null,
    },
  },
  'the dial failed for now': {
    happening: { type: 'failed', reason: 'unreachable' },
    becomes: {
      disconnected: null,
      dialing: { state: 'failed', failure: 'temporary', reason: 'unreachable', failures: 1, nextTryMs: 100_500 },
      connected: null,
      suspect: null,
      waiting: null,
      refused: null,
    },
  },
  'the dial failed for good': {
    happening: { type: 'failed', reason: 'peer-id-mismatch' },
    becomes: {
      disconnected: null,
      dialing: { state: 'failed', failure: 'permanent', reason: 'peer-id-mismatch', failures: 1 },
      connected: null,
      suspect: null,
      waiting: null,
      refused: null,
    },
  },
  'they do not approve of us': {
    happening: { type: 'failed', reason: 'not-approved' },
    becomes: {
      disconnected: null,
      dialing: { state: 'failed', failure: 'permanent', reason: 'not-approved', failures: 1, nextTryMs: 400_000 },
      connected: null,
      suspect: null,
      waiting: { failure: 'permanent', reason: 'not-approved', failures: 3, nextTryMs: 400_000 },
      refused: null,
    },
  },
  'a link is up': {
    happening: { type: 'up' },
    becomes: {
      disconnected: { state: 'connected', upSinceMs: 100_000 },
      dialing: { state: 'connected', upSinceMs: 100_000 },
      connected: null,
      suspect: null,
      waiting: { state: 'connected', failure: null, reason: null, nextTryMs: null, upSinceMs: 100_000 },
      refused: { state: 'connected', failure: null, reason: null, upSinceMs: 100_000 },
    },
  },
  'a beat was missed': {
    happening: { type: 'missed' },
    becomes: { ...nobody(), connected: { state: 'suspect' } },
  },
  'the peer was heard': {
    happening: { type: 'heard' },
    becomes: { ...nobody(), suspect: { state: 'connected' } },
  },
  'the line broke': {
    happening: { type: 'down', reason: 'reset' },
    becomes: {
      ...nobody(),
      dialing: { state: 'failed', failure: 'temporary', reason: 'reset', failures: 1, nextTryMs: 100_500 },
      connected: broken('reset'),
      suspect: broken('reset'),
    },
  },
  'the other side stopped': {
    happening: { type: 'down', reason: 'stopped' },
    becomes: {
      ...nobody(),
      dialing: { state: 'disconnected', reason: 'stopped', failures: 1, nextTryMs: 100_500 },
      connected: { state: 'disconnected', reason: 'stopped', failures: 1, nextTryMs: 100_500, upSinceMs: null },
      suspect: { state: 'disconnected', reason: 'stopped', failures: 1, nextTryMs: 100_500, upSinceMs: null },
    },
  },
  'the other side disconnected us': {
    happening: { type: 'down', reason: 'disconnected-there' },
    becomes: {
      ...nobody(),
      dialing: { state: 'disconnected', reason: 'disconnected-there', nextTryMs: 400_000 },
      connected: { state: 'disconnected', reason: 'disconnected-there', nextTryMs: 400_000, upSinceMs: null },
      suspect: { state: 'disconnected', reason: 'disconnected-there', nextTryMs: 400_000, upSinceMs: null },
    },
  },
  'a person disconnects': {
    happening: { type: 'down', reason: 'disconnected-here' },
    becomes: {
      disconnected: null,
      dialing: { state: 'disconnected', reason: 'disconnected-here' },
      connected: { state: 'disconnected', reason: 'disconnected-here', upSinceMs: null },
      suspect: { state: 'disconnected', reason: 'disconnected-here', upSinceMs: null },
      // A kept peer that is out of reach: the person wants the tries to end.
      waiting: { state: 'disconnected', failure: null, reason: 'disconnected-here', nextTryMs: null },
      refused: { state: 'disconnected', failure: null, reason: 'disconnected-here' },
    },
  },
  'its breaker lets nothing through': {
    happening: { type: 'held', untilMs: 130_000 },
    becomes: { ...nobody(), waiting: { nextTryMs: 130_000 } },
  },
  'it shows itself': {
    happening: { type: 'sign', news: false },
    becomes: { ...nobody(), waiting: { state: 'dialing', nextTryMs: null } },
  },
  'it shows itself at a new address': {
    happening: { type: 'sign', news: true },
    becomes: { ...nobody(), waiting: { state: 'dialing', nextTryMs: null }, refused: { state: 'dialing' } },
  },
  'this machine woke': {
    happening: { type: 'retry' },
    becomes: { ...nobody(), waiting: { failures: 0, nextTryMs: 100_000 } },
  },
  'its own line was gone and is back': {
    happening: { type: 'line-back' },
    becomes: { ...nobody(), waiting: { nextTryMs: 100_000 } },
  },
  'trust, address or mind changed': {
    happening: { type: 'changed' },
    becomes: {
      disconnected: { nextTryMs: 100_000 },
      dialing: null,
      connected: null,
      suspect: null,
      waiting: { nextTryMs: 100_000 },
      refused: { nextTryMs: 100_000 },
    },
  },
}

function nobody() {
  return { disconnected: null, dialing: null, connected: null, suspect: null, waiting: null, refused: null }
}
function broken(reason: PeerReason): Partial<Life> {
  return { state: 'failed', failure: 'temporary', reason, failures: 1, nextTryMs: 100_500, upSinceMs: null }
}

describe('the life of a kept peer', () => {
  for (const [what, { happening, becomes }] of Object.entries(table))
    it.each(Object.entries(becomes))(`${what} while it is %s`, (name, change) => {
      const before = lives[name as keyof typeof lives]
      const after = nextLife(before, happening, at, options)
      if (change === null) expect(after).toBe(before)
      else expect(after).toEqual({ ...before, ...change })
    })
})

describe('the life of a peer', () => {
  it('that closed without a word is tried once more, soon; the second time it is believed, and tried slowly', () => {
    const once = nextLife(lives.dialing, { type: 'failed', reason: 'refused' }, at, options)
    expect(once).toMatchObject({ state: 'failed', failure: 'temporary', reason: 'refused', nextTryMs: 100_500 })
    const again = nextLife(once, { type: 'due' }, at, options)
    const twice = nextLife(again, { type: 'failed', reason: 'refused' }, at, options)
    expect(twice).toMatchObject({ state: 'failed', failure: 'permanent', reason: 'refused', nextTryMs: 400_000 })
    const notKept = nextLife(lives.dialing, { type: 'failed', reason: 'refused' }, alone, options)
    expect(notKept).toMatchObject({ state: 'failed', failure: 'permanent', nextTryMs: null })
  })

  it('that a person disconnected stays so when something else about it changes', () => {
    const left = life({ state: 'disconnected', reason: 'disconnected-here' })
    expect(nextLife(left, { type: 'changed' }, at, options)).toBe(left)
  })

  it('is not called banned any more once it may come again', () => {
    const out = life({ state: 'disconnected', reason: 'banned' })
    const failed = life({ state: 'failed', failure: 'permanent', reason: 'blocked' })
    expect(nextLife(out, { type: 'admitted' }, alone, options)).toMatchObject({ state: 'disconnected', reason: null })
    expect(nextLife(failed, { type: 'admitted' }, at, options)).toMatchObject({ reason: null, nextTryMs: at.nowMs })
  })

  it('is not tried any more once it is not kept', () => {
    expect(nextLife(lives.waiting, { type: 'changed' }, alone, options).nextTryMs).toBeNull()
    expect(nextLife(lives.refused, { type: 'changed' }, alone, options)).toBe(lives.refused)
  })

  it('forgets its failures only when the link was stable', () => {
    const down = (upForMs: number) =>
      nextLife(
        life({ state: 'connected', failures: 5, upSinceMs: at.nowMs - upForMs }),
        { type: 'down', reason: 'reset' },
        at,
        options,
      ).failures
    expect(down(59_999)).toBe(6)
    expect(down(60_000)).toBe(1)
  })

  it('shows why the last try failed while it is tried again, and nothing old otherwise', () => {
    expect(nextLife(lives.waiting, { type: 'dial' }, at, options).reason).toBe('timeout')
    const left = life({ reason: 'disconnected-there', nextTryMs: 1 })
    expect(nextLife(left, { type: 'due' }, at, options).reason).toBeNull()
  })
})

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const reconnect = fc
  .record({
    baseMs: fc.integer({ min: 1, max: 1e5 }),
    more: fc.integer({ min: 0, max: 1e6 }),
    stableMs: fc.integer({ min: 1, max: 1e6 }),
    dormantAfter: fc.integer({ min: 1, max: 20 }),
    dormantMs: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ baseMs, more, ...rest }) => ({ baseMs, capMs: baseMs + more, ...rest }))
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { type: 'dial' },
    { type: 'due' },
    { type: 'up' },
    { type: 'missed' },
    { type: 'heard' },
    { type: 'changed' },
    { type: 'sign', news: false },
    { type: 'sign', news: true },
    { type: 'retry' },
    { type: 'line-back' },
    { type: 'admitted' },
  ),
  fc.record({ type: fc.constant('held' as const), untilMs: fc.integer({ min: 0, max: 1e8 }) }),
  fc.record({
    type: fc.constantFrom('failed' as const, 'down' as const),
    reason: fc.constantFrom(...PeerReason.options),
  }),
)
const step = fc.record({ happening, passedMs: fc.integer({ min: 0, max: 1e6 }), unit, kept: fc.boolean() })

describe('whatever happens to a peer', () => {
  it('its life makes sense', () => {
    fc.assert(
      fc.property(reconnect, fc.array(step, { maxLength: 60 }), (o, steps) => {
        let before = NEW_LIFE
        let nowMs = 0
        for (const { happening: what, passedMs, unit: chance, kept } of steps) {
          nowMs += passedMs
          const after = nextLife(before, what, { nowMs, unit: chance, kept }, o)
          const linked = after.state === 'connected' || after.state === 'suspect'
          expect(PeerState.options).toContain(after.state)
          expect(after.failure !== null).toBe(
            after.state === 'failed' || (after.state === 'dialing' && after.failure !== null),
          )
          expect(after.upSinceMs !== null).toBe(linked)
          // Nothing waits for a try while it is linked or tried, and nobody is tried whom nobody keeps.
          if (linked || after.state === 'dialing') expect(after.nextTryMs).toBeNull()
          if (after !== before && after.nextTryMs !== null) {
            if (what.type !== 'held') expect(kept).toBe(true)
            if (what.type === 'held') expect(after.nextTryMs).toBe(Math.max(nowMs, what.untilMs))
            else
              expect(after.nextTryMs - nowMs).toBeLessThanOrEqual(
                Math.max(o.capMs, o.dormantMs * 1.5 + 1, RETRY_SPREAD_MS),
              )
            if (what.type === 'failed' || what.type === 'down')
              expect(after.nextTryMs - nowMs).toBeGreaterThanOrEqual(
                Math.floor(Math.min(o.baseMs / 2, o.dormantMs * 0.5)),
              )
          }
          if (after.failures < before.failures && what.type !== 'retry') {
            expect(what.type).toBe('down')
            expect(nowMs - (before.upSinceMs ?? nowMs)).toBeGreaterThanOrEqual(o.stableMs)
          }
          before = after
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('whom a person or the other side does not want is never tried because of a sign or a new network', () => {
    const no = fc.constantFrom<PeerReason>('disconnected-here', 'blocked', 'banned')
    fc.assert(
      fc.property(
        reconnect,
        no,
        fc.constantFrom<Happening>({ type: 'sign', news: true }, { type: 'retry' }, { type: 'line-back' }),
        (o, reason, what) => {
          const left = nextLife(lives.connected, { type: 'down', reason }, at, o)
          expect(nextLife(left, what, at, o)).toBe(left)
        },
      ),
    )
  })

  it('that is tried by itself is kept: nobody else is dialled because of a sign or a new network', () => {
    for (const one of Object.values(lives))
      for (const what of [{ type: 'sign', news: true }, { type: 'retry' }, { type: 'line-back' }] as const)
        expect(nextLife(one, what, alone, options)).toBe(one)
  })

  it.each([
    // Fewer than three that are all gone are nothing unusual.
    [0, 600_000],
    [2, 600_000],
    [3, 240_000],
    [8, 240_000],
    // One every half minute, whatever their number.
    [10, 300_000],
    [20, 600_000],
    [100, 600_000],
  ])('in the dark with %d kept peers, each dormant one is tried about every %d ms', (inTheDark, ms) => {
    expect(waitMs(10, 0.5, options, inTheDark)).toBe(ms)
    const dialled = life({ state: 'dialing', failures: 9 })
    const after = nextLife(dialled, { type: 'failed', reason: 'timeout' }, { ...at, inTheDark, unit: 0.5 }, options)
    expect(after.nextTryMs).toBe(at.nowMs + ms)
    const linked = life({ state: 'connected', failures: 12, upSinceMs: at.nowMs })
    const left = nextLife(linked, { type: 'down', reason: 'stopped' }, { ...at, inTheDark, unit: 0.5 }, options)
    expect(left.nextTryMs).toBe(at.nowMs + ms)
    // Those that are not dormant yet are tried more often anyway.
    expect(waitMs(9, 0.5, options, inTheDark)).toBe(waitMs(9, 0.5, options))
  })

  it('the dark never makes a wait longer, nor shorter than two minutes', () => {
    fc.assert(
      fc.property(reconnect, unit, fc.nat(200), fc.integer({ min: 1, max: 50 }), (o, chance, inTheDark, failures) => {
        const usual = waitMs(failures, chance, o)
        const wait = waitMs(failures, chance, o, inTheDark)
        expect(wait).toBeLessThanOrEqual(usual)
        expect(wait).toBeGreaterThanOrEqual(Math.min(usual, 120_000))
      }),
    )
  })

  it('what failed for good is tried in a new network, but not because a line came back: it failed over a line that worked', () => {
    const mistaken = life({ state: 'failed', failure: 'permanent', reason: 'peer-id-mismatch', failures: 3 })
    expect(nextLife(mistaken, { type: 'line-back' }, at, options)).toBe(mistaken)
    expect(nextLife(mistaken, { type: 'retry' }, at, options)).toMatchObject({ failures: 3, nextTryMs: 100_000 })
  })

  it.each([
    [9, 0, 128_000],
    [10, 0, 300_000],
    [10, 0.5, 600_000],
    [1_000, 0.999_999_9, 900_000],
  ])(
    'after %d failures, at %d of chance, it waits %d ms: from the tenth on it is dormant, for ever',
    (failures, chance, ms) => {
      expect(waitMs(failures, chance, options)).toBe(ms)
      const waiting = life({ state: 'failed', failure: 'temporary', reason: 'timeout', failures, nextTryMs: 1 })
      expect(isDormant(waiting, options)).toBe(failures >= 10)
      expect(isDormant({ ...waiting, state: 'dialing', nextTryMs: null }, options)).toBe(failures >= 10)
      expect(isDormant({ ...waiting, state: 'connected', nextTryMs: null, upSinceMs: 1 }, options)).toBe(false)
    },
  )

  it.each([
    [0, 5_000],
    [1, 5_000],
    [2, 10_000],
    [3, 15_000],
    [99, 15_000],
  ])('its dial after %d failures is given up after %d ms', (failures, ms) =>
    expect(dialPatienceMs(failures, 15_000)).toBe(ms),
  )

  it('a wait lies between half its window and all of it, and the window doubles up to the cap', () => {
    fc.assert(
      fc.property(reconnect, fc.integer({ min: 1, max: 1_000 }), unit, (o, failures, chance) => {
        const window = Math.min(o.capMs, o.baseMs * 2 ** (failures - 1))
        const wait = backoffMs(failures, chance, o)
        expect(wait).toBeGreaterThanOrEqual(Math.floor(window / 2))
        expect(wait).toBeLessThanOrEqual(Math.ceil(window))
      }),
    )
    expect([1, 2, 3, 10, 11, 1_000].map((failures) => backoffMs(failures, 0, options))).toEqual([
      500, 1_000, 2_000, 256_000, 300_000, 300_000,
    ])
  })
})
