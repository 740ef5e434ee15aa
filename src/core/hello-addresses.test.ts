import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../tests/harness/test-peers.ts'
import { usableAddresses } from './hello-addresses.ts'

const PEER = testPeerId(1)
const OTHER = testPeerId(2)
const own = (address: string): string => `${address}/p2p/${PEER}`
const FAR = '/ip4/203.0.113.5/tcp/50000'
const HERE = '/ip4/127.0.0.1/tcp/50000'

describe('the addresses that a peer claims', () => {
  it('are remembered when they can be dialled and name the peer itself', () => {
    const relayed = `/ip4/192.0.2.9/tcp/4711/p2p/${OTHER}/p2p-circuit`
    const good = ['/ip4/192.0.2.7/tcp/4711', '/ip6/2001:db8::1/tcp/4711', '/dns4/ann.example/tcp/4711', relayed]
    expect(usableAddresses(PEER, good.map(own), FAR)).toEqual(good)
  })

  it.each([
    'garbage',
    '',
    PEER,
    '/ip4/192.0.2.7/tcp/4711',
    `/ip4/192.0.2.7/tcp/4711/p2p/${OTHER}`,
    own('/ip4/192.0.2.7/tcp/0'),
    own('/ip4/192.0.2.7/udp/4711/quic-v1'),
  ])('are left out when nobody could dial the peer there: %s', (address) =>
    expect(usableAddresses(PEER, [address], FAR)).toEqual([]),
  )

  it.each([
    '/ip4/127.0.0.1/tcp/4711',
    '/ip4/127.9.9.9/tcp/4711',
    '/ip4/0.0.0.0/tcp/4711',
    '/ip6/::1/tcp/4711',
    '/ip6/::/tcp/4711',
    '/ip6/::ffff:127.0.0.1/tcp/4711',
    '/ip6/::ffff:0.0.0.0/tcp/4711',
    '/dns4/localhost/tcp/4711',
    '/dns/a.LOCALHOST/tcp/4711',
  ])('are left out when they lead to our own machine, unless the peer is on it: %s', (address) => {
    expect(usableAddresses(PEER, [own(address)], FAR)).toEqual([])
    expect(usableAddresses(PEER, [own(address)], null)).toEqual([])
    expect(usableAddresses(PEER, [own(address)], HERE)).toHaveLength(1)
  })
})
