import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { testPeerIds } from '../../../tests/harness/test-peers.ts'
import { KithError } from '../../contract/errors.ts'
import { LinkHistoryView, MAX_RTT_SAMPLES } from '../../contract/link-views.ts'
import { silentLog } from '../../kit/log.ts'
import { HOUR_MS, MINUTE_MS } from '../../kit/units.ts'
import { createLinkHistory } from './link-history.ts'

const [self = '', ann = ''] = testPeerIds(2)

function setup(store = new FakeStore(), clock = new ManualClock()) {
  const history = createLinkHistory({ clock, store, log: silentLog, self })
  history.start()
  const states = (): (string | null)[] => history.view(ann).spells.map(({ state }) => state)
  return { store, clock, history, states }
}

describe('the history of a link', () => {
  it('of a peer that nothing is known of is empty', () => {
    const { history } = setup()
    expect(history.view(ann)).toEqual({ peerId: ann, rtts: [], spells: [], uptime: null })
    expect(history.p95RttMs(ann)).toBeNull()
    history.stop()
  })

  it('is told in spells, the last of which goes on, with the share of time in which it was connected', async () => {
    const { history, clock } = setup()
    history.became(ann, 'connected', null)
    await clock.advance(3 * HOUR_MS)
    history.became(ann, 'failed', 'reset')
    await clock.advance(HOUR_MS)
    const view = history.view(ann)
    expect(view).toEqual({
      peerId: ann,
      rtts: [],
      uptime: 0.75,
      spells: [
        { from: '2026-01-01T00:00:00.000Z', until: '2026-01-01T03:00:00.000Z', state: 'connected', reason: null },
        { from: '2026-01-01T03:00:00.000Z', until: null, state: 'failed', reason: 'reset' },
      ],
    })
    expect(LinkHistoryView.parse(view)).toEqual(view)
    history.stop()
    history.stop()
    expect(clock.pending).toBe(0)
  })

  it('keeps the latest round trips, and where there was no answer', async () => {
    const { history, clock } = setup()
    for (let index = 0; index < MAX_RTT_SAMPLES + 5; index += 1) {
      history.sampled(ann, index % 10 === 9 ? null : index)
      await clock.advance(1_000)
    }
    const { rtts } = history.view(ann)
    expect(rtts).toHaveLength(MAX_RTT_SAMPLES)
    expect(rtts[0]).toEqual({ at: '2026-01-01T00:00:05.000Z', rttMs: 5 })
    expect(rtts.slice(-6).map(({ rttMs }) => rttMs)).toEqual([null, 120, 121, 122, 123, 124])
    expect(history.p95RttMs(ann)).toBe(118)
    history.stop()
  })

  it('is on disk a moment later, and after a restart the time between is told', async () => {
    const { history, clock, store } = setup()
    history.became(ann, 'connected', null)
    expect(store.linkHistories().map(({ peerId }) => peerId)).toEqual([self])
    await clock.advance(HOUR_MS)
    history.stop()
    // The goodbyes of the stop.
    history.became(ann, 'disconnected', 'disconnected-here')
    await clock.advance(HOUR_MS)
    const again = setup(store, clock)
    again.history.became(ann, 'connected', null)
    await clock.advance(HOUR_MS)
    expect(again.states()).toEqual(['connected', 'offline', 'connected'])
    expect(again.history.view(ann).uptime).toBe(1)
    again.history.stop()
  })

  it('knows after a crash when the node last ran, to a few minutes', async () => {
    const { history, clock, store } = setup()
    history.became(ann, 'connected', null)
    await clock.advance(12 * MINUTE_MS)
    const { history: second, states } = setup(store, clock)
    await clock.advance(HOUR_MS)
    expect(states()).toEqual(['connected', 'offline', 'disconnected'])
    expect(second.view(ann).spells[1]).toMatchObject({
      from: '2026-01-01T00:10:00.000Z',
      until: '2026-01-01T00:12:00.000Z',
    })
  })

  it('goes with its peer, also from what is still to be written', async () => {
    const { history, clock, store } = setup()
    history.became(ann, 'connected', null)
    history.sampled(ann, 5)
    history.forget(ann)
    store.removePeer(ann)
    await clock.advance(MINUTE_MS)
    expect(store.linkHistories().map(({ peerId }) => peerId)).toEqual([self])
    expect(history.view(ann)).toEqual({ peerId: ann, rtts: [], spells: [], uptime: null })
    history.stop()
  })

  it('goes on when the disk is full', async () => {
    const { history, clock, store, states } = setup()
    store.fail(new Error('disk full'))
    history.became(ann, 'connected', null)
    await clock.advance(10 * MINUTE_MS)
    expect(states()).toEqual(['connected'])
    store.fail(null)
    history.stop()
    expect(store.linkHistories().find(({ peerId }) => peerId === ann)?.spells).toHaveLength(2)
  })

  it('waits for room on the disk and is written then', async () => {
    const { history, clock, store } = setup()
    store.fail(new KithError('DiskFull', 'The disk is full.'))
    history.became(ann, 'connected', null)
    await clock.advance(10_000)
    store.fail(null)
    await clock.advance(10_000)
    expect(store.linkHistories().find(({ peerId }) => peerId === ann)?.spells).toHaveLength(1)
    history.stop()
  })
})
