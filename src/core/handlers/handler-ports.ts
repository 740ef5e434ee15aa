/** What the handlers lean on: the domains of one node, put together by `create-node.ts`. */
import type { NodeView, PeerView, RequestView } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Counters } from '../../kit/counters.ts'
import type { Log } from '../../kit/log.ts'
import type { Announcer } from '../announcer.ts'
import type { Audit } from '../audit/index.ts'
import type { Bandwidth } from '../bandwidth/index.ts'
import type { Health } from '../health/index.ts'
import type { LiveSettings } from '../live-settings.ts'
import type { Nearby } from '../nearby.ts'
import type { AddressBook, Network, PeerManager } from '../peers/index.ts'
import type { Reputation } from '../reputation/index.ts'
import type { Breakers } from '../resilience/index.ts'
import type { Introductions, Invites, RequestRecord, TrustBook } from '../trust/index.ts'

export interface HandlerPorts {
  readonly clock: Clock
  readonly log: Log
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: PeerManager
  readonly network: Network
  readonly nearby: Nearby
  readonly announcer: Announcer
  readonly audit: Audit
  readonly counters: Counters
  readonly invites: Invites
  readonly introductions: Introductions
  readonly settings: LiveSettings
  readonly reputation: Reputation
  readonly breakers: Breakers
  readonly health: Health
  readonly bandwidth: Bandwidth
  readonly nodeView: () => NodeView
  readonly isShown: (peerId: string) => boolean
  readonly peerView: (peerId: string) => PeerView
  readonly requestView: (request: RequestRecord) => RequestView
}
