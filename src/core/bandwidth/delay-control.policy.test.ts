import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KIB, MIB, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import {
  atRest,
  type DelayControl,
  FLOOR_BYTES_PER_SECOND,
  FREE_CONTROL,
  type LineLook,
  nextControl,
  ratesOf,
  STEP_MS,
} from './delay-control.policy.ts'

const FREE = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
const TARGET_MS = 60

const looking = (change: Partial<LineLook>): LineLook => ({
  nowMs: 10_000,
  queueingMs: 0,
  roundTripMs: 30,
  load: { up: MIB, down: 0 },
  ...change,
})

/** Steps one after the other, from nothing. */
function steps(looks: readonly Partial<LineLook>[], targetMs = TARGET_MS): DelayControl {
  let control = FREE_CONTROL
  for (const [n, change] of looks.entries())
    control = nextControl(control, looking({ nowMs: 10_000 + n * STEP_MS, ...change }), targetMs)
  return control
}

const held = steps([{ queueingMs: 80 }])

describe('a direction that is not held', () => {
  it.each([
    { what: 'the queues are short', look: { queueingMs: TARGET_MS } },
    { what: 'nothing is known', look: { queueingMs: null } },
    { what: 'it carries next to nothing', look: { queueingMs: 900, load: { up: 10 * KIB, down: 0 } } },
  ])('stays free while $what', ({ look }) => {
    expect(ratesOf(steps([look]), 10_000)).toEqual(FREE)
  })

  it('is held to what passed when the queues are longer than the target', () => {
    expect(ratesOf(held, 10_000)).toEqual({ up: MIB, down: Number.POSITIVE_INFINITY })
  })

  it('is held with the other one when both carry something: nobody knows which way the queue is', () => {
    expect(ratesOf(steps([{ queueingMs: 80, load: { up: MIB, down: 2 * MIB } }]), 10_000)).toEqual({
      up: MIB,
      down: 2 * MIB,
    })
  })
})

describe('a direction that is held', () => {
  const up = (looks: readonly Partial<LineLook>[]): number => steps([{ queueingMs: 80 }, ...looks]).up.rate
  const times = (count: number, look: Partial<LineLook>): Partial<LineLook>[] =>
    Array.from({ length: count }, () => look)

  it('stays as it is when the wait is the target and stays so', () => {
    expect(up(times(8, { queueingMs: 60 }))).toBeCloseTo(MIB, -5)
  })

  it('sends less while the wait grows, and more while it is short', () => {
    expect(up([{ queueingMs: 100 }, { queueingMs: 120 }])).toBeLessThan(MIB)
    expect(up(times(8, { queueingMs: 0, load: { up: 2 * MIB, down: 0 } }))).toBeGreaterThan(MIB)
  })

  it('is brought down to a tenth within ten seconds by somebody else’s long queue, and never below the floor', () => {
    const control = steps([{ queueingMs: 80 }, ...times(40, { queueingMs: 900, roundTripMs: 930 })])
    expect(control.up.rate).toBeLessThanOrEqual(MIB / 10)
    expect(up(times(200, { queueingMs: 900, roundTripMs: 930 }))).toBe(FLOOR_BYTES_PER_SECOND)
  })

  it('does not grow while the transfer does not use it, and is let go after ten seconds of that', () => {
    const unused = { queueingMs: 5, load: { up: MIB / 2, down: 0 } }
    expect(up(times(39, unused))).toBe(MIB)
    expect(up(times(42, unused))).toBe(Number.POSITIVE_INFINITY)
  })

  it('does not change while nothing is known', () => {
    expect(up(times(100, { queueingMs: null }))).toBe(MIB)
  })

  it('lets the line rest for a moment soon after the beginning and then every four minutes, and takes nothing of it for news of the rate', () => {
    let control = held
    const rests: number[] = []
    for (let nowMs = 10_000; nowMs < 10_000 + 10 * MINUTE_MS; nowMs += STEP_MS) {
      control = nextControl(control, looking({ nowMs, queueingMs: 60 }), TARGET_MS)
      if (ratesOf(control, nowMs).up < control.up.rate) rests.push(nowMs)
    }
    expect(rests.length * STEP_MS).toBeLessThanOrEqual(3 * 1.5 * SECOND_MS)
    expect([...new Set(rests.map((ms) => Math.floor((ms - 10_000) / MINUTE_MS)))]).toEqual([0, 4, 8])
  })

  it('keeps its rate over a pause, and forgets what it saw on the way', () => {
    const paused = atRest(steps([{ queueingMs: 80 }, { queueingMs: 0 }]))
    expect(paused.up).toMatchObject({ lately: [], emptySinceMs: null, unusedSinceMs: null })
    expect(paused.up.rate).toBeGreaterThan(MIB * 0.9)
    expect([paused.queueingMs, paused.down.rate]).toEqual([null, Number.POSITIVE_INFINITY])
  })
})

const anyLook = fc.record({
  queueingMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }),
  roundTripMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
  load: fc.record({
    up: fc.double({ min: 0, max: 100 * MIB, noNaN: true }),
    down: fc.double({ min: 0, max: 100 * MIB, noNaN: true }),
  }),
})

describe('whatever is seen', () => {
  it('no rate leaves the bounds: the floor at least, and no more than a quarter above the one before', () => {
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 80 }), fc.integer({ min: 5, max: 1_000 }), (looks, targetMs) => {
        let control = FREE_CONTROL
        for (const [n, look] of looks.entries()) {
          const nowMs = 10_000 + n * STEP_MS
          const before = control
          control = nextControl(control, { nowMs, ...look }, targetMs)
          for (const way of ['up', 'down'] as const) {
            const { rate, lately } = control[way]
            const { [way]: effective } = ratesOf(control, nowMs)
            expect(Math.min(rate, effective)).toBeGreaterThanOrEqual(FLOOR_BYTES_PER_SECOND)
            expect(effective).toBeLessThanOrEqual(rate)
            expect(lately.length).toBeLessThanOrEqual(8)
            if (rate !== Number.POSITIVE_INFINITY && before[way].rate !== Number.POSITIVE_INFINITY)
              expect(rate).toBeLessThanOrEqual(before[way].rate * 1.25 + 1e-6)
          }
        }
      }),
    )
  })

  it('a longer wait never leads to a higher rate', () => {
    fc.assert(
      fc.property(
        fc.array(anyLook, { maxLength: 40 }),
        anyLook,
        fc.double({ min: 0, max: 5_000, noNaN: true }),
        fc.double({ min: 0, max: 5_000, noNaN: true }),
        fc.integer({ min: 5, max: 1_000 }),
        (looks, last, oneMs, otherMs, targetMs) => {
          const before = steps(looks, targetMs)
          const nowMs = 10_000 + looks.length * STEP_MS
          const rate = (queueingMs: number): number =>
            nextControl(before, { nowMs, ...last, queueingMs }, targetMs).up.rate
          expect(rate(Math.max(oneMs, otherMs))).toBeLessThanOrEqual(rate(Math.min(oneMs, otherMs)) * (1 + 1e-9))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('on any line', () => {
  it('the wait comes to the target and stays near it, and the line is used', () => {
    fc.assert(
      fc.property(
        fc.double({ min: Math.log(100 * KIB), max: Math.log(50 * MIB), noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 20, max: 200 }),
        (logLine, wayMs, targetMs) => {
          const line = Math.exp(logLine)
          /** A queue without limit behind a sender that sends what it may, seen half a second late. */
          let control = FREE_CONTROL
          let queued = line / 2
          const seen: number[] = []
          const loads: number[] = []
          const waits: number[] = []
          let sum = 0
          for (let n = 0; n < 240; n += 1) {
            const nowMs = 10_000 + n * STEP_MS
            seen.push((queued / line) * SECOND_MS)
            const late = 1 + Math.round((wayMs + (seen.at(-1) ?? 0)) / STEP_MS)
            const queueingMs = Math.min(...seen.slice(-late - 1, seen.length - late + 1))
            const load = { up: loads.slice(-4).reduce((total, one) => total + one, 0), down: 0 }
            if (Number.isFinite(queueingMs))
              control = nextControl(control, { nowMs, queueingMs, roundTripMs: wayMs + queueingMs, load }, targetMs)
            const sent = (Math.min(ratesOf(control, nowMs).up, 1.2 * line) * STEP_MS) / SECOND_MS
            const passed = Math.min(queued + sent, (line * STEP_MS) / SECOND_MS)
            queued += sent - passed
            loads.push(sent)
            if (n < 120) continue
            waits.push((queued / line) * SECOND_MS)
            sum += passed
          }
          expect(sum / line / 30).toBeGreaterThan(0.85)
          const mean = waits.reduce((total, ms) => total + ms, 0) / waits.length
          expect(mean).toBeLessThan(targetMs + 60)
          expect(Math.max(...waits)).toBeLessThan(targetMs + 300 + wayMs)
        },
      ),
      { numRuns: 200 },
    )
  })
})
