/** Builds every store of the screens around one client, and fetches anew whenever the node has (again) begun to run. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { DesktopView } from '../../contract/desktop-views.ts'
import type { ReputationSummary, ServiceView } from '../../contract/link-views.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import type { InviteView } from '../../contract/trust-views.ts'
import type { HostView, NearbyView, NodeView, Rates, RequestView } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Link, LinkedBridge } from '../client/link.ts'
import { type AppearancePlace, type AppearanceStore, createAppearance } from './appearance.ts'
import { type AuditHours, createAuditHours } from './audit-hours.ts'
import { type AuditLog, createAuditLog } from './audit-log.ts'
import { type BandwidthStore, createBandwidthStore } from './bandwidth-store.ts'
import { createHealthStore, type HealthStore } from './health-store.ts'
import { createKnownNames, type KnownNames } from './known-names.ts'
import { createMirror, type Mirrored } from './mirror.ts'
import { createPeerDetails, type PeerDetails } from './peer-details.ts'
import { createPeerOrder, type PeerOrder } from './peer-order.ts'
import { createPeerTable, type PeerTable } from './peer-table.ts'
import { createRecentCommands, type RecentCommands } from './recent-commands.ts'
import { createScreenStore, type Screen, type ScreenStore } from './screen-store.ts'
import { createSelection, type Selection } from './selection.ts'
import { createSettingsDraft, type SettingsDraft } from './settings-draft.ts'
import { createTicker, type Ticker } from './ticker.ts'
import { createToasts, type Toasts } from './toast-store.ts'

export interface StoresPorts {
  readonly client: NodeClient
  readonly line: Pick<LinkedBridge, 'link' | 'onLinkChange' | 'retryNow'>
  readonly clock: Clock
  readonly appearance: AppearancePlace
  /** Where the page was before it was loaded anew. */
  readonly firstScreen?: Screen
}

export interface Stores extends Disposable {
  readonly client: NodeClient
  readonly clock: Clock
  readonly link: StoreApi<Link>
  readonly retryNow: () => void
  readonly host: StoreApi<Mirrored<HostView>>
  /** The program around the node, which answers whether the node runs or not. */
  readonly desktop: StoreApi<Mirrored<DesktopView>>
  readonly node: StoreApi<Mirrored<NodeView>>
  readonly rates: StoreApi<Mirrored<Rates>>
  readonly requests: StoreApi<Mirrored<readonly RequestView[]>>
  readonly nearby: StoreApi<Mirrored<readonly NearbyView[]>>
  readonly invites: StoreApi<Mirrored<readonly InviteView[]>>
  readonly settings: StoreApi<Mirrored<SettingsView>>
  readonly services: StoreApi<Mirrored<readonly ServiceView[]>>
  readonly reputation: StoreApi<Mirrored<ReputationSummary>>
  readonly health: HealthStore
  readonly bandwidth: BandwidthStore
  readonly settingsDraft: SettingsDraft
  readonly audit: AuditLog
  readonly auditHours: AuditHours
  readonly peers: PeerTable
  readonly peerDetails: PeerDetails
  readonly knownNames: KnownNames
  readonly order: PeerOrder
  readonly selection: Selection
  readonly screen: ScreenStore
  readonly toasts: Toasts
  readonly appearance: AppearanceStore
  readonly recent: RecentCommands
  readonly ticker: Ticker
  /** Fetches what the node knows again. */
  readonly refresh: () => void
  /** Asks the host again where it stands. */
  readonly refreshHost: () => void
}

export function createStores({ client, line, clock, appearance: place, firstScreen }: StoresPorts): Stores {
  const link = createStore<Link>(() => line.link)
  const host = createMirror(client, 'host.changed', 'host.status')
  const desktop = createMirror(client, 'desktop.changed', 'desktop.status')
  const node = createMirror(client, 'node.changed', 'node.status')
  const rates = createMirror(client, 'rates.changed', 'node.rates')
  const requests = createMirror(client, 'requests.changed', 'requests.list')
  const nearby = createMirror(client, 'nearby.changed', 'nearby.list')
  const invites = createMirror(client, 'invites.changed', 'invites.list')
  const settings = createMirror(client, 'settings.changed', 'settings.get')
  const services = createMirror(client, 'services.changed', 'node.services')
  const reputation = createMirror(client, 'reputation.changed', 'reputation.summary')
  const health = createHealthStore(client, clock)
  const bandwidth = createBandwidthStore(client, clock, () => link.getState().phase === 'up')
  const settingsDraft = createSettingsDraft(client, settings.store)
  const audit = createAuditLog(client)
  const auditHours = createAuditHours(client, clock)
  const peers = createPeerTable(client)
  const peerDetails = createPeerDetails(client, peers, clock)
  const knownNames = createKnownNames(peers)
  const order = createPeerOrder(peers)
  const selection = createSelection(peers, order)
  const toasts = createToasts(clock)
  const ticker = createTicker(clock)
  const appearance = createAppearance({ place, client, settings: settings.store, toasts })

  function refresh(): void {
    const sources = [
      node,
      rates,
      requests,
      nearby,
      invites,
      settings,
      peers,
      audit,
      auditHours,
      services,
      reputation,
      health,
      bandwidth,
    ]
    for (const source of sources) {
      void source.refresh()
    }
  }

  const stopLink = line.onLinkChange((next) => {
    link.setState(next, true)
    if (next.phase !== 'up') return
    void host.refresh()
    void desktop.refresh()
    // It ran when the line went down, and perhaps never stopped: then no change of phase will be told.
    if (host.store.getState().value?.phase === 'running') refresh()
  })
  const stopHost = host.store.subscribe((now, before) => {
    if (now.value?.phase === 'running' && before.value?.phase !== 'running') refresh()
  })
  void host.refresh()
  void desktop.refresh()

  return {
    client,
    clock,
    link,
    retryNow: () => line.retryNow(),
    host: host.store,
    desktop: desktop.store,
    node: node.store,
    rates: rates.store,
    requests: requests.store,
    nearby: nearby.store,
    invites: invites.store,
    settings: settings.store,
    services: services.store,
    reputation: reputation.store,
    health,
    bandwidth,
    settingsDraft,
    audit,
    auditHours,
    peers,
    peerDetails,
    knownNames,
    order,
    selection,
    screen: createScreenStore(firstScreen),
    toasts,
    appearance,
    recent: createRecentCommands(place.storage),
    ticker,
    refresh,
    refreshHost: () => void host.refresh(),
    [Symbol.dispose]() {
      stopLink()
      stopHost()
      const mirrors = [
        host,
        desktop,
        node,
        rates,
        requests,
        nearby,
        invites,
        settings,
        services,
        reputation,
        health,
        bandwidth,
      ]
      const others = [
        settingsDraft,
        appearance,
        audit,
        auditHours,
        selection,
        order,
        knownNames,
        peerDetails,
        peers,
        toasts,
        ticker,
      ]
      for (const part of [...mirrors, ...others]) part[Symbol.dispose]()
    },
  }
}
