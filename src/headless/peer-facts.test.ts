import { expect, it } from 'vitest'
import { linkHistory, peerIdOf, peerView, reputationView } from '../../tests/harness/fake-bridge.ts'
import { peerFacts } from './peer-facts.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const at = (ms: number): string => new Date(NOW + ms).toISOString()

it('tells how a link fares, and what it did before', () => {
  const address = `/ip4/10.0.0.1/tcp/4711/p2p/${peerIdOf(1)}`
  const peer = peerView(1, {
    state: 'connected',
    transport: 'tcp',
    direction: 'outbound',
    rttMs: 12.2,
    remoteAddress: '/ip4/10.0.0.1/tcp/4711',
    addresses: [address, `/ip4/10.0.0.2/tcp/4711/p2p/${peerIdOf(1)}`],
    connectedSince: at(-60_000),
    kept: true,
  })
  const history = linkHistory(1, {
    rtts: [
      { at: at(-10_000), rttMs: 10 },
      { at: at(-5_000), rttMs: null },
      { at: at(0), rttMs: 14 },
    ],
    spells: [
      { from: at(-7_480_000), until: at(-100_000), state: 'connected', reason: null },
      { from: at(-100_000), until: at(-60_000), state: 'failed', reason: 'unreachable' },
      { from: at(-60_000), until: null, state: 'connected', reason: null },
    ],
    uptime: 0.995,
  })
  const lines = peerFacts({ peer, history, reputation: reputationView(1), unit: 'MiB/s' }, NOW)
  for (const line of [
    'State       connected',
    'Breaker     closed',
    'Via         tcp outbound',
    'Round trip  now 14 ms, smoothed 12 ms, p95 14 ms, 1 of 3 missed',
    'Connected   for 1 min',
    'Uptime      99.5 % of the last 24 h, as far as this node ran and knew it',
    'Lately      connected for 2 h 3 min',
    '            not reachable for 40 s',
    '            connected for 1 min so far',
    `Addresses   ${address} (in use)`,
    'Conduct     50 of 100 (neutral)',
  ])
    expect(lines).toContain(line)
  expect(lines.join('\n')).not.toMatch(/Banned|Failures|Limits/)
})

it('tells of a ban with its cause and the time that is left', () => {
  const peer = peerView(1, {
    bannedUntil: at(43 * 60_000),
    bannedBy: 'node',
    score: 0,
    failures: 5,
    limits: { uploadBytesPerSecond: 1_048_576, downloadBytesPerSecond: 0, monthlyBytes: 1_024 ** 3 },
    breakerRetryAt: at(9_500),
  })
  const move = { at: at(-60_000), why: 'protocol-violation', by: -10, detail: 'a frame was too long' } as const
  const reputation = reputationView(1, { score: 0, tier: 'bad', moves: Array.from({ length: 20 }, () => move) })
  const text = peerFacts({ peer, history: linkHistory(1), reputation, unit: 'MiB/s' }, NOW).join('\n')
  expect(text).toContain('State       kept out for 43 min more, for its conduct')
  expect(text).toContain('Banned      by this node, for its conduct; ends in 43 min')
  expect(text).toContain('Breaker     open, lets one try through in 10 s')
  expect(text).toContain('Limits      up 1 MiB/s, down unlimited, 1 GiB a month')
  expect(text).toContain('Lately      nothing is known yet')
  expect(text).toContain('Conduct     0 of 100 (bad)')
  expect(text.match(/a frame was too long/g)).toHaveLength(5)
})
