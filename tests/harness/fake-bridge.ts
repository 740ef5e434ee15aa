/** A bridge whose node is a table of answers: what the screens' stores are tested against. */
import type { BandwidthView, PeerTrafficView, TrafficView } from '../../src/contract/bandwidth-views.ts'
import type { NodeBridge, Reply } from '../../src/contract/bridge.ts'
import type { EventName, Payload } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import type { LinkHistoryView, ReputationView } from '../../src/contract/link-views.ts'
import type { NodeView, PeerView, RequestView } from '../../src/contract/views.ts'
import { createEmitter } from '../../src/kit/emitter.ts'

type Answer = (input: never) => unknown

export interface FakeBridge extends NodeBridge {
  /** Every call so far: its name and what was passed. */
  readonly asked: (readonly [string, unknown])[]
  /** Answers a call from now on. What is thrown becomes the error that is answered. */
  answer(name: string, answer: Answer): void
  announce<K extends EventName>(name: K, payload: Payload<K>): void
  setLink(up: boolean): void
  /** How many listen to anything. */
  readonly listeners: number
}

export function createFakeBridge(answers: Readonly<Record<string, Answer>> = {}): FakeBridge {
  const table = new Map(Object.entries(answers))
  const asked: (readonly [string, unknown])[] = []
  const announcements = createEmitter<readonly [string, unknown]>()
  const links = createEmitter<boolean>()
  const stopper = (listening: Disposable) => () => listening[Symbol.dispose]()
  return {
    asked,
    answer: (name, answer) => void table.set(name, answer),
    announce: (name, payload) => announcements.emit([name, payload]),
    setLink: (up) => links.emit(up),
    get listeners() {
      return announcements.size + links.size
    },
    async call(name, input): Promise<Reply> {
      asked.push([name, input])
      const answer = table.get(name)
      try {
        if (answer === undefined) throw new KithError('Unreachable', `nobody answers ${name}`)
        return { ok: true, value: await answer(input as never) }
      } catch (cause) {
        const error = cause instanceof KithError ? cause : new KithError('Internal', String(cause))
        return { ok: false, error: error.toJSON() }
      }
    },
    on: (listener) => stopper(announcements.on(([name, payload]) => listener(name, payload))),
    onLink: (listener) => stopper(links.on(listener)),
  }
}

/** A valid peer ID that differs by its number. */
export const peerIdOf = (n: number): string => {
  const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let rest = n
  let tail = ''
  for (let i = 0; i < 6; i++) {
    tail = `${digits[rest % digits.length] ?? '1'}${tail}`
    rest = Math.floor(rest / digits.length)
  }
  return `12D3KooW${'1'.repeat(38)}${tail}`
}

const LONG_AGO = '2026-01-01T00:00:00.000Z'

export const peerView = (n: number, over: Partial<PeerView> = {}): PeerView => ({
  peerId: peerIdOf(n),
  name: `peer ${n}`,
  note: null,
  trust: 'verified',
  permissions: ['message', 'offer-files'],
  ownPermissions: false,
  verified: null,
  bannedUntil: null,
  kept: false,
  state: 'disconnected',
  failure: null,
  reason: null,
  transport: null,
  direction: null,
  bannedBy: null,
  score: 50,
  failures: 0,
  dormant: false,
  breakerRetryAt: null,
  silentSince: null,
  rttMs: null,
  addresses: [`/ip4/192.168.1.${n % 250}/tcp/4711/p2p/${peerIdOf(n)}`],
  remoteAddress: null,
  agent: null,
  addedAt: LONG_AGO,
  connectedSince: null,
  lastSeen: null,
  nextTryAt: null,
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  exempt: false,
  ...over,
})

export const linkHistory = (n: number, over: Partial<LinkHistoryView> = {}): LinkHistoryView => ({
  peerId: peerIdOf(n),
  rtts: [],
  spells: [],
  uptime: null,
  ...over,
})

export const reputationView = (n: number, over: Partial<ReputationView> = {}): ReputationView => ({
  peerId: peerIdOf(n),
  score: 50,
  tier: 'neutral',
  moves: [],
  successfulTransfers: 0,
  failedTransfers: 0,
  successfulMessages: 0,
  failedMessages: 0,
  reliability: null,
  latencyMs: null,
  receivedBytes: 0,
  sentBytes: 0,
  bans: 0,
  bannedUntil: null,
  firstSeen: null,
  lastSeen: null,
  ...over,
})

export const requestView = (n: number, over: Partial<RequestView> = {}): RequestView => ({
  peerId: peerIdOf(n),
  name: `stranger ${n}`,
  addresses: [],
  transport: 'tcp',
  agent: null,
  firstSeen: LONG_AGO,
  lastSeen: LONG_AGO,
  count: 1,
  ignored: false,
  suggestedBy: null,
  words: [],
  ...over,
})

export const nodeView = (over: Partial<NodeView> = {}): NodeView => ({
  peerId: peerIdOf(0),
  name: 'kitchen',
  addresses: [],
  connected: 0,
  known: 0,
  requests: 0,
  admission: 'ask',
  keyStore: 'keychain',
  startedAt: LONG_AGO,
  uptimeMs: 1,
  version: '0.1.0',
  pid: 7,
  warnings: [],
  ...over,
})

export const bandwidthView = (over: Partial<BandwidthView> = {}): BandwidthView => {
  const cap = { bytesPerSecond: null, reason: 'normal', throttling: false } as const
  return {
    profile: 'normal',
    reason: 'normal',
    upload: cap,
    download: cap,
    override: null,
    next: null,
    metered: null,
    onBattery: false,
    dynamic: null,
    quota: { state: 'none', limitBytes: 0, usedBytes: 0, from: LONG_AGO, until: '2026-02-01T00:00:00.000Z' },
    ...over,
  }
}

const still = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }
const noVolume = { sentBytes: 0, receivedBytes: 0, sentPayloadBytes: 0, receivedPayloadBytes: 0 }

export const trafficView = (over: Partial<TrafficView> = {}): TrafficView => ({
  at: LONG_AGO,
  total: { now: still, recent: still, session: noVolume, day: noVolume, month: noVolume },
  peers: [],
  ...over,
})

export const peerTrafficView = (n: number, over: Partial<PeerTrafficView> = {}): PeerTrafficView => ({
  ...trafficView().total,
  peerId: peerIdOf(n),
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  exempt: false,
  throttled: { upload: false, download: false },
  quota: { state: 'none', limitBytes: 0, usedBytes: 0 },
  ...over,
})
