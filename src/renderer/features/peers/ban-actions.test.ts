import { expect, test } from 'vitest'
import { createFakeBridge, peerIdOf, peerView, reputationView } from '../../../../tests/harness/fake-bridge.ts'
import { ManualClock, settled } from '../../../../tests/harness/manual-clock.ts'
import { createNodeClient } from '../../../contract/client.ts'
import { KithError } from '../../../contract/errors.ts'
import { createPeerDetails } from '../../stores/peer-details.ts'
import { createPeerTable } from '../../stores/peer-table.ts'
import { createToasts } from '../../stores/toast-store.ts'
import { ban, resetConduct, unban } from './ban-actions.ts'

const HOUR = 3_600_000
const peerId = peerIdOf(1)
const anna = peerView(1, { name: 'anna' })

function setUp() {
  const clock = new ManualClock()
  const until = (ms: number): string => new Date(clock.wallMs() + ms).toISOString()
  const bridge = createFakeBridge({
    'peers.ban': ({ durationMs }: { durationMs: number }) => ({
      ...anna,
      bannedUntil: until(durationMs),
      bannedBy: 'person',
    }),
    'peers.unban': () => anna,
    'peers.history': () => ({ peerId, rtts: [], spells: [], uptime: null }),
    'peers.reputation': () => reputationView(1, { score: 0, tier: 'bad' }),
    'peers.resetReputation': () => reputationView(1),
  })
  const client = createNodeClient(bridge)
  const toasts = createToasts(clock)
  const peers = createPeerTable(client)
  const peerDetails = createPeerDetails(client, peers, clock)
  return {
    bridge,
    clock,
    peers,
    peerDetails,
    toasts,
    until,
    needs: { client, toasts, peers, clock, peerDetails },
    last: () => toasts.store.getState().toasts.at(-1)?.text,
  }
}

test('a ban says how long it lasts, shows before any event tells, and is lifted by undoing it', async () => {
  const { bridge, needs, peers, toasts, last } = setUp()
  await ban(needs, anna, HOUR)
  expect(last()).toBe('anna is kept out for 1 h.')
  expect(peers.get(peerId)?.bannedUntil).toBe('2026-01-01T01:00:00.000Z')
  toasts.undoLast()
  await settled()
  expect(last()).toBe('The ban on anna is lifted.')
  expect(bridge.asked.map(([name]) => name)).toEqual(['peers.ban', 'peers.unban'])
})

test('a ban that was lifted by mistake is put back until the same time', async () => {
  const { bridge, clock, needs, toasts, until, last } = setUp()
  const bannedUntil = until(HOUR)
  await unban(needs, { ...anna, bannedUntil, bannedBy: 'node' })
  await clock.advance(15_000)
  toasts.undoLast()
  await settled()
  expect(bridge.asked.at(-1)).toEqual(['peers.ban', { peerId, durationMs: HOUR - 15_000 }])
  expect(last()).toBe('anna is kept out again, for 1 h.')
})

test('a ban that cannot be lifted says why and offers no way back', async () => {
  const { bridge, needs, toasts, last } = setUp()
  bridge.answer('peers.unban', () => {
    throw new KithError('InvalidRequest', 'This peer is not banned.')
  })
  expect(await unban(needs, anna)).toBe(false)
  expect([last(), toasts.undoLast()]).toEqual(['This peer is not banned.', false])
})

test('who begins at 50 again is shown so at once', async () => {
  const { needs, peerDetails, last } = setUp()
  const close = peerDetails.open(peerId)
  await settled()
  expect(peerDetails.store.getState().reputation.value?.score).toBe(0)
  await resetConduct(needs, anna)
  expect(peerDetails.store.getState().reputation.value?.score).toBe(50)
  expect(last()).toBe('anna begins at 50 again.')
  close()
})
