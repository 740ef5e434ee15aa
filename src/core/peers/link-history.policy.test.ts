import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SPELLS } from '../../contract/link-views.ts'
import { PeerReason, PeerState } from '../../contract/views.ts'
import { DAY_MS, HOUR_MS } from '../../kit/units.ts'
import { BRIEF_MS, p95, spellsAfter, spellsAfterStart, uptimeOf } from './link-history.policy.ts'
import type { Spell } from './link-history.types.ts'

/** `at state reason`, as a person would jot it down. */
function spell(text: string): Spell {
  const [at = '', state = '', reason] = text.split(' ')
  return { fromMs: Number(at), state: state as Spell['state'], reason: (reason ?? null) as Spell['reason'] }
}
const written = (spells: readonly Spell[]): string[] =>
  spells.map(({ fromMs, state, reason }) => [fromMs, state, ...(reason ? [reason] : [])].join(' '))
const told = (...texts: string[]): string[] =>
  written(texts.map(spell).reduce<readonly Spell[]>((spells, next) => spellsAfter(spells, next), []))

describe('what is worth a line in the history of a link', () => {
  it.each<[string, string[], string[]]>([
    ['a dial of a moment is the way to a connection', ['0 dialing', '50 connected'], ['50 connected']],
    ['a dial that took long is not', ['0 dialing', '9000 connected'], ['0 dialing', '9000 connected']],
    [
      'tries between equal failures are one long failure',
      [
        '0 failed timeout',
        '1000 dialing timeout',
        '16000 failed timeout',
        '18000 dialing timeout',
        '33000 failed timeout',
      ],
      ['0 failed timeout'],
    ],
    [
      'another failure is another line',
      ['0 failed timeout', '1000 dialing timeout', '1100 failed unreachable'],
      ['0 failed timeout', '1100 failed unreachable'],
    ],
    ['a doubt of a moment is forgotten', ['0 connected', '9000 suspect', '9500 connected'], ['0 connected']],
    [
      'a longer one is not',
      ['0 connected', '9000 suspect', '14000 connected'],
      ['0 connected', '9000 suspect', '14000 connected'],
    ],
    [
      'a break is told, however short',
      ['0 connected', '9000 failed reset', '9600 dialing reset', '9700 connected'],
      ['0 connected', '9000 failed reset', '9700 connected'],
    ],
    ['nothing new is nothing', ['0 connected', '9000 connected'], ['0 connected']],
    [
      'a wall clock that was put back makes no spell end before it began',
      ['9000 connected', '5000 failed reset', '6000 connected'],
      ['9000 connected', '9000 failed reset', '9000 connected'],
    ],
  ])('%s', (_what, happened, expected) => expect(told(...happened)).toEqual(expected))

  const state = fc.constantFrom(...PeerState.options, 'offline' as const)
  const reason = fc.option(fc.constantFrom(...PeerReason.options))
  const steps = fc.array(fc.record({ passedMs: fc.integer({ min: -5_000, max: 60_000 }), state, reason }), {
    maxLength: 300,
  })

  it('is bounded, in order, ends with what is now, and no two neighbours are equal', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let spells: readonly Spell[] = []
        let nowMs = 1e6
        for (const { passedMs, ...next } of list) {
          nowMs += passedMs
          const before = spells
          spells = spellsAfter(spells, { fromMs: nowMs, ...next })
          expect(spells.at(-1)).toMatchObject(next)
          expect(spells.length).toBeLessThanOrEqual(MAX_SPELLS)
          expect(spells.length).toBeLessThanOrEqual(before.length + 1)
          for (const [index, { fromMs, state: was, reason: why }] of spells.entries()) {
            const following = spells[index + 1]
            if (!following) continue
            expect(following.fromMs).toBeGreaterThanOrEqual(fromMs)
            expect([following.state, following.reason]).not.toEqual([was, why])
          }
        }
      }),
    )
  })

  it('never loses that it was connected, or that a link broke', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: MAX_SPELLS }), (states) => {
        const real = (one: string): boolean => one === 'connected' || one === 'failed' || one === 'offline'
        const all = states.map(
          (one, index): Spell => ({ fromMs: index, state: one, reason: one === 'failed' ? 'reset' : null }),
        )
        const kept = all.reduce<readonly Spell[]>((spells, next) => spellsAfter(spells, next), [])
        const seen = (list: readonly Spell[]) =>
          list
            .map((one) => one.state)
            .filter((one, index, of) => real(one) && of.slice(0, index).findLast(real) !== one)
        expect(seen(kept)).toEqual(seen(all))
        expect(BRIEF_MS).toBeGreaterThan(MAX_SPELLS)
      }),
    )
  })
})

describe('after a start', () => {
  it.each<[string, string[], number | null, string[]]>([
    ['a stop was written down', ['0 connected', '50 offline'], 20, ['0 connected', '50 offline', '90 disconnected']],
    [
      'a crash: since the last sign that the node ran',
      ['0 connected'],
      40,
      ['0 connected', '40 offline', '90 disconnected'],
    ],
    ['a crash right after a change', ['60 connected'], 40, ['60 connected', '60 offline', '90 disconnected']],
    ['a crash before anything was written', ['0 connected'], null, ['0 connected', '0 offline', '90 disconnected']],
    ['nothing is known of the peer', [], 40, []],
  ])('%s', (_what, before, stoppedMs, expected) =>
    expect(written(spellsAfterStart(before.map(spell), stoppedMs, 90))).toEqual(expected),
  )

  it('stays bounded', () => {
    const full = Array.from({ length: MAX_SPELLS }, (_, index) =>
      spell(`${index} ${index % 2 ? 'connected' : 'failed'}`),
    )
    expect(spellsAfterStart(full, null, 1_000)).toHaveLength(MAX_SPELLS)
  })
})

describe('the uptime', () => {
  const now = 10 * DAY_MS
  it.each<[string, string[], number | null]>([
    ['of a peer that nothing is known of', [], null],
    ['of one that is connected since it is known', [`${now - HOUR_MS} connected`], 1],
    ['of one that is suspect and not given up', [`${now - HOUR_MS} suspect`], 1],
    ['of one that was there half the time', [`${now - 2 * HOUR_MS} failed reset`, `${now - HOUR_MS} connected`], 0.5],
    ['looks back a day', ['0 failed reset', `${now - DAY_MS / 4} connected`], 0.25],
    [
      'does not count the time in which this node did not run',
      [`${now - 4 * HOUR_MS} connected`, `${now - 3 * HOUR_MS} offline`, `${now - HOUR_MS} disconnected`],
      0.5,
    ],
    ['of a day on which this node did not run', ['0 connected', '1 offline'], null],
  ])('%s', (_what, spells, expected) => expect(uptimeOf(spells.map(spell), now)).toBe(expected))
})

it('95 of 100 samples lie at or below the 95th percentile', () => {
  expect(p95([])).toBeNull()
  expect(p95([7])).toBe(7)
  expect(p95(Array.from({ length: 100 }, (_, index) => 100 - index))).toBe(95)
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 120 }), (samples) => {
      const value = p95(samples) ?? Number.NaN
      expect(samples).toContain(value)
      expect(samples.filter((sample) => sample <= value).length).toBeGreaterThanOrEqual(samples.length * 0.95)
    }),
  )
})
