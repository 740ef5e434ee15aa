import type { Transport } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { withRelayAddresses } from './relay-addresses.ts'

const RELAY = '12D3KooWE5ixdLUy9MNswLktvpEK7wxpLx83Kdh7okFaufHH8Dwh'

function relayedAt(...addresses: readonly Uint8Array[]): string[] {
  const said: string[] = []
  const listener = {
    // As libp2p's: it throws where an address begins with no host, and nobody catches that.
    addedRelay: ({ details }: { details: { reservation: { addrs: Uint8Array[] } } }) =>
      details.reservation.addrs.forEach((bytes) => said.push(multiaddr(bytes).toString())),
  }
  const transport = { createListener: () => listener } as unknown as Transport
  const own = withRelayAddresses(transport).createListener({} as never) as unknown as typeof listener
  own.addedRelay({ details: { reservation: { addrs: [...addresses] } } })
  return said
}

it('a relay that is reached over WebRTC does not fell the node: only addresses with a host are passed on', () => {
  const good = [`/ip4/45.83.7.10/tcp/4711/p2p/${RELAY}`, `/dns4/relay.example/tcp/4711/p2p/${RELAY}`]
  const overWebrtc = `/webrtc/p2p/${RELAY}`
  expect(relayedAt(...[overWebrtc, ...good].map((one) => multiaddr(one).bytes))).toEqual(good)
})

it('a relay that lies about its addresses is not believed, and has no more than a few', () => {
  const many = Array.from({ length: 100 }, (_, n) => multiaddr(`/ip4/45.83.7.${n}/tcp/4711/p2p/${RELAY}`).bytes)
  expect(relayedAt(new Uint8Array([255, 1, 2]), ...many)).toHaveLength(16)
})

it('says so when libp2p has changed', () => {
  const transport = { createListener: () => ({}) } as unknown as Transport
  expect(() => withRelayAddresses(transport).createListener({} as never)).toThrow('has changed')
})
