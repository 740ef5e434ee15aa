import { expect, it } from 'vitest'
import { atPath, leaves, merged, treeWith, withoutNulls } from './tree.ts'

it('lays one tree over another', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 'x' }
  expect(merged(base, { a: { c: [3], e: {} }, d: undefined, f: { g: 1 } })).toEqual({
    a: { b: 1, c: [3], e: {} },
    d: 'x',
    f: { g: 1 },
  })
  expect(merged({ a: 1 }, { a: { b: 2 } })).toEqual({ a: { b: 2 } })
  expect(merged({}, JSON.parse('{"__proto__":{"x":1},"constructor":{"y":1}}') as Record<string, unknown>)).toEqual({
    constructor: { y: 1 },
  })
})

it('drops what is null, walks what is there and finds it by its path', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: 0 } })).toEqual({ b: { d: 0 } })
  const tree = { a: { b: [1], c: {} }, d: null }
  expect([...leaves(tree)]).toEqual([
    [['a', 'b'], [1]],
    [['d'], null],
  ])
  expect([atPath(tree, 'a.b'), atPath(tree, 'a.x.y'), atPath(tree, 'toString')]).toEqual([[1], undefined, undefined])
  expect(treeWith('a.b.c', 1)).toEqual({ a: { b: { c: 1 } } })
})
