import { expect, test } from 'vitest'
import { fieldWords, newEntryFields } from './entry-words.ts'
import type { Entry, EntryField } from './import-lines.policy.ts'

const entry: Entry = {
  level: 'trusted',
  name: 'Anna',
  note: `met at\n\nthe fair, ${'where we talked for a long time '.repeat(3)}`,
  kept: true,
  permissions: ['message', 'introduce'],
  limits: { uploadBytesPerSecond: 1_048_576, downloadBytesPerSecond: 0, monthlyBytes: 10 * 1_024 ** 3 },
  addresses: ['/ip4/192.0.2.1/tcp/1'],
}
const bare: Entry = {
  level: 'verified',
  name: null,
  note: null,
  kept: false,
  permissions: null,
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  addresses: [],
}

test.each<[EntryField, string, string]>([
  ['level', 'Trusted', 'Verified'],
  ['name', '“Anna”', 'none'],
  ['note', '“met at the fair, where we talked for a …”', 'none'],
  ['kept', 'yes', 'no'],
  ['permissions', 'write to you, introduce others', 'as its level'],
  ['limits', 'up 1.0 MiB/s, 10 GiB a month', 'none'],
  ['addresses', '1 address', 'none'],
])('%s', (field, full, empty) => expect([fieldWords(entry, field), fieldWords(bare, field)]).toEqual([full, empty]))

test('no permission at all is not the level’s', () =>
  expect(fieldWords({ ...bare, permissions: [] }, 'permissions')).toBe('nothing'))

test('a new one tells what is not as usual', () => {
  expect(newEntryFields(entry)).toEqual(['kept', 'permissions', 'limits', 'note', 'addresses'])
  expect(newEntryFields(bare)).toEqual([])
})
