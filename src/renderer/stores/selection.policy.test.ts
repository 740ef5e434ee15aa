import { expect, test } from 'vitest'
import { type Picking, planSelection, type Span } from './selection.policy.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const listed = { ids, indexOf: (id: string) => ids.indexOf(id) }

/** Applies picks one after the other, as the store does. */
function pick(...picks: readonly Picking[]): { readonly selected: string; readonly span: Span | null } {
  let selected = new Set<string>()
  let span: Span | null = null
  for (const picking of picks) {
    const plan = planSelection(picking, { has: (id) => selected.has(id), span }, listed)
    if (plan.fresh) selected = new Set()
    for (const id of plan.off) selected.delete(id)
    for (const id of plan.on) selected.add(id)
    ;({ span } = plan)
  }
  return { selected: [...selected].sort().join(''), span }
}

const toggle = (id: string): Picking => ({ kind: 'toggle', id })
const extend = (id: string, from = 'a'): Picking => ({ kind: 'extend', id, from })
const all: Picking = { kind: 'all' }
const clear: Picking = { kind: 'clear' }

test.each<[string, Picking[], string]>([
  ['one', [toggle('b')], 'b'],
  ['one, and let go', [toggle('b'), toggle('b')], ''],
  ['a range down', [toggle('b'), extend('d')], 'bcd'],
  ['a range up', [toggle('d'), extend('b')], 'bcd'],
  ['a range that is drawn shorter', [toggle('b'), extend('f'), extend('c')], 'bc'],
  ['a range that turns around its beginning', [toggle('c'), extend('e'), extend('a')], 'abc'],
  ['a range leaves alone what was picked apart from it', [toggle('f'), toggle('b'), extend('d'), extend('c')], 'bcf'],
  ['a second range beside the first', [toggle('a'), extend('b'), toggle('e'), extend('f')], 'abef'],
  ['a range with nothing picked before begins where the keyboard stands', [extend('d', 'c')], 'cd'],
  ['all', [toggle('b'), all], 'abcdef'],
  ['all but one', [all, toggle('c')], 'abdef'],
  ['nothing', [all, clear], ''],
])('%s', (_, picks, selected) => expect(pick(...picks).selected).toBe(selected))

test('a range whose beginning has left the list begins anew', () => {
  const gone = { has: () => false, span: { anchor: 'x', head: 'y' } }
  expect(planSelection(extend('c', 'b'), gone, listed)).toEqual({
    fresh: false,
    off: [],
    on: ['b', 'c'],
    span: { anchor: 'b', head: 'c' },
  })
  expect(planSelection(extend('c', 'z'), gone, listed).on).toEqual(['c'])
})
