import { expect, it } from 'vitest'
import { testPeerId } from '../../tests/harness/test-peers.ts'
import type { ImportLineView, ImportPreview } from '../contract/trust-views.ts'
import { previewLines } from './import-lines.ts'

const [ann, ben] = [testPeerId(1), testPeerId(2)]
const entry: NonNullable<ImportLineView['after']> = {
  level: 'verified',
  name: null,
  note: null,
  kept: false,
  permissions: null,
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  addresses: [],
}
const line = (over: Partial<ImportLineView>): ImportLineView => ({
  line: 1,
  text: '',
  peerId: ann,
  action: 'add',
  problem: null,
  before: null,
  after: entry,
  ...over,
})
const preview = (lines: ImportLineView[], over: Partial<ImportPreview> = {}): ImportPreview => ({
  format: 'text',
  add: 0,
  change: 0,
  same: 0,
  invalid: 0,
  missing: [],
  lines,
  ...over,
})

it('shows what would be new, before and after of what would change, and what cannot be read', () => {
  const lines = [
    line({
      after: { ...entry, level: 'trusted', name: 'A\u001b[2J', kept: true, note: 'two\nlines', permissions: [] },
    }),
    line({
      line: 2,
      peerId: ben,
      action: 'change',
      before: { ...entry, name: 'Ben', addresses: ['/a'] },
      after: {
        ...entry,
        level: 'blocked',
        permissions: ['message'],
        limits: { uploadBytesPerSecond: 65_536, downloadBytesPerSecond: 0, monthlyBytes: 5 * 1_024 ** 3 },
        addresses: ['/a', '/b'],
      },
    }),
    line({ line: 3, action: 'same', before: entry }),
    line({ line: 4, peerId: null, action: 'invalid', problem: 'It makes no sense.', after: null }),
  ]
  const shown = previewLines(
    preview(lines, { add: 1, change: 1, same: 1, invalid: 1, missing: [{ peerId: ann, name: 'x' }] }),
    false,
  )
  const end = (peerId: string): string => `…${peerId.slice(-8)}`
  expect(shown).toEqual([
    'LINE           PEER',
    `1     add      ${end(ann)}  trusted; “A\u{fffd}[2J”; keep; may nothing; note “two lines”`,
    `2     change   ${end(ben)}  verified → blocked; “Ben” → no name; may as its level → may message; no limits → up 64 KiB/s, 5 GiB a month; 1 address → 2 addresses`,
    '4     invalid  –          It makes no sense.',
    '1 to add, 1 to change, 1 as they are, 1 cannot be read. 1 on your list are not in it and stay (--remove-missing).',
  ])
})

it('says whom it removes when asked to, and does not print thousands of lines', () => {
  const many = Array.from({ length: 300 }, (_, at) => line({ line: at + 1 }))
  const shown = previewLines(preview(many, { add: 300, missing: [{ peerId: ben, name: null }] }), true)
  expect(shown.length).toBe(1 + 200 + 1 + 1 + 1)
  expect(shown.slice(-3)[0]).toContain('remove')
  expect(shown.slice(-2)).toEqual(['… and 100 more.', '300 to add, 0 to change, 1 to remove, 0 as they are.'])
})
