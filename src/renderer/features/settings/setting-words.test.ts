import { expect, test } from 'vitest'
import { type Draft, defaultSettings, issuesOf, valueAt } from '../../stores/settings-draft.policy.ts'
import { groupOfPath, placedFields } from './groups.ts'
import { defaultWords, issueWords } from './setting-words.ts'

const all = placedFields.map(({ field }) => field)
const field = (path: string) => all.find((one) => one.path === path)!

function said(path: string, draft: Draft): string {
  const issue = issuesOf(defaultSettings(), draft)[path]
  if (issue === undefined) throw new Error(`nothing stands against ${JSON.stringify(draft)}`)
  return issueWords(field(path), issue)
}

test.each<[string, unknown, string]>([
  ['limits.perPeer', 0, 'At least 1.'],
  ['limits.perPeer', 65, 'At most 64.'],
  ['limits.perPeer', 1.5, 'Write a whole number.'],
  ['limits.perPeer', 'many', 'Write a number.'],
  ['limits.handshakeMs', 61_000, 'At most 60.'],
  ['limits.handshakeMs', 0, 'At least 0.001.'],
  ['invites.lifetimeMs', 31 * 86_400_000, 'At most 720.'],
  ['audit.maxBytes', 1, 'At least 0.954.'],
  ['network.listen', [''], 'Write something, or go back to the default.'],
  ['limits.reservedForTrusted', 300, 'Leave room for others: less than all connections together.'],
  ['name', '', 'Write something, or go back to the default.'],
  ['name', 'x'.repeat(65), 'That is too long.'],
])('%s: %j is answered with %j', (path, value, words) => expect(said(path, { [path]: value })).toBe(words))

test('every field is a setting with a default that can be told, but for the name', () => {
  for (const one of all) {
    if (one.kind === 'name') continue
    expect(valueAt(defaultSettings(), one.path), one.path).toBeDefined()
    expect(defaultWords(one, valueAt(defaultSettings(), one.path))).toMatch(/^Default: ./)
  }
  expect(groupOfPath.size).toBe(all.length)
})

test('a default is told in the unit of its field', () => {
  expect(defaultWords(field('limits.handshakeMs'), 10_000)).toBe('Default: 10 seconds')
  expect(defaultWords(field('audit.maxBytes'), 52_428_800)).toBe('Default: 50 MiB')
})
