import { expect, test } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import type { HealthCheckName, HealthFinding, ServiceView } from '../../contract/link-views.ts'
import { type CheckPorts, createChecks } from './checks.ts'

const service = (name: ServiceView['name'], degraded: string | null): ServiceView => ({
  name,
  state: degraded === null ? 'closed' : 'open',
  failures: 0,
  retryAt: null,
  degraded,
})

function setUp(over: Partial<CheckPorts> = {}) {
  const clock = new ManualClock()
  const store = new FakeStore()
  const world = {
    services: [service('storage', null)],
    kept: [] as ReturnType<CheckPorts['keptPeers']>,
    inbound: [] as string[],
  }
  const checks = createChecks({
    clock,
    random: () => 0.5,
    hosts: [],
    keyStore: 'keychain',
    store,
    listen: ['/ip4/0.0.0.0/tcp/4711'],
    listenProblems: () => [],
    addresses: () => ['/ip4/127.0.0.1/tcp/4711/p2p/x', '/ip4/192.168.1.7/tcp/4711/p2p/x'],
    inbound: () => world.inbound,
    keptPeers: () => world.kept,
    bandwidth: () => ({
      view: {
        profile: 'normal',
        reason: 'normal',
        upload: { bytesPerSecond: null, reason: 'normal', throttling: false },
        download: { bytesPerSecond: null, reason: 'normal', throttling: false },
        override: null,
        next: null,
        metered: null,
        onBattery: false,
        dynamic: null,
        quota: {
          state: 'none',
          limitBytes: 0,
          usedBytes: 0,
          from: '2026-01-01T00:00:00.000Z',
          until: '2026-02-01T00:00:00.000Z',
        },
      },
      whenReached: 'warn',
      peersReached: [],
      rates: { uploadBytesPerSecond: 1, downloadBytesPerSecond: 2, uploadedBytes: 3, downloadedBytes: 4 },
    }),
    services: () => world.services,
    ...over,
  })
  const find = async (name: HealthCheckName): Promise<HealthFinding> => {
    const check = checks.all.find((one) => one.name === name)
    if (!check) throw new Error(`no check ${name}`)
    return check.check()
  }
  return { clock, store, world, checks, find }
}

test('a fresh node on a network is healthy in everything', async () => {
  const { checks, find } = setUp()
  for (const { name } of checks.all) expect([name, (await find(name)).status]).toEqual([name, 'healthy'])
  expect((await find('bandwidth')).details).toMatchObject({ downloadBytesPerSecond: 2 })
})

test('what the host checks stands behind the identity; of one name, the worse is told', async () => {
  const found = (message: string): HealthFinding => ({
    status: 'degraded',
    message,
    advice: 'Look.',
    details: { host: true },
  })
  const { checks, find } = setUp({
    hosts: [
      { name: 'keychain', check: () => found('Locked.') },
      { name: 'storage', check: () => Promise.resolve(found('Nearly full.')) },
    ],
  })
  expect(checks.all.map(({ name }) => name)).toEqual([
    'identity',
    'keychain',
    'listening',
    'storage',
    'kept-peers',
    'reachability',
    'bandwidth',
    'clock',
  ])
  expect(await find('storage')).toEqual(found('Nearly full.'))
})

test('the database is written now and then, read each time, and a failure is told until a write works', async () => {
  const { clock, store, world, find } = setUp()
  let writes = 0
  let full = false
  const put = store.putBlob
  store.putBlob = (name, value) => {
    if (full) throw new KithError('DiskFull', 'The disk is full.')
    writes += 1
    put(name, value)
  }
  expect((await find('storage')).status).toBe('healthy')
  await clock.advance(60_000)
  expect([(await find('storage')).status, writes]).toEqual(['healthy', 1])
  await clock.advance(300_000)
  full = true
  expect(await find('storage')).toMatchObject({ status: 'unhealthy', message: 'The disk is full.' })
  full = false
  expect([(await find('storage')).status, writes]).toEqual(['healthy', 2])
  put('health-probe', Uint8Array.of(1))
  expect(await find('storage')).toMatchObject({ status: 'unhealthy', details: { error: 'Integrity' } })
  expect((await find('storage')).status).toBe('healthy')
  world.services = [service('storage', 'Nothing is written down for now.')]
  expect(await find('storage')).toMatchObject({ status: 'unhealthy', message: 'Nothing is written down for now.' })
})

test('a kept peer that goes is being connected for a minute, then missing; who comes back is forgotten as missing', async () => {
  const { clock, world, find } = setUp()
  const bob = { peerId: 'bob', name: 'Bob', givenUp: false, reason: null, lastSeen: null }
  const look = async (connected: boolean, afterMs = 30_000) => {
    await clock.advance(afterMs)
    world.kept = [{ ...bob, connected }]
    return (await find('kept-peers')).message
  }
  expect(await look(true)).toBe('Bob is connected.')
  expect(await look(false)).toBe('Bob is being connected.')
  expect(await look(false, 60_000)).toBe('Bob is not connected.')
  expect(await look(true)).toBe('Bob is connected.')
  expect(await look(false)).toBe('Bob is being connected.')
})

test('that somebody came in from the internet is remembered', async () => {
  const { world, find } = setUp()
  expect((await find('reachability')).message).toMatch(/^Others on the local network/)
  world.inbound = ['/ip4/127.0.0.1/tcp/5', '/ip4/192.168.1.3/tcp/5', '/ip4/8.8.8.8/tcp/5']
  expect((await find('reachability')).message).toBe('Others come in from the internet.')
  world.inbound = []
  expect((await find('reachability')).message).toBe('Others come in from the internet.')
})

test('a relay that is left alone is told', async () => {
  const { world, find } = setUp()
  world.services = [service('storage', null), service('relay', 'No relay for now.'), service('updates', 'No updates.')]
  expect(await find('reachability')).toMatchObject({ status: 'degraded', message: 'No relay for now.' })
})

test('a clock that was set by hours is told for ten minutes', async () => {
  const { clock, checks, find } = setUp()
  checks.noticed({ type: 'woke', sleptMs: 1 })
  expect((await find('clock')).status).toBe('healthy')
  checks.noticed({ type: 'clock-set', byMs: 7_200_000 })
  expect(await find('clock')).toMatchObject({ status: 'degraded', details: { setByMs: 7_200_000 } })
  await clock.advance(600_000)
  expect((await find('clock')).status).toBe('healthy')
})
