import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Binding, type Prefix, pressKey } from './shortcuts.policy.ts'

const bind = (id: string, keys: string, everywhere = false): Binding => ({ id, keys: keys.split(' '), everywhere })
const bindings: readonly Binding[] = [
  bind('peers', 'g p'),
  bind('requests', 'g r'),
  bind('activity', 'g a'),
  bind('invites', 'g i'),
  bind('settings', 'g s'),
  bind('health', 'g h'),
  bind('add', 'a'),
  bind('invite', 'n'),
  bind('search', '/'),
  bind('undo', 'u'),
  bind('undo', 'Mod+z'),
  bind('help', '?'),
  bind('palette', 'Mod+k', true),
]
const quiet = { modified: false, busy: false }

/** Types keys 100 ms apart. */
function type(keys: readonly string[], gapMs = 100): (string | null)[] {
  let prefix: Prefix = null
  return keys.map((key, i) => {
    const pressed = pressKey(prefix, { key, ...quiet, nowMs: i * gapMs }, bindings)
    prefix = pressed.prefix
    return pressed.id
  })
}

test.each<[string[], (string | null)[]]>([
  [['a'], ['add']],
  [['/'], ['search']],
  [
    ['Shift', '?'],
    [null, 'help'],
  ],
  [['u'], ['undo']],
  [
    ['g', 'p'],
    [null, 'peers'],
  ],
  [
    ['g', 'r'],
    [null, 'requests'],
  ],
  [['p'], [null]],
  [
    ['g', 'g', 'r'],
    [null, null, 'requests'],
  ],
  [
    ['g', 'x', 'r'],
    [null, null, null],
  ],
  [
    ['g', 'a'],
    [null, 'activity'],
  ],
  [
    ['g', 'i', 'g', 's', 'g', 'h'],
    [null, 'invites', null, 'settings', null, 'health'],
  ],
  [['n'], ['invite']],
  [
    ['g', 'n'],
    [null, null],
  ],
  [['toString'], [null]],
])('%s', (keys, ids) => expect(type(keys)).toEqual(ids))

test('the second key may take a second and a half', () => {
  expect(type(['g', 'p'], 1_500)).toEqual([null, 'peers'])
  expect(type(['g', 'p'], 1_501)).toEqual([null, null])
})

test('keys of the system, and keys that are typed into a field, mean nothing here', () => {
  const prefix = { keys: ['g'], atMs: 0 }
  const nothing = { prefix: null, id: null, taken: false }
  expect(pressKey(prefix, { key: 'p', modified: true, busy: false, nowMs: 1 }, bindings)).toEqual(nothing)
  expect(pressKey(prefix, { key: 'p', modified: false, busy: true, nowMs: 1 }, bindings)).toEqual(nothing)
})

test('what every program undoes with undoes here too, but not in a field; the palette comes everywhere', () => {
  const press = (key: string, busy: boolean) =>
    pressKey(null, { key, modified: true, control: true, busy, nowMs: 1 }, bindings).id
  expect([press('z', false), press('z', true), press('y', false)]).toEqual(['undo', null, null])
  // With caps lock, too.
  expect([press('k', false), press('k', true), press('K', true)]).toEqual(['palette', 'palette', 'palette'])
})

test('nothing reaches through a dialog, not even the palette', () => {
  const press = { key: 'k', modified: true, control: true, busy: false, covered: true, nowMs: 1 }
  expect(pressKey(null, press, bindings).id).toBeNull()
  expect(pressKey(null, { ...press, key: 'a', modified: false, control: false }, bindings).id).toBeNull()
})

test('the second key is nobody else’s, whether it means something or not', () => {
  const prefix = { keys: ['g'], atMs: 0 }
  const taken = (key: string, before: Prefix = prefix) => pressKey(before, { key, ...quiet, nowMs: 1 }, bindings).taken
  expect(['i', 'b', 'p'].map((key) => taken(key))).toEqual([true, true, true])
  expect(['Enter', 'ArrowDown', 'Shift'].map((key) => taken(key))).toEqual([false, false, false])
  expect(taken('i', null)).toBe(false)
})

test('whatever was pressed before, a shortcut works after a pause', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('g', 'a', 'p', '/', 'Shift', 'Enter', 'x')), (keys) => {
      let prefix: Prefix = null
      for (const key of keys) ({ prefix } = pressKey(prefix, { key, ...quiet, nowMs: 0 }, bindings))
      const first = pressKey(prefix, { key: 'g', ...quiet, nowMs: 10_000 }, bindings)
      expect(pressKey(first.prefix, { key: 'r', ...quiet, nowMs: 10_100 }, bindings).id).toBe('requests')
    }),
  )
})
