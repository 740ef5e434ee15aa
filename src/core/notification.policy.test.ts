import { expect, test } from 'vitest'
import { notificationOf } from './notification.policy.ts'
import type { NotificationSubject } from './notification.types.ts'

const peerId = '12D3KooWAnna'

test.each<[NotificationSubject, string, string]>([
  [
    { kind: 'request', peerId, name: null, waiting: 1 },
    'requests',
    'Somebody wants to connect: A peer without a name asks to be let in. Decide under Requests.',
  ],
  [
    { kind: 'request', peerId, name: 'Anna', waiting: 3 },
    'requests',
    '3 peers want to connect: Anna asks to be let in. Decide under Requests.',
  ],
  [
    { kind: 'ban', peerId, name: 'Anna', forMs: 3_600_000 },
    `ban ${peerId}`,
    'A peer is kept out for a while: Anna misbehaved again and again, and may come back in 60 minutes. Let it in earlier under Peers.',
  ],
  [
    { kind: 'quota', peerId: null, name: null, state: 'warned', limitBytes: 50 * 1_024 ** 3, whenReached: 'pause' },
    'quota node',
    'The month’s volume is nearly used up: Little is left of 50 GiB. When it is used up, only the links stay up.',
  ],
  [
    { kind: 'quota', peerId, name: null, state: 'reached', limitBytes: 500 * 1_024 ** 2, whenReached: 'warn' },
    `quota ${peerId}`,
    'The month’s volume of a peer is used up: 500 MiB have passed. You chose only to be warned, so traffic goes on.',
  ],
  [
    { kind: 'invite-accepted', id: 'a1b2', peerId, name: 'Anna' },
    'invite a1b2',
    'Your invite was accepted: Anna is on your list now.',
  ],
])('%j', (about, tag, text) => {
  const notification = notificationOf(about)
  expect([notification.tag, `${notification.title}: ${notification.body}`]).toEqual([tag, text])
  expect(notification.about).toBe(about)
})
