/**
 * What it costs to ask who somebody is: `npm run bench -- admission`. One inbound connection through every hook and limit, with an
 * allowlist of 10,000 and a house that is nearly full, and one look into that allowlist; each beside a baseline that does nothing.
 */
import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { Settings } from '../src/contract/settings.ts'
import { createGate } from '../src/core/gate.ts'
import { createGater } from '../src/core/net/gater.ts'
import { createPlaces } from '../src/core/net/places.ts'
import { createConnectionLimits } from '../src/core/resilience/index.ts'
import { createTrustBook, type PeerRecord } from '../src/core/trust/index.ts'
import { silentLog } from '../src/kit/log.ts'
import { systemClock } from '../src/kit/system.ts'
import { FakeStore } from '../tests/harness/fake-store.ts'
import { testPeerId } from '../tests/harness/test-peers.ts'
import { type Figure, median, quantile, report } from './figures.ts'

const ENTRIES = 10_000
const LOOKUPS = 1_000_000
const CONNECTIONS = 5_000
const ROUNDS = 7
/** So many connections are open while the next one comes: nearly all that there may be, so that everybody's trust counts. */
const OPEN = { verified: 249, trusted: 40 }

const settings = Settings.parse({ limits: { inboundPerSecondPerAddress: 10_000, perIpv4: 10_000 } })
const store = new FakeStore()
const ids = Array.from({ length: ENTRIES }, (_, n) => testPeerId(n))
for (const [n, peerId] of ids.entries()) store.putPeer(record(peerId, n % 10 === 0 ? 'trusted' : 'verified'))
const trust = createTrustBook({ clock: systemClock, store, log: silentLog }, () => settings.requests)

function record(peerId: string, level: PeerRecord['level']): PeerRecord {
  return {
    peerId,
    level,
    name: null,
    claimedName: null,
    agent: null,
    note: null,
    kept: false,
    permissions: null,
    limits: { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 },
    verifiedAtMs: null,
    verifiedHow: null,
    addedAtMs: 0,
    lastSeenAtMs: null,
  }
}

const gate = createGate({
  trust,
  settings: { current: settings },
  invites: () => ({ anyOpen: false, isJoining: () => false }),
})
const { verdict } = gate

function microseconds(times: number, work: () => void): number {
  const began = performance.now()
  work()
  return ((performance.now() - began) * 1_000) / times
}

/** Half of those who ask are on the list. */
const asked = Array.from({ length: 4_096 }, (_, n) =>
  n % 2 === 0 ? (ids[(n * 7_919) % ENTRIES] ?? '') : testPeerId(ENTRIES + n),
)
const plain = new Map(ids.map((peerId) => [peerId, 'verified']))

function lookups(look: (peerId: string) => unknown): number {
  let found = 0
  const took = microseconds(LOOKUPS, () => {
    for (let n = 0; n < LOOKUPS; n++) if (look(asked[n & 4_095] ?? '')) found += 1
  })
  if (found === 0) throw new Error('nothing was found')
  return took
}

/** As much of a libp2p connection as the hooks look at. */
function connection(n: number): MultiaddrConnection {
  const target = new EventTarget()
  const remoteAddr = multiaddr(`/ip4/10.${n & 255}.${(n >> 8) & 255}.1/tcp/${1_024 + (n % 60_000)}`)
  return Object.assign(target, {
    remoteAddr,
    status: 'open',
    direction: 'inbound',
    abort: () => {},
  }) as unknown as MultiaddrConnection
}

const places = createPlaces({
  limits: createConnectionLimits(
    { clock: systemClock, isTrusted: gate.isTrusted, isBusy: gate.isBusy, isKept: () => false },
    () => settings.limits,
  ),
  onEnded: () => {},
})
const gater = createGater({ gate, places, mayDial: () => true, onRefused: () => {}, onRelayDenied: () => {} })
const openGater: ConnectionGater = {
  denyInboundConnection: () => false,
  denyInboundEncryptedConnection: () => false,
  denyInboundUpgradedConnection: () => false,
}

/** What libp2p asks of the gater for one inbound connection, in its order, and the end of the connection. */
async function passes(through: ConnectionGater, n: number, peers: readonly ReturnType<typeof peerIdFromString>[]) {
  const peer = peers[n % peers.length]
  if (!peer) throw new Error('no peers')
  const one = connection(n)
  const denied =
    (await through.denyInboundConnection?.(one)) === true ||
    (await through.denyInboundEncryptedConnection?.(peer, one)) === true ||
    (await through.denyInboundUpgradedConnection?.(peer, one)) === true
  if (denied) throw new Error('a friend was turned away')
  return one
}

const friends = asked
  .filter((peerId) => ['verified', 'trusted'].includes(trust.level(peerId)))
  .map((peerId) => peerIdFromString(peerId))

async function connections(through: ConnectionGater): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < CONNECTIONS; n++) {
    const one = await passes(through, n, friends)
    one.dispatchEvent(new Event('close'))
  }
  return (performance.now() - began) / CONNECTIONS
}

for (const [level, count] of Object.entries(OPEN)) {
  const peers = ids.filter((peerId) => trust.level(peerId) === level).map((peerId) => peerIdFromString(peerId))
  for (let n = 0; n < count; n++) await passes(gater, n, peers)
}

const took = { map: [] as number[], list: [] as number[], open: [] as number[], gate: [] as number[] }
for (let round = 0; round <= ROUNDS; round++) {
  const now = {
    map: lookups((peerId) => plain.get(peerId)),
    list: lookups((peerId) => verdict(peerId, 'inbound').standing === 'admitted'),
    open: await connections(openGater),
    gate: await connections(gater),
  }
  // The first warms up.
  if (round > 0) for (const key of ['map', 'list', 'open', 'gate'] as const) took[key].push(now[key])
}

const figures: Figure[] = [
  { what: `lookup in ${ENTRIES} entries, a plain Map`, value: median(took.map), unit: 'µs', atMost: null },
  { what: `level and verdict, allowlist of ${ENTRIES}`, value: median(took.list), unit: 'µs', atMost: 5 },
  { what: `level and verdict, slowest of ${ROUNDS} rounds`, value: quantile(took.list, 1), unit: 'µs', atMost: null },
  { what: 'one inbound connection, hooks that say nothing', value: median(took.open), unit: 'ms', atMost: null },
  {
    what: `one inbound connection, gate and limits, ${OPEN.verified + OPEN.trusted} open`,
    value: median(took.gate),
    unit: 'ms',
    atMost: 0.2,
  },
  { what: `gate and limits, slowest of ${ROUNDS} rounds`, value: quantile(took.gate, 1), unit: 'ms', atMost: null },
]
report('admission', figures, { entries: ENTRIES, lookups: LOOKUPS, connections: CONNECTIONS, open: OPEN })
process.exit()
