import { expect, test } from 'vitest'
import { AuditKind, type AuditView } from '../../../contract/audit-views.ts'
import { detailsOf, whatOf, whyOf } from './audit-words.ts'

const entry = (kind: AuditKind, reason: string, details: AuditView['details'] = {}): AuditView => ({
  seq: 1,
  time: '2026-01-02T10:00:00.000Z',
  kind,
  peerId: null,
  name: null,
  actor: 'node',
  reason,
  count: 1,
  details,
})

test.each<[AuditKind, string, string, string]>([
  ['refuse', 'not-approved', 'Turned away', 'not approved yet'],
  ['refuse', 'something-new', 'Turned away', 'something new'],
  ['invite', 'redeemed', 'Invite redeemed', ''],
  ['invite', 'something-new', 'Invite', 'something new'],
  ['key', 'opened', 'Key opened', ''],
  ['audit', 'entries-lost', 'Entries were lost', ''],
  ['approve', 'trusted', 'Approved', 'trusted'],
  ['block', 'blocked', 'Blocked', ''],
  ['refuse', 'blocked', 'Turned away', 'blocked'],
  ['edit', 'toString', 'Edited', 'toString'],
])('%s because of %s', (kind, reason, what, why) => {
  expect([whatOf(entry(kind, reason)), whyOf(entry(kind, reason))]).toEqual([what, why])
})

test('a service is told of by its name', () => {
  const failing = entry('service', 'failing', { service: 'storage' })
  expect([whatOf(failing), whyOf(failing)]).toEqual(['The disk', 'kept failing, left alone for a while'])
  expect(whatOf(entry('service', 'works-again', { service: 'another' }))).toBe('Service')
})

test('limits and volumes are told with their units', () => {
  const before = { uploadBytesPerSecond: 0, monthlyBytes: 5 * 1_024 ** 3 }
  const after = { uploadBytesPerSecond: 512_000, monthlyBytes: 0 }
  expect(detailsOf(entry('edit', 'limits', { before, after }))).toEqual([
    ['Before', 'up unlimited, in a month 5.0 GiB'],
    ['After', 'up 500 KiB/s, in a month unlimited'],
  ])
  const reached = entry('quota', 'reached', { limitBytes: 1_024, usedBytes: 2_048 })
  expect([whatOf(reached), whyOf(reached)]).toEqual(['Monthly volume', 'used up'])
  expect(detailsOf(reached)).toEqual([
    ['Limit bytes', '1.0 KiB'],
    ['Used bytes', '2.0 KiB'],
  ])
})

test('every kind has words', () => {
  for (const kind of AuditKind.options) expect(whatOf(entry(kind, 'x'))).not.toBe('')
})

test('details are told as terms and values', () => {
  const details = { remoteAddress: '/ip4/192.0.2.7', permissions: ['message'], before: null, limits: { perPeer: 3 } }
  expect(detailsOf(entry('trust', 'x', details))).toEqual([
    ['Remote address', '/ip4/192.0.2.7'],
    ['Permissions', 'message'],
    ['Before', '–'],
    ['Limits', '{"perPeer":3}'],
  ])
})
