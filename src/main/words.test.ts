import { expect, test } from 'vitest'
import type { NotificationSubject } from '../core/notification.types.ts'
import { wordsIn } from './words.ts'

test.each([
  ['system', ['de-AT', 'en-US'], 'de'],
  ['system', ['fr-FR', 'en-GB', 'de'], 'en'],
  ['system', ['fr'], 'en'],
  ['system', [], 'en'],
  ['system', ['de_DE'], 'de'],
  ['en', ['de'], 'en'],
  ['de', ['en'], 'de'],
] as const)('%s with %j is %s', (wished, spoken, locale) => expect(wordsIn(wished, spoken).locale).toBe(locale))

const quota = { kind: 'quota', peerId: null, name: null, limitBytes: 50 * 1_024 ** 3 } as const
const subjects: readonly NotificationSubject[] = [
  { kind: 'request', peerId: 'p', name: null, waiting: 2 },
  { kind: 'ban', peerId: 'p', name: 'Anna', forMs: 3_600_000 },
  { kind: 'bans-held' },
  { ...quota, state: 'warned', whenReached: 'pause' },
  { ...quota, state: 'warned', whenReached: 'warn' },
  { ...quota, state: 'reached', whenReached: 'pause' },
  { ...quota, state: 'reached', whenReached: 'warn' },
  { kind: 'invite-accepted', id: 'i', peerId: 'p', name: 'Anna' },
]

test('every notification is another in German, and each says what to do or what follows', () => {
  const texts = subjects.flatMap((about) => {
    const [en, de] = [wordsIn('en', []).notification(about), wordsIn('de', []).notification(about)]
    expect(de).not.toEqual(en)
    return [de.title, de.body]
  })
  expect(new Set(texts).size).toBeGreaterThan(subjects.length)
  expect(texts).toContain(
    'Anna hat sich immer wieder schlecht benommen und darf in 60 Minuten wiederkommen. Früher zulassen kannst du ihn unter „Peers“.',
  )
})
