/** Nodes as far as invites and introductions need them: trust, addresses and the fake network, without a peer manager. */
import { randomBytes } from 'node:crypto'
import { Settings } from '../../src/contract/settings.ts'
import type { AdmissionMode } from '../../src/contract/views.ts'
import type { AuditEvent } from '../../src/core/audit/index.ts'
import { type AddressBook, createAddressBook } from '../../src/core/peers/index.ts'
import {
  createIntroductions,
  createInvites,
  createTrustBook,
  decideAdmission,
  type Introductions,
  type Invites,
  JOIN_PROTOCOL,
  permissionsOf,
  type TrustBook,
} from '../../src/core/trust/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { createSwitchboard, type FakeNetwork, type Switchboard } from './fake-network.ts'
import { FakeStore } from './fake-store.ts'
import { ManualClock, settled } from './manual-clock.ts'
import { testPeerId } from './test-peers.ts'

export interface JoinNode {
  readonly peerId: string
  readonly network: FakeNetwork
  readonly store: FakeStore
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly invites: Invites
  readonly introductions: Introductions
  /** Kind and reason of every entry. */
  readonly audited: readonly string[]
  readonly audit: readonly AuditEvent[]
  /** What was announced. */
  readonly told: readonly string[]
  /** What the peer manager was asked, in order. */
  readonly asked: readonly string[]
  /** Who broke a protocol, and how. */
  readonly violations: string[]
  /** Who was suggested, and by whom. */
  readonly suggestions: readonly {
    readonly by: string
    readonly peerId: string
    readonly addresses: readonly string[]
  }[]
  mode: AdmissionMode
  /** With whom it has a link; the connection is in use then. */
  readonly linked: Set<string>
  /** What the peer manager answers to a dial; by default it connects. */
  onDial: (peerId: string) => Promise<void>
}

export interface JoinWorld extends AsyncDisposable {
  readonly clock: ManualClock
  readonly board: Switchboard
  readonly nodes: readonly JoinNode[]
}

export interface JoinWorldOptions {
  readonly invites?: Partial<Settings['invites']>
  /** How long everything takes from one side to the other. */
  readonly latencyMs?: number
}

const settings = Settings.parse({})

export async function joinWorld(count: number, options: JoinWorldOptions = {}): Promise<JoinWorld> {
  const clock = new ManualClock()
  const board = createSwitchboard({ clock, latencyMs: options.latencyMs ?? 0 })
  const nodes = Array.from({ length: count }, (_, number) => joinNode(number, clock, board, options))
  for (const { network, invites, introductions } of nodes) {
    invites.start()
    introductions.start()
    await network.start()
  }
  return {
    clock,
    board,
    nodes,
    async [Symbol.asyncDispose]() {
      for (const { peerId, network, invites, introductions, book, trust } of nodes) {
        board.thaw(peerId)
        for (const part of [invites, introductions, book, trust]) part[Symbol.dispose]()
        await network.stop()
      }
      await settled()
    },
  }
}

function joinNode(number: number, clock: ManualClock, board: Switchboard, options: JoinWorldOptions): JoinNode {
  const peerId = testPeerId(number)
  const store = new FakeStore()
  const log = silentLog
  const trust = createTrustBook({ clock, store, log }, () => settings.requests)
  const book = createAddressBook({ clock, store, log })
  const audit: AuditEvent[] = []
  const told: string[] = []
  const asked: string[] = []
  const violations: string[] = []
  const suggestions: { by: string; peerId: string; addresses: readonly string[] }[] = []
  const verdict = (other: string, direction: 'inbound' | 'outbound') =>
    decideAdmission({
      level: trust.level(other),
      mode: node.mode,
      direction,
      banned: trust.bannedUntilMs(other) !== null,
      invited: direction === 'inbound' ? invites.anyOpen : invites.isJoining(other),
    })
  const network = board.join({
    peerId,
    listen: [`/ip4/203.0.113.${number + 1}/tcp/4711`],
    gate: {
      standing: (attempt) => verdict(attempt.peerId, attempt.direction),
      mayUseInQuarantine: ({ direction, protocol }) =>
        protocol === JOIN_PROTOCOL && (direction === 'outbound' || invites.anyOpen),
      may: (other, permission) =>
        permissionsOf(trust.level(other), trust.peer(other)?.permissions ?? null, settings.grants).includes(permission),
    },
  })
  const manager = {
    holdForJoin: () => void asked.push('hold'),
    reconsider: async (other: string) => void asked.push(`reconsider ${other}`),
    dial: async (other: string) => {
      asked.push(`dial ${other}`)
      await node.onDial(other)
    },
    status: (other: string) => {
      const connection = node.linked.has(other) ? connections.get(other) : undefined
      return {
        state: connection === undefined ? ('disconnected' as const) : ('connected' as const),
        failure: null,
        reason: null,
        transport: null,
        direction: null,
        remoteAddress: connection ?? null,
        rttMs: null,
        connectedSinceMs: null,
        nextTryMs: null,
        lastRttMs: null,
        p95RttMs: null,
        failures: 0,
        dormant: false,
        breakerRetryMs: null,
        silentSinceMs: null,
      }
    },
  }
  const connections = new Map<string, string>()
  network.events.on((event) => {
    if (event.type === 'opened') connections.set(event.connection.peerId, event.connection.remoteAddress)
    if (event.type === 'closed') connections.delete(event.peerId)
  })
  const ports = {
    clock,
    log,
    store,
    trust,
    book,
    network,
    manager,
    announcer: {
      invitesChanged: () => void told.push('invites'),
      peerChanged: (other: string) => void told.push(`peer ${other}`),
      requestsChanged: () => void told.push('requests'),
    },
    audit: { record: (event: AuditEvent) => void audit.push(event) },
    self: () => ({ name: `node ${number}`, agent: 'kith/test', addresses: network.addresses() }),
    violated: (other: string, violation: string) => void violations.push(`${other}: ${violation}`),
    notify: ({ title, body }: { title: string; body: string }) => void told.push(`${title}: ${body}`),
    randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
  }
  const invites = createInvites({ ...ports, random: () => 0.5, retry: () => settings.retry }, () => ({
    ...settings.invites,
    ...options.invites,
  }))
  const introductions = createIntroductions({
    ...ports,
    suggested: (by, { peerId: who, addresses }) => {
      suggestions.push({ by, peerId: who, addresses })
      return 'new'
    },
  })
  const node: JoinNode = {
    peerId,
    network,
    store,
    trust,
    book,
    invites,
    introductions,
    audit,
    get audited() {
      return audit.map(({ kind, reason }) => `${kind}: ${reason}`)
    },
    told,
    asked,
    suggestions,
    violations,
    mode: 'ask',
    linked: new Set(),
    onDial: () => Promise.resolve(),
  }
  return node
}
