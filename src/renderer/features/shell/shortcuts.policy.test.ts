import { expect, test } from 'vitest'
import { type Prefix, pressKey, type ShortcutAction } from './shortcuts.policy.ts'

const quiet = { modified: false, busy: false }

/** Types keys 100 ms apart. */
function type(keys: readonly string[], gapMs = 100): (ShortcutAction | null)[] {
  let prefix: Prefix = null
  return keys.map((key, i) => {
    const pressed = pressKey(prefix, { key, ...quiet, nowMs: i * gapMs })
    prefix = pressed.prefix
    return pressed.action
  })
}

test.each<[string[], (ShortcutAction | null)[]]>([
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
])('%s', (keys, actions) => expect(type(keys)).toEqual(actions))

test('the second key may take a second and a half', () => {
  expect(type(['g', 'p'], 1_500)).toEqual([null, 'peers'])
  expect(type(['g', 'p'], 1_501)).toEqual([null, null])
})

test('keys of the system, and keys that are typed into a field, mean nothing here', () => {
  const prefix = { atMs: 0 }
  const nothing = { prefix: null, action: null, taken: false }
  expect(pressKey(prefix, { key: 'p', modified: true, busy: false, nowMs: 1 })).toEqual(nothing)
  expect(pressKey(prefix, { key: 'p', modified: false, busy: true, nowMs: 1 })).toEqual(nothing)
})

test('what every program undoes with undoes here too, but not in a field', () => {
  const press = { key: 'z', modified: true, control: true, nowMs: 1 }
  expect(pressKey(null, { ...press, busy: false }).action).toBe('undo')
  expect(pressKey(null, { ...press, busy: true }).action).toBeNull()
  expect(pressKey(null, { ...press, busy: false, key: 'y' }).action).toBeNull()
})

test('the second key is nobody else’s, whether it means something or not', () => {
  const prefix = { atMs: 0 }
  const taken = (key: string, before: Prefix = prefix) => pressKey(before, { key, ...quiet, nowMs: 1 }).taken
  expect(['i', 'b', 'p'].map((key) => taken(key))).toEqual([true, true, true])
  expect(['Enter', 'ArrowDown', 'Shift'].map((key) => taken(key))).toEqual([false, false, false])
  expect(taken('i', null)).toBe(false)
})
