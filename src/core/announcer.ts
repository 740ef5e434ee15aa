/** Gathers what changed and announces it in batches, so that a burst of changes costs a screen one update. */

import type { AuditView } from '../contract/audit-views.ts'
import type { BandwidthView, TrafficTick } from '../contract/bandwidth-views.ts'
import type { Announcement } from '../contract/contract.ts'
import type { HealthView } from '../contract/link-views.ts'
import type { NodeView, PeerView, Rates } from '../contract/views.ts'
import type { Clock } from '../kit/clock.ts'
import { createEmitter, type Source } from '../kit/emitter.ts'
import type { Log } from '../kit/log.ts'
import { SECOND_MS } from '../kit/units.ts'

/** Below what an eye notices, above what a burst needs. */
const BATCH_MS = 40

export interface AnnouncerPorts {
  readonly clock: Clock
  readonly log: Log
  /** `null` when the peer is not shown any more. */
  readonly peer: (peerId: string) => PeerView | null
  readonly node: () => NodeView
  readonly requests: () => Extract<Announcement, { name: 'requests.changed' }>['payload']
  readonly nearby: () => Extract<Announcement, { name: 'nearby.changed' }>['payload']
  readonly invites: () => Extract<Announcement, { name: 'invites.changed' }>['payload']
  readonly settings: () => Extract<Announcement, { name: 'settings.changed' }>['payload']
  readonly services: () => Extract<Announcement, { name: 'services.changed' }>['payload']
  readonly reputation: () => Extract<Announcement, { name: 'reputation.changed' }>['payload']
  /** What passed since the node was made. */
  readonly traffic: () => { readonly uploadedBytes: number; readonly downloadedBytes: number }
}

export interface Announcer extends Disposable {
  readonly events: Source<Announcement>
  peerChanged(peerId: string): void
  nodeChanged(): void
  requestsChanged(): void
  nearbyChanged(): void
  invitesChanged(): void
  settingsChanged(): void
  servicesChanged(): void
  reputationChanged(): void
  healthChanged(health: HealthView): void
  bandwidthChanged(bandwidth: BandwidthView): void
  ticked(tick: TrafficTick): void
  /** New audit entries, oldest first. */
  audited(entries: readonly AuditView[]): void
  rates(): Rates
  /** Begins to measure rates. */
  start(): void
}

type Topic = 'node' | 'requests' | 'nearby' | 'invites' | 'settings' | 'services' | 'reputation'

/** A flood tells a screen its last entries; the rest is asked for. */
const MAX_TOLD_ENTRIES = 100

export function createAnnouncer(ports: AnnouncerPorts): Announcer {
  const { clock } = ports
  const events = createEmitter<Announcement>((error) => ports.log.error('an event listener threw', { error }))
  const dirtyPeers = new Set<string>()
  const dirty = new Set<Topic>()
  let audited: AuditView[] = []
  let batch: Disposable | null = null
  let tick: Disposable | null = null
  let rates: Rates = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, uploadedBytes: 0, downloadedBytes: 0 }
  let measuredAtMs = clock.now()
  let flushedAtMs = Number.NEGATIVE_INFINITY
  let disposed = false

  /** The first change after a pause is told at once, those right behind it together. */
  function schedule(): void {
    if (batch || disposed) return
    const dueMs = flushedAtMs + BATCH_MS
    if (clock.now() < dueMs) {
      batch = clock.at(dueMs, flush)
      return
    }
    let cancelled = false
    batch = { [Symbol.dispose]: () => void (cancelled = true) }
    queueMicrotask(() => {
      if (!cancelled) flush()
    })
  }

  function flush(): void {
    batch = null
    flushedAtMs = clock.now()
    const upserted: PeerView[] = []
    const removed: string[] = []
    for (const peerId of dirtyPeers) {
      const view = ports.peer(peerId)
      if (view) upserted.push(view)
      else removed.push(peerId)
    }
    const topics = new Set(dirty)
    if (dirtyPeers.size > 0) topics.add('node')
    dirtyPeers.clear()
    dirty.clear()
    if (upserted.length + removed.length > 0) events.emit({ name: 'peers.changed', payload: { upserted, removed } })
    if (topics.has('requests')) events.emit({ name: 'requests.changed', payload: ports.requests() })
    if (topics.has('nearby')) events.emit({ name: 'nearby.changed', payload: ports.nearby() })
    if (topics.has('invites')) events.emit({ name: 'invites.changed', payload: ports.invites() })
    if (topics.has('settings')) events.emit({ name: 'settings.changed', payload: ports.settings() })
    if (topics.has('services')) events.emit({ name: 'services.changed', payload: ports.services() })
    if (topics.has('reputation')) events.emit({ name: 'reputation.changed', payload: ports.reputation() })
    if (audited.length > 0) events.emit({ name: 'audit.appended', payload: audited.splice(0) })
    if (topics.has('node')) events.emit({ name: 'node.changed', payload: ports.node() })
  }

  function mark(...topics: Topic[]): void {
    for (const topic of topics) dirty.add(topic)
    schedule()
  }

  function measure(): void {
    const nowMs = clock.now()
    const seconds = (nowMs - measuredAtMs) / SECOND_MS
    const { uploadedBytes, downloadedBytes } = ports.traffic()
    const next: Rates = {
      uploadBytesPerSecond: Math.round((uploadedBytes - rates.uploadedBytes) / seconds),
      downloadBytesPerSecond: Math.round((downloadedBytes - rates.downloadedBytes) / seconds),
      uploadedBytes,
      downloadedBytes,
    }
    const quiet = next.uploadedBytes === rates.uploadedBytes && next.downloadedBytes === rates.downloadedBytes
    const wasQuiet = rates.uploadBytesPerSecond === 0 && rates.downloadBytesPerSecond === 0
    rates = next
    measuredAtMs = nowMs
    if (!(quiet && wasQuiet)) events.emit({ name: 'rates.changed', payload: rates })
    tick = clock.at(nowMs + SECOND_MS, measure)
  }

  return {
    events,
    peerChanged(peerId) {
      dirtyPeers.add(peerId)
      schedule()
    },
    nodeChanged: () => mark('node'),
    requestsChanged: () => mark('requests', 'node'),
    nearbyChanged: () => mark('nearby'),
    invitesChanged: () => mark('invites'),
    settingsChanged: () => mark('settings'),
    servicesChanged: () => mark('services'),
    reputationChanged: () => mark('reputation'),
    bandwidthChanged: (bandwidth) => events.emit({ name: 'bandwidth.changed', payload: bandwidth }),
    ticked: (tick) => events.emit({ name: 'traffic.ticked', payload: tick }),
    healthChanged: (health) => events.emit({ name: 'health.changed', payload: health }),
    audited(entries) {
      audited = [...audited, ...entries].slice(-MAX_TOLD_ENTRIES)
      schedule()
    },
    rates: () => rates,
    start() {
      disposed = false
      measuredAtMs = clock.now()
      tick ??= clock.at(clock.now() + SECOND_MS, measure)
    },
    [Symbol.dispose]() {
      disposed = true
      batch?.[Symbol.dispose]()
      tick?.[Symbol.dispose]()
      batch = null
      tick = null
    },
  }
}
