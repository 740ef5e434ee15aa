import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignSlots, orderSlots } from './row-slots.policy.ts'

const entries = (slots: ReadonlyMap<string, number>): unknown => [...slots]

test('a list that scrolls reuses the rows that left', () => {
  const first = assignSlots(new Map(), ['a', 'b', 'c'])
  expect(entries(first)).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ])
  expect(entries(assignSlots(first, ['c', 'd', 'e']))).toEqual([
    ['c', 2],
    ['d', 0],
    ['e', 1],
  ])
})

test('who moves up keeps the row, and so do all who make room', () => {
  const before = assignSlots(new Map(), ['a', 'b', 'c'])
  expect(entries(assignSlots(before, ['c', 'a', 'b']))).toEqual([
    ['c', 2],
    ['a', 0],
    ['b', 1],
  ])
})

test('no row is drawn twice, none changes hands without need, and there are no more than were ever shown at once', () => {
  const list = fc.uniqueArray(fc.nat({ max: 20 }).map(String), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(list, { maxLength: 8 }), (lists) => {
      let slots: ReadonlyMap<string, number> = new Map()
      let most = 0
      for (const shown of lists) {
        const next = assignSlots(slots, shown)
        most = Math.max(most, shown.length)
        expect([...next.keys()]).toEqual(shown)
        expect(new Set(next.values()).size).toBe(shown.length)
        for (const [id, slot] of slots) if (next.has(id)) expect(next.get(id)).toBe(slot)
        for (const slot of next.values()) expect(slot).toBeLessThan(most)
        slots = next
      }
    }),
  )
})

test('while it is scrolled nobody is put elsewhere in the page; at rest the rows stand in order', () => {
  expect(orderSlots([0, 1, 2], [1, 2, 0], true)).toEqual([0, 1, 2])
  expect(orderSlots([0, 1, 2], [1, 2, 0], false)).toEqual([1, 2, 0])
  expect(orderSlots([0, 1, 2], [2, 3], true)).toEqual([2, 3])
  expect(orderSlots([], [1, 0], true)).toEqual([1, 0])
})
