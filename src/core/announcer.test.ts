import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../tests/harness/manual-clock.ts'
import type { Announcement } from '../contract/contract.ts'
import { Settings } from '../contract/settings.ts'
import type { NodeView, PeerView } from '../contract/views.ts'
import { silentLog } from '../kit/log.ts'
import { createAnnouncer } from './announcer.ts'

function setup() {
  const clock = new ManualClock()
  const traffic = { uploadedBytes: 0, downloadedBytes: 0 }
  const gone = new Set<string>()
  const errors: unknown[] = []
  const announcer = createAnnouncer({
    clock,
    log: { ...silentLog, error: (_message, fields) => errors.push(fields?.['error']) },
    peer: (peerId) => (gone.has(peerId) ? null : ({ peerId } as PeerView)),
    node: () => ({ name: 'node' }) as NodeView,
    requests: () => [],
    nearby: () => [],
    invites: () => [],
    settings: () => ({ settings: Settings.parse({}), needRestart: [], overridden: [] }),
    services: () => [],
    reputation: () => ({
      peers: 0,
      banned: 0,
      meanScore: null,
      meanReliability: null,
      bansHeldUntil: null,
      bansHeldBack: 0,
    }),
    traffic: () => ({ ...traffic }),
  })
  const heard: Announcement[] = []
  announcer.events.on((event) => heard.push(event))
  return { clock, traffic, gone, errors, announcer, heard, names: () => heard.splice(0).map(({ name }) => name) }
}

describe('the announcer', () => {
  it('tells the first change after a pause at once', async () => {
    const { announcer, heard, clock } = setup()
    announcer.peerChanged('p')
    await settled()
    expect(heard).toEqual([
      { name: 'peers.changed', payload: { upserted: [{ peerId: 'p' }], removed: [] } },
      { name: 'node.changed', payload: { name: 'node' } },
    ])
    expect(clock.now()).toBe(0)
  })

  it('tells a burst of changes as one, each peer once', async () => {
    const { announcer, heard, clock, gone } = setup()
    announcer.nodeChanged()
    await settled()
    heard.length = 0
    gone.add('q')
    for (let i = 0; i < 100; i++) for (const peerId of ['p', 'q', 'r']) announcer.peerChanged(peerId)
    await clock.advance(39)
    expect(heard).toEqual([])
    await clock.advance(1)
    expect(heard[0]).toEqual({
      name: 'peers.changed',
      payload: { upserted: [{ peerId: 'p' }, { peerId: 'r' }], removed: ['q'] },
    })
    expect(heard).toHaveLength(2)
    await clock.advance(1_000)
    expect(heard).toHaveLength(2)
  })

  it('tells each topic by its name, and the node with what changes its figures', async () => {
    const { announcer, names, clock } = setup()
    announcer.requestsChanged()
    await clock.advance(100)
    await settled()
    expect(names()).toEqual(['requests.changed', 'node.changed'])
    announcer.nearbyChanged()
    await clock.advance(100)
    await settled()
    expect(names()).toEqual(['nearby.changed'])
    announcer.nodeChanged()
    await clock.advance(100)
    await settled()
    expect(names()).toEqual(['node.changed'])
  })

  it('measures rates every second, and is silent while nothing moves', async () => {
    const { announcer, heard, clock, traffic } = setup()
    announcer.start()
    announcer.start()
    await clock.advance(3_000)
    expect(heard).toEqual([])
    traffic.uploadedBytes = 1_000
    traffic.downloadedBytes = 500
    await clock.advance(1_000)
    const moving = {
      uploadBytesPerSecond: 1_000,
      downloadBytesPerSecond: 500,
      uploadedBytes: 1_000,
      downloadedBytes: 500,
    }
    expect(heard).toEqual([{ name: 'rates.changed', payload: moving }])
    expect(announcer.rates()).toEqual(moving)
    await clock.advance(1_000)
    expect(heard.slice(1)).toEqual([
      { name: 'rates.changed', payload: { ...moving, uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 } },
    ])
    await clock.advance(5_000)
    expect(heard).toHaveLength(2)
  })

  it('is not stopped by a listener that throws', async () => {
    const { announcer, errors, names } = setup()
    announcer.events.on(() => {
      throw new Error('bug')
    })
    announcer.nodeChanged()
    await settled()
    expect(names()).toEqual(['node.changed'])
    expect(errors).toEqual([new Error('bug')])
  })

  it('leaves nothing pending and says nothing once it is disposed, in any state and twice, and starts again', async () => {
    const { announcer, clock, heard, traffic } = setup()
    announcer[Symbol.dispose]()
    announcer.start()
    announcer.nodeChanged()
    announcer.peerChanged('p')
    announcer[Symbol.dispose]()
    announcer[Symbol.dispose]()
    announcer.nodeChanged()
    await clock.advance(5_000)
    await settled()
    expect([clock.pending, heard]).toEqual([0, []])
    traffic.uploadedBytes = 10
    announcer.start()
    await clock.advance(1_000)
    expect(announcer.rates().uploadBytesPerSecond).toBe(10)
    announcer[Symbol.dispose]()
    expect(clock.pending).toBe(0)
  })
})
