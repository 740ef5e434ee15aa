import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BreakerLife,
  type BreakerOptions,
  enterBreaker,
  failuresOf,
  isQuiet,
  NEW_BREAKER,
  reportToBreaker,
  stateOf,
} from './breaker.policy.ts'

const usual: BreakerOptions = { failures: 3, windowMs: 60_000, openMs: 30_000, successes: 2 }

/** One step of a story: at which time, what happens, and what the breaker is then. */
type Step = readonly [atMs: number, what: 'enter' | 'by hand' | 'succeeded' | 'failed' | 'left', then: string]

/** `pass`, `open` or `probing` for who asks, and the state afterwards. */
function tell(steps: readonly Step[], options = usual): { readonly told: Step[]; readonly life: BreakerLife } {
  let life = NEW_BREAKER
  const told = steps.map(([atMs, what]): Step => {
    if (what === 'enter' || what === 'by hand') {
      const entered = enterBreaker(life, what === 'by hand', atMs, options)
      life = entered.life
      return [atMs, what, `${entered.verdict}: ${stateOf(life, atMs)}`]
    }
    life = reportToBreaker(life, what, null, atMs, options)
    return [atMs, what, stateOf(life, atMs)]
  })
  return { told, life }
}

const openedAt2: readonly Step[] = [
  [0, 'failed', 'closed'],
  [1, 'failed', 'closed'],
  [2, 'failed', 'open'],
]

const stories: Readonly<Record<string, readonly Step[]>> = {
  'opens after so many failures, and lets nothing through': [...openedAt2, [3, 'enter', 'open: open']],
  'counts the failures of the window only': [
    [0, 'failed', 'closed'],
    [1, 'failed', 'closed'],
    [60_000, 'failed', 'closed'],
    [60_001, 'failed', 'closed'],
    [60_002, 'failed', 'open'],
  ],
  'does not forget failures because of a success between them: what flaps is broken': [
    [0, 'failed', 'closed'],
    [1, 'succeeded', 'closed'],
    [2, 'failed', 'closed'],
    [3, 'succeeded', 'closed'],
    [4, 'failed', 'open'],
  ],
  'lets exactly one probe through once its time is over': [
    ...openedAt2,
    [30_001, 'enter', 'open: open'],
    [30_002, 'enter', 'pass: half-open'],
    [30_003, 'enter', 'probing: half-open'],
    [30_004, 'by hand', 'probing: half-open'],
  ],
  'closes after so many successful probes': [
    ...openedAt2,
    [30_002, 'enter', 'pass: half-open'],
    [30_003, 'succeeded', 'half-open'],
    [30_004, 'enter', 'pass: half-open'],
    [30_005, 'succeeded', 'closed'],
    [30_006, 'failed', 'closed'],
  ],
  'opens again for as long when a probe fails': [
    ...openedAt2,
    [30_002, 'enter', 'pass: half-open'],
    [30_003, 'succeeded', 'half-open'],
    [30_004, 'enter', 'pass: half-open'],
    [30_005, 'failed', 'open'],
    [60_004, 'enter', 'open: open'],
    [60_005, 'enter', 'pass: half-open'],
  ],
  'lets another probe through when one was called off': [
    ...openedAt2,
    [30_002, 'enter', 'pass: half-open'],
    [30_003, 'left', 'half-open'],
    [30_004, 'enter', 'pass: half-open'],
  ],
  'gives a probe up that never reports': [
    ...openedAt2,
    [30_002, 'enter', 'pass: half-open'],
    [60_001, 'enter', 'probing: half-open'],
    [60_002, 'enter', 'pass: half-open'],
  ],
  'lets a person through as its probe while it is open': [
    ...openedAt2,
    [3, 'by hand', 'pass: half-open'],
    [4, 'enter', 'probing: half-open'],
    [5, 'failed', 'open'],
    [30_004, 'enter', 'open: open'],
    [30_005, 'enter', 'pass: half-open'],
  ],
  'is not moved by late reports of those who entered before it opened': [
    ...openedAt2,
    [3, 'failed', 'open'],
    [4, 'succeeded', 'open'],
    [30_002, 'failed', 'half-open'],
    [30_003, 'enter', 'pass: half-open'],
  ],
}

describe('a circuit breaker', () => {
  it.each(Object.entries(stories))('%s', (_name, steps) => {
    expect(tell(steps).told).toEqual(steps)
  })

  it('opens with the first failure, and closes with the first success, when told to', () => {
    const steps: readonly Step[] = [
      [0, 'failed', 'open'],
      [30_000, 'enter', 'pass: half-open'],
      [30_001, 'succeeded', 'closed'],
    ]
    expect(tell(steps, { ...usual, failures: 1, successes: 1 }).told).toEqual(steps)
  })

  it('believes only those who entered since it changed, when they hold a ticket', () => {
    const before = enterBreaker(NEW_BREAKER, false, 0, usual).life
    const { life } = tell([...openedAt2, [30_002, 'enter', '']])
    for (const report of ['succeeded', 'failed', 'left'] as const)
      expect(reportToBreaker(life, report, before.ticket, 30_003, usual)).toEqual(life)
    expect(reportToBreaker(life, 'failed', life.ticket, 30_003, usual)).toMatchObject({ state: 'open' })
  })

  it('does not believe a probe that comes back after it was given up, while the next one is under way', () => {
    const { life: first } = tell([...openedAt2, [30_002, 'enter', '']])
    const { life: second } = enterBreaker(first, false, 60_002, usual)
    expect(second.ticket).not.toBe(first.ticket)
    for (const report of ['succeeded', 'failed', 'left'] as const)
      expect(reportToBreaker(second, report, first.ticket, 60_003, usual)).toBe(second)
  })

  it('says how many failures opened it for as long as it is not closed', () => {
    const { life: open } = tell(openedAt2)
    const { life: probing } = enterBreaker(open, false, 30_002, usual)
    expect(
      [open, probing].map((life) => [life.state, failuresOf(life, 1e9, usual), isQuiet(life, 1e9, usual)]),
    ).toEqual([
      ['open', 3, false],
      ['half-open', 3, false],
    ])
  })

  it('is quiet when its last failure is out of the window', () => {
    const { life } = tell([[0, 'failed', 'closed']])
    expect([isQuiet(life, 59_999, usual), isQuiet(life, 60_000, usual)]).toEqual([false, true])
    expect([failuresOf(life, 59_999, usual), failuresOf(life, 60_000, usual)]).toEqual([1, 0])
  })
})

describe('whatever happens, in whatever order', () => {
  const happening = fc.record({
    what: fc.constantFrom('enter', 'by hand', 'succeeded', 'failed', 'left'),
    afterMs: fc.oneof(fc.nat(10), fc.nat(20_000), fc.constantFrom(0, 100, 1_000, 5_000)),
  })
  const anyOptions = fc.record({
    failures: fc.integer({ min: 1, max: 6 }),
    windowMs: fc.integer({ min: 1, max: 10_000 }),
    openMs: fc.integer({ min: 1, max: 10_000 }),
    successes: fc.integer({ min: 1, max: 4 }),
  })

  it('an open breaker lets nobody through but by hand, a half-open one at most one probe at a time, and nothing grows', () => {
    fc.assert(
      fc.property(anyOptions, fc.array(happening, { maxLength: 80 }), (options, happenings) => {
        let life = NEW_BREAKER
        let nowMs = 0
        /** When the last probe was let in that has not reported. */
        let probeMs: number | null = null
        const failedMs: number[] = []
        for (const { what, afterMs } of happenings) {
          nowMs += afterMs
          const before = stateOf(life, nowMs)
          if (what === 'enter' || what === 'by hand') {
            const { verdict, life: next } = enterBreaker(life, what === 'by hand', nowMs, options)
            if (before === 'closed') expect(verdict).toBe('pass')
            if (before === 'open') expect(verdict).toBe(what === 'by hand' ? 'pass' : 'open')
            if (before === 'half-open') {
              const underWay = probeMs !== null && nowMs - probeMs < options.openMs
              expect(verdict).toBe(underWay ? 'probing' : 'pass')
            }
            if (verdict === 'pass' && before !== 'closed') probeMs = nowMs
            expect(next.ticket).toBeGreaterThanOrEqual(life.ticket)
            life = next
          } else {
            const next = reportToBreaker(life, what, null, nowMs, options)
            if (before === 'closed' && what === 'failed') failedMs.push(nowMs)
            if (before === 'closed' && next.state === 'open') {
              const counted = failedMs.filter((atMs) => atMs > nowMs - options.windowMs)
              expect(counted.length).toBeGreaterThanOrEqual(options.failures)
            }
            if (before === 'open') expect(next.state).toBe('open')
            if (before === 'half-open' && probeMs === null) expect(next.state).toBe('half-open')
            if (before === 'half-open' && what === 'failed' && probeMs !== null)
              expect(next).toMatchObject({ state: 'open', untilMs: nowMs + options.openMs })
            if (next.state !== 'half-open' || next.probeMs === null) probeMs = null
            if (next.state === 'closed' && before === 'half-open') failedMs.length = 0
            if (next.state === 'closed') expect(next.failedMs.length).toBeLessThan(Math.max(options.failures, 1))
            life = next
          }
        }
        // Left alone, it always offers a probe in the end.
        expect(enterBreaker(life, false, nowMs + 2 * options.openMs, options).verdict).toBe('pass')
      }),
      { numRuns: 500 },
    )
  })
})
