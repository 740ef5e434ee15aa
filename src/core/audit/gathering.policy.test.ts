import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AuditActor, AuditKind } from '../../contract/audit-views.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import { createGatherer } from './gatherer.ts'
import { freshLane, isGathered, MAX_GROUPS, placeEvent, refilled } from './gathering.policy.ts'

describe('what is gathered', () => {
  it.each(AuditKind.options)('%s, by whom it was caused', (kind) => {
    const gathered = AuditActor.options.filter((actor) => isGathered({ kind, actor }))
    const byAnybody = kind === 'admit' || kind === 'refuse' || kind === 'deny'
    expect(gathered).toEqual(byAnybody ? ['person', 'peer', 'node'] : ['peer'])
  })

  it.each([
    { known: true, groups: 0, places: 0, placing: 'repeat' },
    { known: true, groups: MAX_GROUPS, places: 300, placing: 'repeat' },
    { known: false, groups: 0, places: 1, placing: 'first' },
    { known: false, groups: 0, places: 0.9, placing: 'crowd' },
    { known: false, groups: MAX_GROUPS, places: 300, placing: 'crowd' },
  ] as const)('$known, $groups groups, $places places: $placing', ({ known, groups, places, placing }) => {
    expect(placeEvent(known, groups, places)).toBe(placing)
  })

  it('gives places back with time: friends sooner than strangers, and never more than at the beginning', () => {
    const empty = { places: 0, atMs: 0 }
    expect(refilled(empty, 'admit', MINUTE_MS).places).toBe(60)
    expect(refilled(empty, 'refuse', MINUTE_MS).places).toBe(10)
    expect(refilled(freshLane(0), 'refuse', MINUTE_MS)).toEqual({ places: 300, atMs: MINUTE_MS })
  })
})

describe('the gatherer', () => {
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('admit' as const, 'refuse' as const, 'deny' as const),
      peer: fc.option(fc.nat(700)),
      reason: fc.constantFrom('blocked', 'not-approved'),
      waitMs: fc.constantFrom(0, 0, 0, 1, 900, 20_000),
      times: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 400 },
  )

  it('loses nothing, repeats nothing, and writes within its time', () => {
    fc.assert(
      fc.property(steps, (events) => {
        const gatherer = createGatherer()
        let nowMs = 0
        let given = 0
        let taken = 0
        for (const { kind, peer, reason, waitMs, times } of events) {
          for (let time = 0; time < times; time += 1) {
            const peerId = peer === null ? null : `peer ${peer + time}`
            gatherer.add({ atMs: nowMs, kind, peerId, name: null, actor: 'node', reason, count: 1, details: {} }, nowMs)
            given += 1
          }
          const dueAtMs = gatherer.dueAtMs()
          expect(dueAtMs).not.toBeNull()
          expect(dueAtMs).toBeLessThanOrEqual(nowMs + MINUTE_MS)
          nowMs += waitMs
          const drafts = gatherer.take(nowMs)
          expect(drafts.length).toBeLessThanOrEqual(2 * MAX_GROUPS + 10)
          for (const { count } of drafts) taken += count
          // Whatever was due is taken.
          expect(gatherer.dueAtMs() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(nowMs)
        }
        for (const { count } of gatherer.take(nowMs, true)) taken += count
        expect(taken).toBe(given)
        expect(gatherer.dueAtMs()).toBeNull()
        expect(gatherer.take(nowMs, true)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('does not let reasons that never end fill the memory', () => {
    const gatherer = createGatherer()
    for (let number = 0; number < 5_000; number += 1)
      gatherer.add(
        {
          atMs: 0,
          kind: 'refuse',
          peerId: `p${number}`,
          name: null,
          actor: 'node',
          reason: `r${number}`,
          count: 1,
          details: {},
        },
        0,
      )
    const drafts = gatherer.take(0, true)
    expect(drafts.length).toBeLessThanOrEqual(MAX_GROUPS + 1)
    expect(drafts.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
  })
})
