import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Deed, type ReputationView } from '../../../contract/link-views.ts'
import { banCause, formatMove, gatherMoves, tierOf } from './conduct.policy.ts'

type Moves = ReputationView['moves']
const move = (
  why: Moves[number]['why'],
  by: number,
  minutesAgo: number,
  detail: string | null = null,
): Moves[number] => ({
  at: new Date(Date.UTC(2026, 5, 1) - minutesAgo * 60_000).toISOString(),
  why,
  by,
  detail,
})

test.each([
  [100, 'excellent'],
  [80, 'excellent'],
  [79.9, 'good'],
  [60, 'good'],
  [50, 'neutral'],
  [40, 'neutral'],
  [39.9, 'poor'],
  [20, 'poor'],
  [19.9, 'bad'],
  [0, 'bad'],
] as const)('a score of %d is %s', (score, tier) => expect(tierOf(score)).toBe(tier))

test.each<[Moves, string | null]>([
  [[], null],
  [[move('message', 0.5, 1), move('protocol-violation', -10, 2), move('bad-message', -1, 3)], 'protocol-violation'],
  [[move('unbanned', 25, 1), move('bad-message', -1, 3)], 'bad-message'],
  [[move('reset', 50, 1), move('bad-message', -1, 3)], null],
])('%o: kept out because of %s', (moves, why) => expect(banCause({ moves })).toBe(why))

test('what happened several times in a row is told once, with what it came to', () => {
  expect(
    gatherMoves([
      move('message', 0.5, 1),
      move('message', 0.5, 2),
      move('protocol-violation', -10, 3, 'a frame was too long'),
      move('protocol-violation', -10, 4, 'no hello'),
      move('message', 0.5, 5),
    ]).map(({ why, times, by, detail }) => [why, times, by, detail]),
  ).toEqual([
    ['message', 2, 1, null],
    ['protocol-violation', 1, -10, 'a frame was too long'],
    ['protocol-violation', 1, -10, 'no hello'],
    ['message', 1, 0.5, null],
  ])
})

test('gathering loses no move', () => {
  const anyMove = fc
    .tuple(fc.constantFrom(...Deed.options), fc.integer({ min: -10, max: 10 }))
    .map(([why, by]) => move(why, by, 1))
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 20 }), (moves) => {
      const gathered = gatherMoves(moves)
      expect(gathered.reduce((sum, { times }) => sum + times, 0)).toBe(moves.length)
      expect(gathered.reduce((sum, { by }) => sum + by, 0)).toBe(moves.reduce((sum, { by }) => sum + by, 0))
    }),
  )
})

test.each([
  [2, '+2'],
  [-10, '−10'],
  [0.5, '+0.5'],
  [-0.04, '0'],
])('%d reads %s', (by, text) => expect(formatMove(by)).toBe(text))
