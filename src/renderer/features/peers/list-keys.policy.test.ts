import { expect, test } from 'vitest'
import { type ListKey, listAction, moveInList } from './list-keys.policy.ts'

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', -1, 0],
  ['ArrowUp', 4, 3],
  ['PageDown', 2, 7],
  ['PageDown', 8, 9],
  ['PageUp', 8, 3],
  ['PageUp', 1, 0],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['x', 5, null],
])('%s at %d of ten', (key, at, to) => expect(moveInList(key, at, 10, 5)).toBe(to))

test('in an empty list nothing moves', () => expect(moveInList('End', -1, 0, 5)).toBeNull())

test.each<[string, Partial<ListKey>, ReturnType<typeof listAction>]>([
  ['ArrowDown', {}, 'move'],
  ['ArrowDown', { shift: true }, 'extend'],
  ['End', { shift: true }, 'extend'],
  ['ArrowDown', { control: true }, null],
  ['ArrowLeft', { alt: true }, null],
  ['a', {}, null],
  ['a', { control: true }, 'all'],
  ['A', { control: true }, 'all'],
  ['A', { control: true, shift: true }, null],
  ['z', { control: true }, null],
  [' ', {}, 'toggle'],
  ['Enter', {}, 'open'],
  ['Escape', {}, 'escape'],
  ['Delete', {}, 'remove'],
  ['Delete', { alt: true }, null],
])('%s with %j', (key, over, action) =>
  expect(listAction({ key, shift: false, control: false, alt: false, ...over })).toBe(action),
)
