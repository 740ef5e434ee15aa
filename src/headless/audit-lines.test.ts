import { expect, it } from 'vitest'
import { peerIdOf } from '../../tests/ports/fixtures/temporary-store.ts'
import type { AuditView } from '../contract/audit-views.ts'
import { auditLine } from './audit-lines.ts'
import { paint } from './paint.ts'

const entry: AuditView = {
  seq: 1,
  time: '2026-01-02T10:00:00.000Z',
  kind: 'refuse',
  peerId: peerIdOf('A'),
  name: 'Ada',
  actor: 'node',
  reason: 'not-approved',
  count: 12,
  details: { transport: 'tcp', remoteAddress: null, firstAt: 'x', lastAt: 'y', peers: 3 },
}
const line = (over: Partial<AuditView>): string =>
  auditLine({ ...entry, ...over }, paint(false)).slice('2026-01-02 10:00:00'.length)

it.each<[string, Partial<AuditView>, string]>([
  ['who, why, how often', {}, '  refuse      Ada (…AAAAAAAA)  not-approved ×12  transport=tcp peers=3'],
  ['a stranger', { name: null, count: 1, details: {} }, '  refuse      …AAAAAAAA  not-approved'],
  [
    'a person',
    { kind: 'permission', actor: 'person', reason: 'set', count: 1, details: { to: ['message'] } },
    '  permission  Ada (…AAAAAAAA)  set  by you  to=["message"]',
  ],
  ['nobody', { peerId: null, name: null, details: {} }, '  refuse      not-approved ×12'],
  [
    'a hostile name',
    { name: 'A\u001b[2Jda', count: 1, details: {} },
    '  refuse      A\ufffd[2Jda (…AAAAAAAA)  not-approved',
  ],
])('tells of %s', (_, over, expected) => {
  expect(line(over)).toBe(expected)
})
