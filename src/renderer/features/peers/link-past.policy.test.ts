import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SpellView } from '../../../contract/link-views.ts'
import { PeerReason, PeerState } from '../../../contract/views.ts'
import { lengthMs, readSpells, segmentsOf } from './link-past.policy.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const HOUR = 3_600_000
const at = (ms: number): string => new Date(NOW + ms).toISOString()

const spell = (fromMs: number, untilMs: number | null, state: SpellView['state'], over: Partial<SpellView> = {}) => ({
  from: at(fromMs),
  until: untilMs === null ? null : at(untilMs),
  state,
  reason: null,
  ...over,
})

test('trying again belongs to the failure around it, and the first try to nothing', () => {
  const stretches = readSpells([
    spell(-9_000, -8_000, 'dialing'),
    spell(-8_000, -6_000, 'failed', { reason: 'unreachable' }),
    spell(-6_000, -5_900, 'dialing', { reason: 'unreachable' }),
    spell(-5_900, -4_000, 'failed', { reason: 'unreachable' }),
    spell(-4_000, -3_000, 'failed', { reason: 'timeout' }),
    spell(-3_000, null, 'connected'),
  ])
  expect(
    stretches.map(({ kind, reason, fromMs, untilMs }) => [kind, reason, fromMs - NOW, untilMs && untilMs - NOW]),
  ).toEqual([
    ['disconnected', null, -9_000, -8_000],
    ['failed', 'unreachable', -8_000, -4_000],
    ['failed', 'timeout', -4_000, -3_000],
    ['connected', null, -3_000, null],
  ])
  expect(stretches.map((stretch) => lengthMs(stretch, NOW))).toEqual([1_000, 4_000, 1_000, 3_000])
})

test('who is kept out has not failed, and is told of once', () => {
  const stretches = readSpells([
    spell(-9_000, -8_000, 'disconnected', { reason: 'banned' }),
    spell(-8_000, null, 'failed', { reason: 'banned' }),
  ])
  expect(stretches).toEqual([{ kind: 'disconnected', reason: 'banned', fromMs: NOW - 9_000, untilMs: null }])
})

test('a day shows what lies in it', () => {
  const stretches = readSpells([
    spell(-40 * HOUR, -30 * HOUR, 'connected'),
    spell(-30 * HOUR, -12 * HOUR, 'offline'),
    spell(-12 * HOUR, null, 'connected'),
  ])
  expect(segmentsOf(stretches, NOW, 24 * HOUR)).toEqual([
    { kind: 'offline', from: 0, to: 0.5 },
    { kind: 'connected', from: 0.5, to: 1 },
  ])
})

test('whatever the node tells, segments lie in order inside of the window', () => {
  const anySpell = fc.record({
    state: fc.constantFrom(...PeerState.options, 'offline' as const),
    reason: fc.constantFrom(null, ...PeerReason.options),
    lengthMs: fc.integer({ min: 0, max: 10 * HOUR }),
  })
  fc.assert(
    fc.property(fc.array(anySpell, { maxLength: 30 }), fc.integer({ min: -HOUR, max: HOUR }), (spells, skew) => {
      let from = -50 * HOUR + skew
      const views = spells.map(({ state, reason, lengthMs }, index) => {
        const until = from + lengthMs
        const view = spell(from, index === spells.length - 1 ? null : until, state, { reason })
        from = until
        return view
      })
      const stretches = readSpells(views)
      expect(stretches.length).toBeLessThanOrEqual(views.length)
      let last = 0
      for (const segment of segmentsOf(stretches, NOW, 24 * HOUR)) {
        expect(segment.from).toBeGreaterThanOrEqual(last)
        expect(segment.to).toBeLessThanOrEqual(1)
        last = segment.to
      }
    }),
  )
})
