import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { originOf } from './connection-origin.policy.ts'

describe('where a connection comes from', () => {
  it.each([
    ['/ip4/192.0.2.7/tcp/4711', 'ipv4 192.0.2.7'],
    ['/ip4/192.0.2.7/udp/4711/webrtc-direct/certhash/uEiA', 'ipv4 192.0.2.7'],
    ['/ip4/127.0.0.1/tcp/1', 'ipv4 127.0.0.1'],
    // One household or one rented machine, whatever it puts behind its prefix.
    ['/ip6/2001:db8:1:2:3:4:5:6/tcp/4711', 'ipv6 2001:db8:1:2::/64'],
    ['/ip6/2001:db8:1:2::ffff/tcp/4711', 'ipv6 2001:db8:1:2::/64'],
    ['/ip6/2001:0DB8:0001:0002:0000:0000:0000:0001/tcp/4711', 'ipv6 2001:db8:1:2::/64'],
    ['/ip6/2001:db8:1:3::1/udp/4711/webrtc-direct', 'ipv6 2001:db8:1:3::/64'],
    ['/ip6/::1/tcp/4711', 'ipv6 0:0:0:0::/64'],
    ['/ip6/2001:db8::/tcp/4711', 'ipv6 2001:db8:0:0::/64'],
    // IPv4 in IPv6 clothes is IPv4, in both spellings.
    ['/ip6/::ffff:192.0.2.7/tcp/4711', 'ipv4 192.0.2.7'],
    ['/ip6/::ffff:c000:207/tcp/4711', 'ipv4 192.0.2.7'],
    ['/ip6/0:0:0:0:0:ffff:c000:0207/tcp/4711', 'ipv4 192.0.2.7'],
    // Every link has the same prefix: the zone tells them apart.
    ['/ip6/fe80::1%eth0/tcp/4711', 'ipv6 fe80:0:0:0::/64%eth0'],
    ['/ip6zone/eth1/ip6/fe80::1/tcp/4711', 'ipv6 fe80:0:0:0::/64%eth1'],
    // Who comes through a relay comes from the relay.
    ['/ip4/192.0.2.9/tcp/4711/p2p/12D3KooWRelay/p2p-circuit', 'relay 12D3KooWRelay'],
    ['/ip4/192.0.2.9/tcp/4711/p2p/12D3KooWRelay/p2p-circuit/p2p/12D3KooWPeer', 'relay 12D3KooWRelay'],
    ['/p2p/12D3KooWRelay/p2p-circuit', 'relay 12D3KooWRelay'],
  ])('%s', (address, key) => {
    expect(originOf(address)?.key).toBe(key)
  })

  it.each([
    '/webrtc',
    '/dns4/example.org/tcp/1',
    '',
    'nonsense',
    '/ip6/1:2:3/tcp/1',
    '/ip6/1::2::3/tcp/1',
    '/ip6/::ffff:999.0.0.1/tcp/1',
    '/ip6/1:2:3:4:5:6:7:8:9/tcp/1',
    '/ip6/12345::/tcp/1',
  ])('“%s” does not say', (address) => {
    expect(originOf(address)).toBeNull()
  })

  it('never throws, and has one key for a whole /64, whatever else is in the address', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        originOf(text)
        originOf(`/ip6/${text}/tcp/1`)
      }),
    )
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16))
    const half = fc.tuple(group, group, group, group).map((groups) => groups.join(':'))
    fc.assert(
      fc.property(half, half, half, (prefix, one, other) => {
        const key = (rest: string) => originOf(`/ip6/${prefix}:${rest}/tcp/1`)?.key
        // Only the block of mapped IPv4 addresses is told apart by its end.
        if (/^0:0:0:0$/.test(prefix)) return
        expect(key(one)).toBe(key(other))
      }),
    )
  })
})
