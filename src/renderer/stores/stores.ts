/** Builds every store of the screens around one client, and fetches anew whenever the node has (again) begun to run. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import type { HostView, NearbyView, NodeView, Rates, RequestView } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Link, LinkedBridge } from '../client/link.ts'
import { createMirror, type Mirrored } from './mirror.ts'
import { createPeerOrder, type PeerOrder } from './peer-order.ts'
import { createPeerTable, type PeerTable } from './peer-table.ts'
import { createScreenStore, type ScreenStore } from './screen-store.ts'
import { createThemeStore, type ThemePlace, type ThemeStore } from './theme-store.ts'
import { createTicker, type Ticker } from './ticker.ts'
import { createToasts, type Toasts } from './toast-store.ts'

export interface StoresPorts {
  readonly client: NodeClient
  readonly line: Pick<LinkedBridge, 'link' | 'onLinkChange' | 'retryNow'>
  readonly clock: Clock
  readonly theme: ThemePlace
}

export interface Stores extends Disposable {
  readonly client: NodeClient
  readonly clock: Clock
  readonly link: StoreApi<Link>
  readonly retryNow: () => void
  readonly host: StoreApi<Mirrored<HostView>>
  readonly node: StoreApi<Mirrored<NodeView>>
  readonly rates: StoreApi<Mirrored<Rates>>
  readonly requests: StoreApi<Mirrored<readonly RequestView[]>>
  readonly nearby: StoreApi<Mirrored<readonly NearbyView[]>>
  readonly settings: StoreApi<Mirrored<SettingsView>>
  readonly peers: PeerTable
  readonly order: PeerOrder
  readonly screen: ScreenStore
  readonly toasts: Toasts
  readonly theme: ThemeStore
  readonly ticker: Ticker
  /** Fetches what the node knows again. */
  readonly refresh: () => void
  /** Asks the host again where it stands. */
  readonly refreshHost: () => void
}

export function createStores({ client, line, clock, theme }: StoresPorts): Stores {
  const link = createStore<Link>(() => line.link)
  const host = createMirror(client, 'host.changed', 'host.status')
  const node = createMirror(client, 'node.changed', 'node.status')
  const rates = createMirror(client, 'rates.changed', 'node.rates')
  const requests = createMirror(client, 'requests.changed', 'requests.list')
  const nearby = createMirror(client, 'nearby.changed', 'nearby.list')
  const settings = createMirror(client, 'settings.changed', 'settings.get')
  const peers = createPeerTable(client)
  const order = createPeerOrder(peers)
  const toasts = createToasts(clock)
  const ticker = createTicker(clock)

  function refresh(): void {
    for (const source of [node, rates, requests, nearby, settings, peers]) void source.refresh()
  }

  const stopLink = line.onLinkChange((next) => {
    link.setState(next, true)
    if (next.phase !== 'up') return
    void host.refresh()
    // It ran when the line went down, and perhaps never stopped: then no change of phase will be told.
    if (host.store.getState().value?.phase === 'running') refresh()
  })
  const stopHost = host.store.subscribe((now, before) => {
    if (now.value?.phase === 'running' && before.value?.phase !== 'running') refresh()
  })
  void host.refresh()

  return {
    client,
    clock,
    link,
    retryNow: () => line.retryNow(),
    host: host.store,
    node: node.store,
    rates: rates.store,
    requests: requests.store,
    nearby: nearby.store,
    settings: settings.store,
    peers,
    order,
    screen: createScreenStore(),
    toasts,
    theme: createThemeStore(theme),
    ticker,
    refresh,
    refreshHost: () => void host.refresh(),
    [Symbol.dispose]() {
      stopLink()
      stopHost()
      for (const part of [host, node, rates, requests, nearby, settings, order, peers, toasts, ticker])
        part[Symbol.dispose]()
    },
  }
}
