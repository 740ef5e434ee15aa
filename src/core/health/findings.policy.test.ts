/** What each check says: tables of what a person may meet, and what holds of every finding. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HealthFinding, HealthStatus } from '../../contract/link-views.ts'
import { PeerReason } from '../../contract/views.ts'
import { clockFinding } from './clock.policy.ts'
import { listed, spanWords } from './finding.policy.ts'
import { mergedFinding, worstOf } from './health.policy.ts'
import { identityFinding } from './identity.policy.ts'
import { type KeptPeer, keptPeersFinding } from './kept-peers.policy.ts'
import { type ListeningFacts, listeningFinding } from './listening.policy.ts'
import { type ReachabilityFacts, reachabilityFinding, type Where } from './reachability.policy.ts'
import { diskFinding, storageFinding } from './storage.policy.ts'

const said = ({ status, message }: HealthFinding): string => `${status}: ${message}`

test('names and spans are told as people tell them', () => {
  expect([[], ['Anna'], ['Anna', 'Bob'], ['Anna', 'Bob', 'Carol'], ['A', 'B', 'C', 'D', 'E', 'F']].map(listed)).toEqual(
    ['', 'Anna', 'Anna and Bob', 'Anna, Bob and Carol', 'A, B and 4 others'],
  )
  expect([0, 1_000, 61_000, 7_200_000, 86_400_000].map(spanWords)).toEqual([
    '0 seconds',
    '1 second',
    '1 minute',
    '2 hours',
    '1 day',
  ])
})

test('the worst counts', () => {
  expect(worstOf([])).toBe('healthy')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...HealthStatus.options)), (statuses) => {
      const worst = worstOf(statuses)
      expect(worst === 'unhealthy').toBe(statuses.includes('unhealthy'))
      expect(worst === 'healthy').toBe(statuses.every((status) => status === 'healthy'))
    }),
  )
})

test('of two findings about one thing the worse is told, with the details of both', () => {
  const merged = mergedFinding([
    { status: 'healthy', message: 'Fine.', advice: null, details: { a: 1 } },
    { status: 'degraded', message: 'Full.', advice: 'Tidy.', details: { b: 2 } },
  ])
  expect(merged).toEqual({ status: 'degraded', message: 'Full.', advice: 'Tidy.', details: { a: 1, b: 2 } })
})

test('a key is well kept, or in a plain file', () => {
  expect(identityFinding('keychain').status).toBe('healthy')
  expect(identityFinding('sealed-file').status).toBe('healthy')
  expect(identityFinding('insecure-file').status).toBe('degraded')
})

const problem = (
  address: string,
  kind: ListeningFacts['problems'][number]['kind'],
  insteadOf: string | null = null,
) => ({
  address,
  kind,
  insteadOf,
})
const asked = ['/ip4/0.0.0.0/tcp/4711', '/ip4/0.0.0.0/udp/4711/webrtc-direct']

test.each<[ListeningFacts, string]>([
  [
    { asked: [], problems: [], addresses: 0 },
    'healthy: This node does not listen, as its settings say. It reaches others.',
  ],
  [{ asked, problems: [], addresses: 4 }, 'healthy: This node listens on every address that was asked for.'],
  [
    { asked, problems: [problem('/ip4/0.0.0.0/tcp/4711', 'busy', '/ip4/0.0.0.0/tcp/0')], addresses: 4 },
    'degraded: Another program holds TCP port 4711, so this node listens on a free port instead.',
  ],
  [
    { asked, problems: asked.map((address) => problem(address, 'busy', 'free')), addresses: 4 },
    'degraded: Another program holds TCP port 4711 and UDP port 4711, so this node listens on a free port instead.',
  ],
  [
    { asked, problems: [problem('/ip4/192.0.2.9/tcp/1', 'unavailable')], addresses: 2 },
    'degraded: This node could not listen on TCP port 1. The other addresses work.',
  ],
  [
    { asked: ['/nonsense'], problems: [problem('/nonsense', 'invalid')], addresses: 0 },
    'unhealthy: This node listens nowhere: nobody can reach it.',
  ],
])('listening %#', (facts, expected) => expect(said(listeningFinding(facts))).toBe(expected))

test('storage: what fails, what is left alone, and how full the disk is', () => {
  const fine = { failure: null, leftAlone: null, retryAt: null }
  expect(storageFinding(fine)).toMatchObject({ status: 'healthy', advice: null })
  expect(storageFinding({ ...fine, failure: { name: 'DiskFull', message: 'The disk is full.' } })).toMatchObject({
    status: 'unhealthy',
    message: 'The disk is full.',
    advice: expect.stringContaining('Make room') as string,
  })
  const leftAlone = storageFinding({
    ...fine,
    leftAlone: 'Nothing is written down.',
    retryAt: '2026-01-01T00:00:00.000Z',
  })
  expect(leftAlone).toMatchObject({ status: 'unhealthy', message: 'Nothing is written down.' })
  const MB = 1_024 ** 2
  expect([null, 10_000 * MB, 500 * MB, 499 * MB, 50 * MB, 49 * MB, 0].map((free) => diskFinding(free).status)).toEqual([
    'healthy',
    'healthy',
    'healthy',
    'degraded',
    'degraded',
    'unhealthy',
    'unhealthy',
  ])
})

const peer = (name: string, over: Partial<KeptPeer> = {}): KeptPeer => ({
  name,
  connected: false,
  givenUp: false,
  reason: 'unreachable',
  missingMs: 600_000,
  wasConnected: false,
  lastSeen: '2026-01-01T10:00:00.000Z',
  ...over,
})
const here = { connected: true, reason: null, missingMs: 0, wasConnected: true }

test.each<[string, readonly KeptPeer[], string]>([
  ['a fresh install', [], 'healthy: No peer is to be kept connected.'],
  ['one', [peer('Bob', here)], 'healthy: Bob is connected.'],
  ['all', [peer('Bob', here), peer('Carol', here)], 'healthy: All kept peers are connected.'],
  ['one that just went', [peer('Bob', { missingMs: 59_000 }), peer('Carol', here)], 'healthy: Bob is being connected.'],
  ['one that is away', [peer('Bob'), peer('Carol', here)], 'degraded: Bob is not connected.'],
  [
    'one that turned us away just now',
    [peer('Bob', { givenUp: true, missingMs: 0, reason: 'not-approved' })],
    'degraded: Bob is not connected.',
  ],
  ['some', [peer('Bob'), peer('Dave'), peer('Carol', here)], 'degraded: Bob and Dave are not connected.'],
  ['none of several', [peer('Bob'), peer('Dave')], 'degraded: None of the 2 kept peers is connected.'],
  [
    'several that went to bed one after the other',
    [peer('Bob', { wasConnected: true, missingMs: 900_000 }), peer('Dave', { wasConnected: true })],
    'degraded: None of the 2 kept peers is connected.',
  ],
  [
    'all lost at once',
    [peer('Bob', { wasConnected: true }), peer('Dave', { wasConnected: true, missingMs: 650_000 })],
    'unhealthy: All kept peers were lost at about the same time.',
  ],
  [
    'one that a person hung up on',
    [peer('Bob', { reason: 'disconnected-here' }), peer('Carol', here)],
    'healthy: Every kept peer that you want connected is connected.',
  ],
])('kept peers: %s', (_what, peers, expected) => expect(said(keptPeersFinding(peers))).toBe(expected))

test('who is missing is told with since when and why, and what helps', () => {
  expect(keptPeersFinding([peer('Bob', { reason: 'not-approved' }), peer('Carol', { ...here })])).toEqual({
    status: 'degraded',
    message: 'Bob is not connected.',
    advice: 'Ask Bob to let this node in: it waits there as a request.',
    details: { kept: 2, connected: 1, missing: 'Bob', lastSeen: '2026-01-01T10:00:00.000Z', why: 'not-approved' },
  })
})

const facts: ReachabilityFacts = { asked: ['lan'], addresses: ['loopback', 'lan'], inbound: null, impaired: [] }
const at = '2026-01-01T10:00:00.000Z'

test.each<[string, Partial<ReachabilityFacts>, string]>([
  [
    'at home',
    {},
    'healthy: Others on the local network can reach this node. From elsewhere they need a forwarded port or a relay.',
  ],
  ['a server', { addresses: ['loopback', 'public'] }, 'healthy: This node has an address on the internet.'],
  ['a forwarded port', { inbound: { from: 'public', at } }, 'healthy: Others come in from the internet.'],
  [
    'behind a relay',
    { addresses: ['lan', 'relay'] },
    'healthy: Others reach this node on the local network, and through a relay.',
  ],
  ['offline', { addresses: ['loopback'] }, 'degraded: This machine is on no network: nobody else can reach this node.'],
  [
    'loopback, as asked',
    { asked: ['loopback'], addresses: ['loopback'] },
    'degraded: Only this machine can reach this node: its settings say so.',
  ],
  [
    'not listening, as asked',
    { asked: [], addresses: [] },
    'healthy: Nobody reaches this node, as its settings say: it does not listen.',
  ],
  ['a relay that fails', { impaired: ['No relay.'] }, 'degraded: No relay.'],
])('reachability: %s', (_what, over, expected) =>
  expect(said(reachabilityFinding({ ...facts, ...over }))).toBe(expected),
)

const wallMs = Date.UTC(2026, 5, 1)
const set = (byMs: number, agoMs = 0) => ({ wallMs, set: { byMs, agoMs, at } })

test.each([
  ['right', { wallMs, set: null }, 'healthy: The clock of this machine looks right.'],
  ['1970', { wallMs: 5, set: null }, 'degraded: The clock of this machine says it is the year 1970.'],
  [
    '2100',
    { wallMs: Date.UTC(2100, 1, 1), set: null },
    'degraded: The clock of this machine says it is the year 2100.',
  ],
  ['corrected a little', set(30_000), 'healthy: The clock of this machine looks right.'],
  ['set forward', set(10_800_000), 'degraded: The clock of this machine was just set forward by 3 hours.'],
  ['set back', set(-60_000), 'degraded: The clock of this machine was just set back by 1 minute.'],
  ['set a while ago', set(10_800_000, 600_000), 'healthy: The clock of this machine looks right.'],
] as const)('clock: %s', (_what, clock, expected) => expect(said(clockFinding(clock))).toBe(expected))

test('whatever is found is whole, has a sentence, advice where something is amiss and none where nothing is', () => {
  const where = fc.constantFrom<Where>('public', 'lan', 'relay', 'loopback', 'nowhere')
  const peers = fc.array(
    fc.record<KeptPeer>({
      name: fc.constantFrom('Anna', 'Bob', 'Carol'),
      connected: fc.boolean(),
      givenUp: fc.boolean(),
      reason: fc.constantFrom(null, ...PeerReason.options),
      missingMs: fc.nat(1_000_000),
      wasConnected: fc.boolean(),
      lastSeen: fc.constantFrom(null, at),
    }),
    { maxLength: 6 },
  )
  const problems = fc.array(
    fc.record<ListeningFacts['problems'][number]>({
      address: fc.constantFrom(...asked),
      kind: fc.constantFrom('invalid', 'busy', 'unavailable'),
      insteadOf: fc.constantFrom(null, 'free'),
    }),
    { maxLength: 3 },
  )
  const any = fc.oneof(
    peers.map(keptPeersFinding),
    problems.map((found) => listeningFinding({ asked, problems: found, addresses: 1 })),
    fc
      .record({ asked: fc.array(where), addresses: fc.array(where) })
      .map((over) => reachabilityFinding({ ...facts, ...over })),
    fc.nat(1_000_000_000).map(diskFinding),
    fc.record({ byMs: fc.integer(), agoMs: fc.nat() }).map(({ byMs, agoMs }) => clockFinding(set(byMs, agoMs))),
  )
  fc.assert(
    fc.property(any, (finding) => {
      expect(HealthFinding.parse(finding)).toEqual(finding)
      expect(finding.message).toMatch(/^[A-Z].*\.$/)
      expect(finding.advice !== null).toBe(finding.status !== 'healthy')
    }),
  )
})
