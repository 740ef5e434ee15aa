import type { Connection } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import type { Gate, Standing } from '../peers/index.ts'
import { createConnections } from './connections.ts'

const [FRIEND, RELAY] = [testPeerId(1), testPeerId(2)]
const RELAYED = `/ip4/192.0.2.1/tcp/1/p2p/${RELAY}/p2p-circuit/p2p/${FRIEND}`
const DIRECT = `/ip4/192.0.2.1/tcp/1/p2p/${FRIEND}`

function opened(address: string, standing: Standing, reason: string) {
  const gate: Pick<Gate, 'standing'> = { standing: () => ({ standing, reason }) }
  const connections = createConnections(gate as Gate, () => {})
  const connection: Pick<Connection, 'id' | 'remotePeer' | 'remoteAddr' | 'direction'> = {
    id: '1',
    remotePeer: peerIdFromString(FRIEND),
    remoteAddr: multiaddr(address),
    direction: 'inbound',
  }
  const event = { detail: connection as Connection } as CustomEvent<Connection>
  connections.onOpen(event)
  return { connections, event }
}

it.each([
  ['a friend through a relay may be reached directly', RELAYED, 'admitted', 'verified', true],
  ['one that is reached directly already needs no hole', DIRECT, 'admitted', 'verified', false],
  ['a stranger that may look around makes this node dial nobody', RELAYED, 'admitted', 'learn', false],
  ['nor does one at the door', RELAYED, 'quarantined', 'not-approved', false],
] as const)('%s', (_what, address, standing, reason, expected) => {
  const { connections, event } = opened(address, standing, reason)
  expect([connections.isRelayed(FRIEND), connections.isRelayed(RELAY)]).toEqual([expected, false])
  connections.onClose(event)
  expect(connections.isRelayed(FRIEND)).toBe(false)
})
