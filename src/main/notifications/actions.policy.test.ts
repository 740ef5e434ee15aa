import { expect, test } from 'vitest'
import { calls } from '../../contract/contract.ts'
import type { NotificationSubject } from '../../core/notification.types.ts'
import { wordsIn } from '../words.ts'
import { actionsFor, screenOf } from './actions.policy.ts'
import { type ShowingFacts, whenToShow } from './showing.policy.ts'

const peerId = '12D3KooWQ4TyPPZRU2mGYMfTkQJ1ZkdkQsgHkKQZpEZpgZG8hUoR'
const quota = { kind: 'quota', peerId: null, name: null, limitBytes: 1, state: 'warned', whenReached: 'pause' } as const

test.each<[NotificationSubject, readonly string[]]>([
  [{ kind: 'request', peerId, name: null, waiting: 1 }, ['Let in', 'Ignore']],
  [{ kind: 'request', peerId, name: null, waiting: 2 }, []],
  [{ kind: 'ban', peerId, name: null, forMs: 1 }, ['Let in again']],
  [{ kind: 'bans-held' }, []],
  [quota, ['Quiet mode', 'Pause']],
  [{ ...quota, state: 'reached' }, []],
  [{ ...quota, state: 'reached', whenReached: 'warn' }, ['Quiet mode', 'Pause']],
  [{ ...quota, peerId }, []],
  [{ kind: 'invite-accepted', id: 'i', peerId, name: null }, []],
])('%j', (about, labels) => {
  const actions = actionsFor(about, wordsIn('en', []))
  expect(actions.map(({ label }) => label)).toEqual(labels)
  expect(['requests', 'peers', 'bandwidth']).toContain(screenOf(about))
  for (const { call, input } of actions) expect(calls[call].input.safeParse(input).success).toBe(true)
})

const usual: ShowingFacts = { supported: true, wanted: true, locked: false, lookedAt: false }
test.each<[string, Partial<ShowingFacts>, ReturnType<typeof whenToShow>]>([
  ['nobody looks', {}, 'now'],
  ['somebody looks', { lookedAt: true }, 'never'],
  ['the screen is locked', { locked: true }, 'unlocked'],
  ['the screen is locked above our window', { locked: true, lookedAt: true }, 'unlocked'],
  ['nobody wants any', { wanted: false, locked: true }, 'never'],
  ['the system shows none', { supported: false }, 'never'],
])('%s', (_what, facts, when) => expect(whenToShow({ ...usual, ...facts })).toBe(when))
