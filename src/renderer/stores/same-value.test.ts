import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameValue } from './same-value.ts'

test.each([
  [1, 1, true],
  [null, null, true],
  [null, {}, false],
  [[], {}, false],
  [[1, 2], [1], false],
  [{ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: undefined }, { b: 1 }, false],
  [{ a: 1 }, { b: 1 }, false],
  ['1', 1, false],
])('%j and %j: %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same)
  expect(sameValue(b, a)).toBe(same)
})

test('what was sent and read again is the same, and a change anywhere in it is not', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const sent = JSON.stringify([a, { deep: b }])
      expect(sameValue(JSON.parse(sent), JSON.parse(sent))).toBe(true)
      expect(sameValue([a, { deep: [b] }], [a, { deep: b }])).toBe(false)
    }),
  )
})
