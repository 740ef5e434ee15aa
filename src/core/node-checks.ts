/** Gathers from the domains of one node what its health checks look at. */
import type { QuotaState } from '../contract/bandwidth-views.ts'
import { isoTime } from '../kit/clock.ts'
import { type BandwidthFacts, type Checks, createChecks } from './health/index.ts'
import type { NodeConfig, NodePorts } from './node.types.ts'
import type { ListenReport, Network, PeerManager } from './peers/index.ts'
import type { Breakers } from './resilience/index.ts'
import type { TrustBook } from './trust/index.ts'

export interface NodeCheckPorts extends Pick<NodePorts, 'clock' | 'random' | 'store' | 'checks'> {
  readonly config: Pick<NodeConfig, 'identity' | 'settings'>
  readonly network: Network
  readonly manager: PeerManager
  readonly trust: TrustBook
  readonly breakers: Breakers
  readonly isKept: (peerId: string) => boolean
  readonly listenProblems: () => ListenReport['problems']
  readonly bandwidth: () => Omit<BandwidthFacts, 'peersReached'>
  readonly quotaOf: (peerId: string) => QuotaState
}

export function createNodeChecks(ports: NodeCheckPorts): Checks {
  const { config, network, manager, trust, breakers } = ports
  return createChecks({
    clock: ports.clock,
    random: ports.random,
    hosts: ports.checks,
    keyStore: config.identity.keptIn,
    store: ports.store,
    listen: config.settings.network.listen,
    listenProblems: ports.listenProblems,
    addresses: () => network.addresses(),
    inbound: () =>
      manager.connected().flatMap((peerId) => {
        const { direction, remoteAddress } = manager.status(peerId)
        return direction === 'inbound' && remoteAddress !== null ? [remoteAddress] : []
      }),
    keptPeers: () =>
      [...trust.peers()].flatMap(({ peerId, name, claimedName, lastSeenAtMs }) => {
        if (!ports.isKept(peerId)) return []
        const { state, failure, reason } = manager.status(peerId)
        return {
          peerId,
          name: nameOf(peerId, { name, claimedName }),
          connected: state === 'connected' || state === 'suspect',
          givenUp: failure === 'permanent',
          reason,
          lastSeen: lastSeenAtMs === null ? null : isoTime(lastSeenAtMs),
        }
      }),
    bandwidth: () => ({
      ...ports.bandwidth(),
      peersReached: trust
        .limited()
        .filter((peerId) => ports.quotaOf(peerId) === 'reached')
        .map((peerId) => nameOf(peerId, trust.peer(peerId))),
    }),
    services: () => breakers.services(),
  })
}

/** Every peer ID begins alike. */
const nameOf = (
  peerId: string,
  said: { readonly name: string | null; readonly claimedName: string | null } | undefined,
) => said?.name ?? said?.claimedName ?? `…${peerId.slice(-8)}`
