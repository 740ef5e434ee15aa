import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Transport } from '../../contract/views.ts'
import { inviteAddresses, type OwnAddress } from './invite-addresses.policy.ts'

const tcp = (host: string, family = 'ip4'): OwnAddress => ({ address: `/${family}/${host}/tcp/4711`, transport: 'tcp' })
const direct = (host: string, family = 'ip4'): OwnAddress => ({
  address: `/${family}/${host}/udp/4711/webrtc-direct/certhash/uEi`,
  transport: 'webrtc-direct',
})
const relayed = (end: '' | '/webrtc'): OwnAddress => ({
  address: `/ip4/203.0.113.9/tcp/4711/p2p/12D3KooWRelay/p2p-circuit${end}`,
  transport: end === '' ? 'relay' : 'webrtc',
})
const text = (addresses: readonly OwnAddress[]): string[] => addresses.map(({ address }) => address)

describe('the addresses in an invite', () => {
  it('are one of each kind first: public, then of the local network, then through a relay', () => {
    const own = [
      tcp('127.0.0.1'),
      tcp('192.168.1.5'),
      tcp('10.1.2.3'),
      direct('192.168.1.5'),
      relayed(''),
      relayed('/webrtc'),
      tcp('203.0.113.5'),
      direct('203.0.113.5'),
    ]
    expect(inviteAddresses(own, 6)).toEqual(
      text([
        tcp('203.0.113.5'),
        direct('203.0.113.5'),
        tcp('192.168.1.5'),
        direct('192.168.1.5'),
        relayed(''),
        relayed('/webrtc'),
      ]),
    )
  })

  it('leave room for the only one that leads in from outside, however many interfaces there are', () => {
    const own = [...Array.from({ length: 9 }, (_, n) => tcp(`172.17.0.${n}`)), relayed('/webrtc')]
    expect(inviteAddresses(own, 6)).toHaveLength(6)
    expect(inviteAddresses(own, 6)).toContain(relayed('/webrtc').address)
  })

  it('are loopback ones when there is nothing else', () => {
    expect(inviteAddresses([tcp('127.0.0.1'), tcp('::1', 'ip6')], 6)).toEqual(
      text([tcp('127.0.0.1'), tcp('::1', 'ip6')]),
    )
  })

  it.each([
    [tcp('0.0.0.0'), []],
    [tcp('::', 'ip6'), []],
    // Means nothing on another machine.
    [tcp('fe80::1', 'ip6'), []],
    [tcp('fd00::1', 'ip6'), ['/ip6/fd00::1/tcp/4711']],
    [tcp('2001:db8::1', 'ip6'), ['/ip6/2001:db8::1/tcp/4711']],
    [tcp('example.org', 'dns4'), ['/dns4/example.org/tcp/4711']],
  ])('%j gives %j', (one, expected) => expect(inviteAddresses([one], 6)).toEqual(expected))

  it('are never more than asked for, never twice the same, never another’s', () => {
    const transport = fc.constantFrom<Transport>('tcp', 'webrtc-direct', 'relay', 'webrtc', 'other')
    const one = fc.record({
      address: fc.oneof(
        fc.ipV4().map((host) => tcp(host).address),
        fc.ipV6().map((host) => tcp(host, 'ip6').address),
        fc.string(),
      ),
      transport,
    })
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ address }) => address }), fc.nat(8), (own, most) => {
        const chosen = inviteAddresses(own, most)
        return (
          chosen.length <= most &&
          new Set(chosen).size === chosen.length &&
          chosen.every((address) => own.some((mine) => mine.address === address))
        )
      }),
    )
  })
})
