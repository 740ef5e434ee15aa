/** What flows and which caps hold: told by the node as it changes, asked again while somebody looks at it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type {
  BandwidthView,
  HistoryRange,
  TrafficHistoryView,
  TrafficTick,
  TrafficView,
} from '../../contract/bandwidth-views.ts'
import type { NodeClient } from '../../contract/client.ts'
import type { Clock } from '../../kit/clock.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { asError, createMirror, type Mirrored } from './mirror.ts'
import { createTrafficRing, type TrafficSpan } from './traffic-ring.ts'

/** Volumes move slowly beside what flows every second. */
const TRAFFIC_EVERY_MS = 2 * SECOND_MS
/** Of days by the hour. */
const DAYS_EVERY_MS = 5 * MINUTE_MS
/** Nothing was told for so long: nothing flows. */
const SILENT_MS = 2.5 * SECOND_MS

export interface BandwidthState {
  /** What passed by peer, as it was asked last. */
  readonly traffic: Mirrored<TrafficView>
  /** The last ten minutes; `null` while nobody looks, or before they are there. */
  readonly live: TrafficSpan | null
  readonly liveError: Error | null
  readonly days: Mirrored<TrafficHistoryView>
  readonly range: HistoryRange
  /** What was told last, `null` once nothing is told any more. */
  readonly tick: TrafficTick | null
}

export interface BandwidthStore extends Disposable {
  readonly status: StoreApi<Mirrored<BandwidthView>>
  readonly store: StoreApi<BandwidthState>
  /** Somebody looks. The answer ends that. */
  readonly open: () => () => void
  showRange(range: HistoryRange): void
  refresh(): Promise<void>
  /** Takes over what a call answered, ahead of the event that tells the same. */
  learn(status: BandwidthView): void
}

const unread = { value: null, error: null } as const

/** @param isUp whether the node can be heard: while it cannot, silence is no news */
export function createBandwidthStore(
  client: NodeClient,
  clock: Clock,
  isUp: () => boolean = () => true,
): BandwidthStore {
  const status = createMirror(client, 'bandwidth.changed', 'bandwidth.status')
  const ring = createTrafficRing()
  const store = createStore<BandwidthState>(() => ({
    traffic: unread,
    live: null,
    liveError: null,
    days: unread,
    range: 'minutes',
    tick: null,
  }))
  let lookers = 0
  let beat: Disposable | null = null
  let silence: Disposable | null = null
  let trafficDueMs = 0
  let daysDueMs = 0
  let loaded = false
  /** What was told while the history is on its way. */
  let meanwhile: TrafficTick[] | null = null
  let loads = 0

  const publish = (): void => {
    if (lookers > 0 && loaded) store.setState({ live: ring.read(clock.wallMs()), liveError: null })
  }

  async function askTraffic(): Promise<void> {
    trafficDueMs = clock.now() + TRAFFIC_EVERY_MS
    try {
      store.setState({ traffic: { value: await client.call('bandwidth.traffic'), error: null } })
    } catch (cause) {
      // What was seen stays; the line below the screens says when the node does not answer.
      if (store.getState().traffic.value === null) store.setState({ traffic: { value: null, error: asError(cause) } })
    }
  }

  async function askDays(): Promise<void> {
    daysDueMs = clock.now() + DAYS_EVERY_MS
    try {
      store.setState({ days: { value: await client.call('bandwidth.history', { range: 'days' }), error: null } })
    } catch (cause) {
      if (store.getState().days.value === null) store.setState({ days: { value: null, error: asError(cause) } })
    }
  }

  async function load(): Promise<void> {
    const mine = ++loads
    const heard: TrafficTick[] = []
    meanwhile = heard
    try {
      const history = await client.call('bandwidth.history', { range: 'minutes' })
      if (mine !== loads) return
      ring.load(history)
      for (const tick of heard) ring.tick(tick)
      loaded = true
    } catch (cause) {
      if (mine === loads && !loaded) store.setState({ liveError: asError(cause) })
    } finally {
      if (mine === loads) meanwhile = null
    }
    publish()
  }

  function askWhatIsDue(): void {
    if (clock.now() >= trafficDueMs) void askTraffic()
    if (store.getState().range === 'days' && clock.now() >= daysDueMs) void askDays()
  }

  /** Moves the ten minutes on while nothing is told. */
  function plan(): void {
    beat = clock.at(clock.now() + SECOND_MS, () => {
      plan()
      if (!isUp()) return
      askWhatIsDue()
      const { tick } = store.getState()
      if (tick === null) publish()
    })
  }

  const stopTicks = client.on('traffic.ticked', (tick) => {
    ring.tick(tick)
    meanwhile?.push(tick)
    silence?.[Symbol.dispose]()
    silence = clock.at(clock.now() + SILENT_MS, () => store.setState({ tick: null }))
    store.setState({ tick })
    publish()
  })

  async function refresh(): Promise<void> {
    const asked = [status.refresh()]
    // Nobody looks: it is loaded when somebody does.
    loaded = false
    trafficDueMs = 0
    daysDueMs = 0
    if (lookers > 0) {
      asked.push(load(), askTraffic())
      if (store.getState().range === 'days') asked.push(askDays())
    }
    await Promise.all(asked)
  }

  return {
    status: status.store,
    store,
    open() {
      lookers += 1
      if (lookers === 1) {
        if (loaded) publish()
        else void load()
        askWhatIsDue()
        plan()
      }
      let looking = true
      return () => {
        if (looking) lookers -= 1
        looking = false
        if (lookers > 0) return
        beat?.[Symbol.dispose]()
        beat = null
      }
    },
    showRange(range) {
      store.setState({ range })
      if (lookers > 0) askWhatIsDue()
    },
    refresh,
    learn: (value) => status.store.setState({ value, error: null }),
    [Symbol.dispose]() {
      loads += 1
      beat?.[Symbol.dispose]()
      silence?.[Symbol.dispose]()
      stopTicks()
      status[Symbol.dispose]()
    },
  }
}
