import { expect, test } from 'vitest'
import { peerIdOf } from '../../../../tests/harness/fake-bridge.ts'
import type { ImportLineView, ImportPreview } from '../../../contract/trust-views.ts'
import {
  canRemoveMissing,
  changedFields,
  countTabs,
  doesNothing,
  type Entry,
  effectOf,
  shownLines,
} from './import-lines.policy.ts'

const entry: Entry = {
  level: 'verified',
  name: 'anna',
  note: null,
  kept: false,
  permissions: null,
  addresses: ['/ip4/192.0.2.1/tcp/1', '/ip4/192.0.2.2/tcp/1'],
}

const line = (n: number, action: ImportLineView['action']): ImportLineView => ({
  line: n,
  text: `line ${n}`,
  peerId: action === 'invalid' ? null : peerIdOf(n),
  action,
  problem: action === 'invalid' ? 'no peer ID' : null,
  before: null,
  after: action === 'invalid' ? null : entry,
})

const preview: ImportPreview = {
  format: 'text',
  add: 1,
  change: 2,
  same: 1,
  invalid: 2,
  missing: [{ peerId: peerIdOf(9), name: 'gone' }],
  lines: [
    line(1, 'same'),
    line(2, 'change'),
    line(3, 'invalid'),
    line(4, 'add'),
    line(5, 'invalid'),
    line(6, 'change'),
  ],
}
const numbers = (shown: ReturnType<typeof shownLines>) =>
  shown.map((one) => (one.kind === 'line' ? one.line.line : one.name))

test.each([
  ['all', [3, 5, 4, 2, 6, 1]],
  ['invalid', [3, 5]],
  ['change', [2, 6]],
  ['missing', ['gone']],
] as const)('%s: what has to be mended comes first', (tab, lines) =>
  expect(numbers(shownLines(preview, tab))).toEqual(lines),
)

test('the tabs count what they show', () => {
  const counts = countTabs(preview)
  expect(counts).toEqual({ all: 6, invalid: 2, add: 1, change: 2, same: 1, missing: 1 })
})

test.each<[string, Partial<Entry>, string[]]>([
  ['nothing', {}, []],
  ['the order of addresses is no change', { addresses: [...entry.addresses].reverse() }, []],
  ['another address', { addresses: ['/ip4/192.0.2.1/tcp/1'] }, ['addresses']],
  ['no permissions are not those of the level', { permissions: [] }, ['permissions']],
  ['several, the weightiest first', { note: 'hello', level: 'trusted', kept: true }, ['level', 'kept', 'note']],
])('what becomes different: %s', (_, over, fields) =>
  expect(changedFields(entry, { ...entry, ...over })).toEqual(fields),
)

test('who is missing goes only when asked for', () => {
  expect(effectOf(preview, false)).toEqual({ added: 1, changed: 2, removed: 0 })
  expect(effectOf(preview, true)).toEqual({ added: 1, changed: 2, removed: 1 })
})

test('a text without one valid line never empties the list', () => {
  const broken = { ...preview, add: 0, change: 0, same: 0 }
  expect(canRemoveMissing(broken)).toBe(false)
  expect(doesNothing(effectOf(broken, true))).toBe(true)
})
