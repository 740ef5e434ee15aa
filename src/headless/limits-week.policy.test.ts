import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lettersFor, profileAt, weekPicture } from './limits-week.policy.ts'
import { typedRule } from './typed-rule.policy.ts'

const rules = (...texts: string[]) =>
  texts.flatMap((text) => {
    const rule = typedRule(text)
    return rule.ok ? [rule.value] : []
  })

it('draws a night over midnight, a weekend, and a later rule over an earlier one', () => {
  const { hours, days, key } = weekPicture(
    rules('mon-fri 22:00-07:00 quiet', 'sat,sun all day paused', 'sun 8-9 evening'),
  )
  expect([hours, ...days, key]).toEqual([
    '     0     3     6     9     12    15    18    21',
    `mon  ${'·'.repeat(44)}qqqq`,
    `tue  ${'q'.repeat(14)}${'·'.repeat(30)}qqqq`,
    `wed  ${'q'.repeat(14)}${'·'.repeat(30)}qqqq`,
    `thu  ${'q'.repeat(14)}${'·'.repeat(30)}qqqq`,
    `fri  ${'q'.repeat(14)}${'·'.repeat(30)}qqqq`,
    `sat  ${'p'.repeat(48)}`,
    `sun  ${'p'.repeat(16)}ee${'p'.repeat(30)}`,
    'q quiet   p paused   e evening   · normal',
  ])
})

it('a rule of Sunday night reaches into Monday', () => {
  const night = rules('sun 23:00-01:00 quiet')
  expect(profileAt(night, 6, 23 * 60)).toBe('quiet')
  expect(profileAt(night, 0, 59)).toBe('quiet')
  expect(profileAt(night, 0, 60)).toBe('normal')
})

it('finds a letter of its own for each of 17 profiles, whatever they are called', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,23}$/), { maxLength: 17 }), (profiles) => {
      const letters = [...lettersFor(profiles).values()]
      expect(new Set(letters).size).toBe(profiles.length)
      expect(letters.every((letter) => letter.length === 1)).toBe(true)
    }),
  )
})
