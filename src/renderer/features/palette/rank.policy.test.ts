import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitOf, queryWords, rank } from './rank.policy.ts'

const things = [
  { label: 'Peers', also: 'list contacts' },
  { label: 'Requests' },
  { label: 'Add a peer', also: 'new address' },
  { label: 'Verify the log', also: 'audit' },
  { label: 'Theme: dark', also: 'appearance' },
  { label: 'Settings: Appearance' },
  { label: 'Größe' },
]
const found = (query: string): readonly string[] => rank(queryWords(query), things, 10).map(({ thing }) => thing.label)

describe('what is found, the best first', () => {
  test.each<[string, readonly string[]]>([
    ['peer', ['Peers', 'Add a peer']],
    ['peers', ['Peers']],
    ['add', ['Add a peer']],
    ['peer add', ['Add a peer']],
    ['PEER  Add', ['Add a peer']],
    ['audit', ['Verify the log']],
    ['vl', ['Verify the log']],
    ['vtl', ['Verify the log']],
    ['verlog', ['Verify the log']],
    ['appearance', ['Settings: Appearance', 'Theme: dark']],
    ['dark', ['Theme: dark']],
    ['grosse', []],
    ['große', ['Größe']],
    ['eqs', []],
    ['nothing', []],
  ])('%j finds %j', (query, expected) => expect(found(query)).toEqual(expected))
})

test('an empty query finds everything, in its order', () => {
  expect(found('  ')).toEqual(things.map(({ label }) => label))
})

test('what was done lately comes first among what fits as well', () => {
  const lately = rank(queryWords('e'), things, 3, ({ label }) => (label === 'Requests' ? 1_000 : 0))
  expect(lately[0]?.thing.label).toBe('Requests')
})

test('whatever is typed, no more than asked for, and every word fits somewhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(5), (query, most) => {
      const words = queryWords(query)
      const best = rank(words, things, most)
      expect(best.length).toBeLessThanOrEqual(most)
      for (const [index, { fit }] of best.entries()) expect(fit).toBeLessThanOrEqual(best[index - 1]?.fit ?? Infinity)
    }),
  )
})

test('a whole name beats one that only begins so', () => {
  const fit = (query: string, label: string) => fitOf(queryWords(query), { label }) ?? 0
  expect(fit('health', 'Health')).toBeGreaterThan(fit('health', 'Health checks'))
  expect(fit('health', 'Health checks')).toBeGreaterThan(fit('health', 'Settings: Health'))
})
