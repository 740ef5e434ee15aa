import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import type { Gate, Standing } from '../peers/index.ts'
import type { ConnectionLimit } from '../resilience/index.ts'
import { createGater } from './gater.ts'

const FRIEND = testPeerId(1)
const RELAY = testPeerId(2)
const DIRECT = multiaddr(`/ip4/192.0.2.7/tcp/4711/p2p/${FRIEND}`)
const RELAYED = multiaddr(`/ip4/192.0.2.9/tcp/4711/p2p/${RELAY}/p2p-circuit/p2p/${FRIEND}`)

function setup(standing: Standing, relayUsers: readonly string[] = [], dialled: readonly string[] = [FRIEND]) {
  const asked: Parameters<Gate['standing']>[0][] = []
  const refused: unknown[] = []
  const denied: unknown[] = []
  const proven: string[] = []
  const told: string[] = []
  const limits: Record<'arrived' | 'proven', ConnectionLimit | null> = { arrived: null, proven: null }
  const gater = createGater({
    gate: {
      standing: (attempt) => {
        asked.push(attempt)
        return { standing, reason: 'test' }
      },
      mayUseRelay: (peerId) => relayUsers.includes(peerId),
      mayRelayForUs: () => false,
      mayUseInQuarantine: () => false,
      may: () => true,
      isTrusted: () => false,
      isBusy: () => false,
      isKept: () => false,
    },
    places: {
      arrived: () => limits.arrived,
      proven: (_connection, peerId) => {
        proven.push(peerId)
        return limits.proven
      },
      opened: () => void told.push('opened'),
      refused: () => void told.push('refused'),
    },
    mayDial: (peerId) => dialled.includes(peerId),
    onRefused: (event) => refused.push(event),
    onRelayDenied: (peerId, direction) => denied.push([peerId, direction]),
  })
  return { gater, asked, refused, denied, proven, told, limits }
}

const peer = peerIdFromString(FRIEND)
const connection = (remoteAddr: typeof DIRECT) => ({ remoteAddr }) as MultiaddrConnection
const hooks = {
  inbound: ['denyInboundEncryptedConnection', 'denyInboundUpgradedConnection'],
  outbound: ['denyOutboundConnection', 'denyOutboundEncryptedConnection', 'denyOutboundUpgradedConnection'],
} as const

describe('the gate inside libp2p', () => {
  for (const direction of ['inbound', 'outbound'] as const)
    for (const hook of hooks[direction])
      it.each(['admitted', 'quarantined', 'refused'] as const)(`${hook}: %s`, async (standing) => {
        for (const [address, relayed] of [
          [DIRECT, false],
          [RELAYED, true],
        ] as const) {
          const { gater, asked, refused, proven, told } = setup(standing)
          expect(await (gater as Required<ConnectionGater>)[hook](peer, connection(address))).toBe(
            standing === 'refused',
          )
          expect(asked).toEqual([{ peerId: FRIEND, direction, relayed }])
          const remoteAddress = address.toString().replace(new RegExp(`/p2p/${FRIEND}$`), '')
          expect(refused).toEqual(
            standing === 'refused' ? [{ peerId: FRIEND, direction, remoteAddress, reason: 'test' }] : [],
          )
          expect(proven).toEqual(standing === 'refused' ? [] : [FRIEND])
          expect(told).toEqual(standing === 'refused' ? ['refused'] : hook.includes('Upgraded') ? ['opened'] : [])
        }
      })

  it('turns away keys of another kind without asking', async () => {
    const rsa = peerIdFromString('QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N')
    const { gater, asked, refused } = setup('admitted')
    expect(await gater.denyInboundEncryptedConnection?.(rsa, connection(DIRECT))).toBe(true)
    expect(await gater.denyInboundRelayedConnection?.(peer, rsa)).toBe(true)
    expect(asked).toEqual([])
    expect(refused).toMatchObject([
      { peerId: rsa.toString(), direction: 'inbound', reason: 'key-type' },
      { peerId: rsa.toString(), direction: 'inbound', reason: 'key-type' },
    ])
  })

  it('lets libp2p dial nobody on its own', async () => {
    expect(await setup('admitted', [], []).gater.denyDialPeer?.(peer)).toBe(true)
    expect(await setup('admitted').gater.denyDialPeer?.(peer)).toBe(false)
    const { gater, refused } = setup('refused')
    expect(await gater.denyDialPeer?.(peer)).toBe(true)
    expect(refused).toEqual([{ peerId: FRIEND, direction: 'outbound', remoteAddress: '', reason: 'test' }])
    expect(await gater.denyDialMultiaddr?.(DIRECT)).toBe(false)
  })

  it('turns away, with its reason, what the limits refuse: before the ID is known and after', async () => {
    const { gater, refused, limits, told } = setup('admitted')
    expect(await gater.denyInboundConnection?.(connection(DIRECT))).toBe(false)
    limits.arrived = 'limit-rate'
    expect(await gater.denyInboundConnection?.(connection(DIRECT))).toBe(true)
    limits.proven = 'limit-peer'
    expect(await gater.denyInboundEncryptedConnection?.(peer, connection(DIRECT))).toBe(true)
    expect(await gater.denyInboundUpgradedConnection?.(peer, connection(DIRECT))).toBe(true)
    expect(await gater.denyOutboundConnection?.(peer, connection(DIRECT))).toBe(true)
    expect(refused).toMatchObject([
      { peerId: null, direction: 'inbound', reason: 'limit-rate' },
      { peerId: FRIEND, direction: 'inbound', reason: 'limit-peer' },
      { peerId: FRIEND, direction: 'inbound', reason: 'limit-peer' },
      { peerId: FRIEND, direction: 'outbound', reason: 'limit-peer' },
    ])
    expect(told).toEqual([])
  })

  it('relays only between peers that both may use the relay', async () => {
    const other = peerIdFromString(testPeerId(3))
    for (const [users, reservation, connects] of [
      [[], true, true],
      [[FRIEND], false, true],
      [[FRIEND, other.toString()], false, false],
    ] as const) {
      const { gater, denied } = setup('admitted', users)
      expect(await gater.denyInboundRelayReservation?.(peer)).toBe(reservation)
      expect(await gater.denyOutboundRelayedConnection?.(peer, other)).toBe(connects)
      expect(denied).toEqual([
        ...(reservation ? [[FRIEND, 'inbound']] : []),
        ...(reservation ? [[FRIEND, 'inbound']] : connects ? [[other.toString(), 'outbound']] : []),
      ])
    }
  })

  it('asks about who comes through a relay, not about the relay', async () => {
    for (const standing of ['admitted', 'quarantined', 'refused'] as const) {
      const { gater, asked, refused } = setup(standing)
      expect(await gater.denyInboundRelayedConnection?.(peerIdFromString(RELAY), peer)).toBe(standing === 'refused')
      expect(asked).toEqual([{ peerId: FRIEND, direction: 'inbound', relayed: true }])
      const remoteAddress = `/p2p/${RELAY}/p2p-circuit`
      const told = [{ peerId: FRIEND, direction: 'inbound', remoteAddress, reason: 'test' }]
      expect(refused).toEqual(standing === 'refused' ? told : [])
    }
  })
})
