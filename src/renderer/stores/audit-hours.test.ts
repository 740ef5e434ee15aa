import { expect, test } from 'vitest'
import { createFakeBridge } from '../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import type { AuditView } from '../../contract/audit-views.ts'
import { createNodeClient } from '../../contract/client.ts'
import { HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { createAuditHours, HOURS, lastHours } from './audit-hours.ts'

const now = Date.UTC(2026, 0, 2, 12, 30)
let seq = 0
const entry = (kind: AuditView['kind'], agoMs: number, count = 1, over: Partial<AuditView> = {}): AuditView => ({
  seq: ++seq,
  time: new Date(now - agoMs).toISOString(),
  kind,
  peerId: null,
  name: null,
  actor: 'node',
  reason: 'x',
  count,
  details: {},
  ...over,
})

function setUp(entries: readonly AuditView[]) {
  const bridge = createFakeBridge({ 'audit.query': () => ({ entries, more: false }) })
  const clock = new ManualClock(now)
  return { bridge, hours: createAuditHours(createNodeClient(bridge), clock) }
}

const busy = (counts: Parameters<typeof lastHours>[0] | null) =>
  lastHours(counts ?? new Map(), now)
    .map(({ admitted, refused }, index) => [HOURS - 1 - index, admitted, refused])
    .filter(([, admitted, refused]) => admitted !== 0 || refused !== 0)

test('counts the last day by the hour, and goes on counting', async () => {
  const { bridge, hours } = setUp([entry('admit', MINUTE_MS), entry('refuse', HOUR_MS, 40), entry('refuse', HOUR_MS)])
  hours.open()
  await settled()
  expect(busy(hours.store.getState().counts)).toEqual([
    [1, 0, 41],
    [0, 1, 0],
  ])
  const growing = entry('refuse', 0)
  bridge.announce('audit.appended', [growing, entry('approve', 0)])
  bridge.announce('audit.appended', [{ ...growing, count: 7 }])
  expect(busy(hours.store.getState().counts)).toEqual([
    [1, 0, 41],
    [0, 1, 7],
  ])
})

test('always 24 bars, the hour that runs last', () => {
  const hours = lastHours(new Map(), now)
  expect(hours).toHaveLength(HOURS)
  expect(hours.at(-1)?.startMs).toBe(Date.UTC(2026, 0, 2, 12))
})

test('asks nothing before somebody looks', async () => {
  const { bridge, hours } = setUp([])
  await hours.refresh()
  expect(bridge.asked).toEqual([])
})
