import { expect, test } from 'vitest'
import { peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import type { AuditView } from '../../contract/audit-views.ts'
import { type AuditFilter, everything, isEverything, passes } from './audit-filter.ts'

const entry: AuditView = {
  seq: 1,
  time: '2026-01-02T10:00:00.000Z',
  kind: 'refuse',
  peerId: peerIdOf(1),
  name: 'Anna',
  actor: 'node',
  reason: 'limit-rate',
  count: 1,
  details: { address: '/ip4/192.0.2.7' },
}

test.each<[string, Partial<AuditFilter>, boolean]>([
  ['nothing is asked', {}, true],
  ['its kind is among those', { kinds: ['admit', 'refuse'] }, true],
  ['another kind', { kinds: ['admit'] }, false],
  ['this peer', { peerId: peerIdOf(1) }, true],
  ['another peer', { peerId: peerIdOf(2) }, false],
  ['a word of the name, in another case', { text: ' ANNA ' }, true],
  ['a part of the peer ID', { text: peerIdOf(1).slice(-9) }, true],
  ['the reason', { text: 'rate' }, true],
  ['the details', { text: '192.0.2' }, true],
  ['a word that is nowhere', { text: 'bob' }, false],
  ['from just then', { from: entry.time }, true],
  ['from later', { from: '2026-01-02T10:00:01.000Z' }, false],
  ['until earlier', { until: '2026-01-02T09:59:59.000Z' }, false],
])('%s', (_, filter, through) => {
  expect(passes({ ...everything, ...filter }, entry)).toBe(through)
  expect(isEverything({ ...everything, ...filter })).toBe(Object.keys(filter).length === 0)
})
