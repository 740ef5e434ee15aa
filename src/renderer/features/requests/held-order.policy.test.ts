import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldOrder } from './held-order.policy.ts'

test('what is shown stays, what came goes to the end, what went is gone', () => {
  expect(heldOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd'])
  expect(heldOrder([], ['b', 'a'])).toEqual(['b', 'a'])
})

test('everybody is shown exactly once', () => {
  const ids = fc.uniqueArray(fc.string({ maxLength: 2 }), { maxLength: 20 })
  fc.assert(
    fc.property(ids, ids, (shown, wanted) => {
      expect([...heldOrder(shown, wanted)].sort()).toEqual([...wanted].sort())
    }),
  )
})
