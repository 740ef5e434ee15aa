import { expect, test } from 'vitest'
import { settingMatcher } from './search.policy.ts'

const one = {
  path: 'limits.perPeer',
  label: 'Per peer',
  hint: 'Usually one or two; the best one is used.',
  place: 'Advanced Connection limits',
}

test.each([
  ['per peer', true],
  ['PEER  best', true],
  ['limits.perpeer', true],
  ['connection', true],
  ['perPeer', true],
  ['per relay', false],
  ['   ', false],
])('%j: %s', (query, found) => expect(settingMatcher(query)(one)).toBe(found))

test('accents and case are the same', () => {
  expect(settingMatcher('grosse')({ ...one, label: 'Große' })).toBe(false)
  expect(settingMatcher('cafe')({ ...one, label: 'Café' })).toBe(true)
})
