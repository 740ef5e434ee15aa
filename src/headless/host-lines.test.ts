import { expect, it } from 'vitest'
import type { Announcement } from '../contract/contract.ts'
import { HostEvent } from '../contract/host-events.ts'
import type { NodeView, PeerView, RequestView } from '../contract/views.ts'
import { createHostLines } from './host-lines.ts'

const peerId = `12D3KooW${'A'.repeat(44)}`
const time = '2026-01-01T00:00:00.000Z'
const wallMs = Date.parse(time)
const peer: PeerView = {
  peerId,
  name: 'alice',
  note: null,
  trust: 'verified',
  permissions: [],
  ownPermissions: false,
  verified: null,
  bannedUntil: null,
  kept: true,
  state: 'connected',
  failure: null,
  reason: null,
  transport: 'tcp',
  direction: 'inbound',
  bannedBy: null,
  score: 50,
  failures: 0,
  dormant: false,
  breakerRetryAt: null,
  silentSince: null,
  rttMs: 1,
  addresses: [],
  remoteAddress: null,
  agent: null,
  addedAt: time,
  connectedSince: time,
  lastSeen: time,
  nextTryAt: null,
  limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
  exempt: false,
}
const request: RequestView = {
  peerId,
  name: 'alice',
  addresses: [],
  transport: 'tcp',
  agent: null,
  firstSeen: time,
  lastSeen: time,
  count: 1,
  ignored: false,
  suggestedBy: null,
  words: [],
}
const start = { addresses: ['/a'], requests: [], warnings: [] }
const peers = (upserted: PeerView[], removed: string[] = []): Announcement => ({
  name: 'peers.changed',
  payload: { upserted, removed },
})
const requests = (...payload: RequestView[]): Announcement => ({ name: 'requests.changed', payload })
const node = (addresses: string[], warnings: NodeView['warnings']): Announcement => ({
  name: 'node.changed',
  payload: { addresses, warnings } as unknown as NodeView,
})

/** The lines of each announcement, every one a valid event. */
function printed(from: Parameters<typeof createHostLines>[0], ...announcements: Announcement[]) {
  const lines = createHostLines(from)
  return announcements.map((announcement) => lines.linesOf(announcement, wallMs).map((line) => HostEvent.parse(line)))
}

it('prints a peer when its state or trust changes, not when its round trip does', () => {
  const [first, rtt, trust, gone] = printed(
    start,
    peers([peer]),
    peers([{ ...peer, rttMs: 9 }]),
    peers([{ ...peer, trust: 'trusted' }]),
    peers([], [peerId]),
  )
  expect(first).toMatchObject([{ event: 'peer', time, peerId, name: 'alice', state: 'connected', transport: 'tcp' }])
  expect(rtt).toEqual([])
  expect(trust).toMatchObject([{ trust: 'trusted' }])
  expect(gone).toMatchObject([{ event: 'peer', peerId, trust: 'unknown', state: 'disconnected' }])
})

it('prints a request for every knock, but not an old or an ignored one', () => {
  expect(
    printed(
      start,
      requests(request),
      requests(request),
      requests({ ...request, count: 2 }),
      requests({ ...request, count: 3, ignored: true }),
    ).map((lines) => lines.length),
  ).toEqual([1, 0, 1, 0])
  expect(printed({ ...start, requests: [request] }, requests(request))).toEqual([[]])
  expect(printed(start, requests(request), requests(), requests(request)).map((lines) => lines.length)).toEqual([
    1, 0, 1,
  ])
})

it('prints addresses and warnings when they are new', () => {
  const warning = { code: 1, name: 'n', message: 'm' }
  expect(
    printed(
      { ...start, warnings: [warning] },
      node(['/a'], [warning]),
      node(['/b'], [{ ...warning, message: 'other' }]),
    ),
  ).toEqual([
    [],
    [
      { event: 'addresses', time, addresses: ['/b'] },
      { event: 'warning', time, ...warning, message: 'other' },
    ],
  ])
})

it('keeps the screens’ own events to the screens', () => {
  expect(printed(start, { name: 'nearby.changed', payload: [] })).toEqual([[]])
})
