import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import { settled } from '../../../tests/harness/manual-clock.ts'
import type { AuditQuery, AuditView } from '../../contract/audit-views.ts'
import { createNodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import { exportAudit } from './audit-export.ts'
import { everything } from './audit-filter.ts'
import { createAuditLog } from './audit-log.ts'

const entry = (seq: number, over: Partial<AuditView> = {}): AuditView => ({
  seq,
  time: new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString(),
  kind: 'refuse',
  peerId: peerIdOf(seq % 5),
  name: null,
  actor: 'node',
  reason: 'not-approved',
  count: 1,
  details: {},
  ...over,
})

/** A node whose log holds the entries 1 to `size`, answering so many a page. */
function setUp(size: number, page = 3) {
  const log = Array.from({ length: size }, (_, index) => entry(index + 1))
  const bridge = createFakeBridge({
    'audit.query': ({ after, order }: AuditQuery) => {
      const ordered = order === 'oldest' ? log : log.toReversed()
      const start = after === null ? 0 : ordered.findIndex(({ seq }) => seq === after) + 1
      const entries = ordered.slice(start, start + page)
      return { entries, more: start + page < ordered.length }
    },
  })
  const client = createNodeClient(bridge)
  const audit = createAuditLog(client)
  const seqs = () => audit.store.getState().entries.map(({ seq }) => seq)
  return { bridge, client, audit, seqs, log }
}

test('reads nothing before somebody looks, then page by page to the beginning', async () => {
  const { audit, bridge, seqs } = setUp(7)
  await audit.refresh()
  expect(bridge.asked).toEqual([])
  audit.open()
  await settled()
  expect(seqs()).toEqual([7, 6, 5])
  await Promise.all([audit.more(), audit.more()])
  expect(seqs()).toEqual([7, 6, 5, 4, 3, 2])
  await audit.more()
  await audit.more()
  expect(seqs()).toEqual([7, 6, 5, 4, 3, 2, 1])
  expect(audit.store.getState().more).toBe(false)
  expect(bridge.asked).toHaveLength(3)
})

test('what happens while one reads waits beside the list, and comes on top when asked for', async () => {
  const { audit, bridge, seqs } = setUp(2)
  audit.open()
  await settled()
  bridge.announce('audit.appended', [entry(3), entry(4)])
  expect(seqs()).toEqual([2, 1])
  expect(audit.store.getState().fresh).toBe(2)
  audit.showFresh()
  expect(seqs()).toEqual([4, 3, 2, 1])
  expect(audit.store.getState().fresh).toBe(0)
  audit.follow(true)
  bridge.announce('audit.appended', [entry(5)])
  expect(seqs()).toEqual([5, 4, 3, 2, 1])
})

test('an entry that grows is counted in its place', async () => {
  const { audit, bridge } = setUp(2)
  audit.open()
  await settled()
  bridge.announce('audit.appended', [entry(2, { count: 9 })])
  expect(audit.store.getState().entries.map(({ seq, count }) => [seq, count])).toEqual([
    [2, 9],
    [1, 1],
  ])
  expect(audit.store.getState().fresh).toBe(0)
})

test('a flood is not kept one by one: the log is read again', async () => {
  const { audit, bridge, log } = setUp(3)
  audit.open()
  await settled()
  for (let seq = 4; seq <= 700; seq++) log.push(entry(seq))
  bridge.announce('audit.appended', log.slice(3))
  expect(audit.store.getState().fresh).toBeNull()
  audit.showFresh()
  await settled()
  expect(audit.store.getState().entries.map(({ seq }) => seq)).toEqual([700, 699, 698])
})

test('only what fits the filter counts as new', async () => {
  const { audit, bridge } = setUp(0)
  audit.open()
  audit.setFilter({ kinds: ['approve'] })
  await settled()
  bridge.announce('audit.appended', [entry(8), entry(9, { kind: 'approve' })])
  expect(audit.store.getState().fresh).toBe(1)
})

test('a rare word: pages without a find are read on from where the node says', async () => {
  const { audit, bridge, seqs } = setUp(0)
  bridge.answer('audit.query', ({ after }: AuditQuery) =>
    after === null
      ? { entries: [], more: true, next: 500 }
      : { entries: after === 500 ? [] : [entry(7)], more: after === 500, next: after === 500 ? 90 : null },
  )
  audit.open()
  await settled()
  await settled()
  expect(seqs()).toEqual([7])
  expect(bridge.asked.map(([, input]) => (input as AuditQuery).after)).toEqual([null, 500, 90])
})

test('an older question does not overwrite a newer one', async () => {
  const { audit, bridge, seqs } = setUp(0)
  const answers: ((page: unknown) => void)[] = []
  bridge.answer('audit.query', () => new Promise((resolve) => answers.push(resolve)))
  audit.open()
  audit.setFilter({ text: 'bob' })
  await settled()
  answers[1]?.({ entries: [entry(2)], more: false })
  await settled()
  answers[0]?.({ entries: [entry(1)], more: false })
  await settled()
  expect(seqs()).toEqual([2])
})

test('what the node has against it is kept: for the whole list, and for the next page', async () => {
  const { audit, bridge, seqs } = setUp(7)
  const answer = () => {
    throw new KithError('StoreDamaged', 'The log cannot be read.')
  }
  audit.open()
  await settled()
  bridge.answer('audit.query', answer)
  await audit.more()
  expect(audit.store.getState().moreError?.message).toBe('The log cannot be read.')
  expect(seqs()).toHaveLength(3)
  audit.setFilter({ text: 'x' })
  await settled()
  expect(audit.store.getState()).toMatchObject({ phase: 'failed', entries: [], error: { name: 'StoreDamaged' } })
})

test('the export has every entry once, oldest first, and can be ended', async () => {
  const { client, log } = setUp(7)
  const seen: number[] = []
  const ending = new AbortController()
  const options = { filter: everything, onProgress: (n: number) => seen.push(n), signal: ending.signal }
  const lines = await exportAudit(client, options)
  expect(lines?.map((line) => JSON.parse(line) as unknown)).toEqual(log)
  expect(seen).toEqual([3, 6, 7])
  ending.abort()
  expect(await exportAudit(client, options)).toBeNull()
})
