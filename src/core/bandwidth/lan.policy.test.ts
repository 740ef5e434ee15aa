import { BlockList, isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLocalAddress, readSubnets } from './lan.policy.ts'

const PEER = '12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN'
const own = readSubnets(['203.0.113.7/24', '2001:db8:5:6::7/64', '100.64.3.4/24'])

test.each<[string, string, boolean]>([
  ['RFC 1918', '/ip4/192.168.1.7/tcp/4711', true],
  ['RFC 1918 over webrtc-direct', '/ip4/10.1.2.3/udp/4711/webrtc-direct/certhash/uEiA', true],
  ['the end of 172.16/12', '/ip4/172.31.255.255/tcp/1', true],
  ['just after it', '/ip4/172.32.0.0/tcp/1', false],
  ['link-local', '/ip4/169.254.9.9/tcp/1', true],
  ['this machine', '/ip4/127.0.0.1/tcp/1', true],
  ['this machine, IPv6', `/ip6/::1/tcp/1/p2p/${PEER}`, true],
  ['RFC 4193', '/ip6/fd12:3456::1/tcp/1', true],
  ['link-local, IPv6', '/ip6/fe80::1/tcp/1', true],
  ['link-local with a zone', '/ip6/fe80::1%eth0/tcp/1', true],
  ['link-local with a zone in front', '/ip6zone/eth0/ip6/fe80::1/tcp/1', true],
  ['IPv4 as a socket for both shows it', '/ip6/::ffff:192.168.1.7/tcp/1', true],
  ['the same in hexadecimal', '/ip6/::ffff:c0a8:107/tcp/1', true],
  ['a public one mapped into IPv6', '/ip6/::ffff:8.8.8.8/tcp/1', false],
  ['its own subnet', '/ip4/203.0.113.200/tcp/1', true],
  ['its own subnet mapped into IPv6', '/ip6/::ffff:203.0.113.200/tcp/1', true],
  ['the subnet beside it', '/ip4/203.0.114.1/tcp/1', false],
  ['its own IPv6 subnet', '/ip6/2001:db8:5:6:aaaa::1/tcp/1', true],
  ['the IPv6 subnet beside it', '/ip6/2001:db8:5:7::1/tcp/1', false],
  ['the carrier’s NAT, even where it is the own subnet', '/ip4/100.64.3.9/tcp/1', false],
  ['the internet', '/ip4/8.8.8.8/tcp/4711', false],
  ['the internet, IPv6', '/ip6/2606:4700::1111/tcp/1', false],
  ['nowhere', '/ip4/0.0.0.0/tcp/1', false],
  ['through a relay at home', `/ip4/192.168.1.7/tcp/1/p2p/${PEER}/p2p-circuit/p2p/${PEER}`, false],
  ['WebRTC that a relay brought about', `/ip4/192.168.1.7/tcp/1/p2p/${PEER}/p2p-circuit/webrtc`, false],
  ['a name', '/dns4/nas.local/tcp/1', false],
  ['nothing', '', false],
  ['half an address', '/ip4', false],
  ['no address', '/ip4/192.168.1/tcp/1', false],
  ['octal', '/ip4/010.0.0.1/tcp/1', false],
  ['too large a number', '/ip4/10.0.0.256/tcp/1', false],
  ['IPv4 where IPv6 was said', '/ip6/192.168.1.7/tcp/1', false],
  ['two double colons', '/ip6/fe80::1::2/tcp/1', false],
  ['a double colon for nothing', '/ip6/fe80:1:2:3::4:5:6:7/tcp/1', false],
  ['seven groups', '/ip6/fe80:1:2:3:4:5:6/tcp/1', false],
  ['IPv4 in the middle', '/ip6/fe80::1.2.3.4:1/tcp/1', false],
])('%s', (_what, address, expected) => expect(isLocalAddress(address, own)).toBe(expected))

test('what is no network, and what spans the internet, is nobody’s own', () => {
  const cidrs = ['', '10.0.0.1', '10.0.0.1/33', '10.0.0.1/-1', 'fd00::1/129', 'x/8', '0.0.0.0/0', '25.1.2.3/8']
  expect(readSubnets([...cidrs, '2001:0:1::1/32', '200:1::1/7', '::/0'])).toEqual([])
})

const ipv4 = fc.oneof(
  fc.ipV4(),
  fc
    .tuple(fc.constantFrom('10', '100.64', '127', '169.254', '172.16', '172.31', '192.168'), fc.ipV4())
    .map(([head, tail]) => [...head.split('.'), ...tail.split('.')].slice(0, 4).join('.')),
)
const ipv6 = fc.oneof(
  fc.ipV6(),
  ipv4.map((ip) => `::ffff:${ip}`),
  fc
    .tuple(fc.constantFrom('fe80', 'febf', 'fec0', 'fc00', 'fdff', 'fe00', '::'), fc.ipV6())
    .map(([head, tail]) => (head === '::' ? '::1' : `${head}:${tail.replaceAll('::', ':0:')}`))
    .filter(isIPv6),
)
const prefixed = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 16, max: 32 })),
  fc.tuple(
    // Not one that holds all of IPv4, mapped: the system then takes every IPv4 address for a part of it.
    fc.ipV6().filter((ip) => /^0*[1-9a-f]/i.test(ip)),
    fc.integer({ min: 48, max: 128 }),
  ),
)

/** The system's own reading of the same ranges. */
function list(ranges: readonly (readonly [string, number])[]): (ip: string) => boolean {
  const blocks = new BlockList()
  for (const [ip, prefix] of ranges) blocks.addSubnet(ip, prefix, isIPv4(ip) ? 'ipv4' : 'ipv6')
  return (ip) => blocks.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6')
}
const PRIVATE: [string, number][] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
]
const carrier = list([['100.64.0.0', 10]])

test('the system agrees about every address, and every subnet of one’s own', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), fc.array(prefixed, { maxLength: 3 }), (ip, mine) => {
      const expected = list([...PRIVATE, ...mine])(ip) && !carrier(ip)
      const subnets = readSubnets(mine.map(([address, prefix]) => `${address}/${prefix}`))
      expect(subnets).toHaveLength(mine.length)
      expect(isLocalAddress(`/${isIPv4(ip) ? 'ip4' : 'ip6'}/${ip}/tcp/4711`, subnets)).toBe(expected)
    }),
    { numRuns: 3_000 },
  )
})

test('an address next to each end of a subnet is judged as the system judges it', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 16, max: 32 }), fc.integer({ min: 0, max: 31 }), (ip, prefix, bit) => {
      const bits = ip.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
      const other = ((bits ^ (1 << bit)) >>> 0).toString(16).padStart(8, '0')
      const near = (other.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
      expect(isLocalAddress(`/ip4/${near}/tcp/1`, readSubnets([`${ip}/${prefix}`]))).toBe(
        list([...PRIVATE, [ip, prefix]])(near) && !carrier(near),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('what the system takes for no address is none here either', () => {
  const almost = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 a b c f : .'.split(' ')), maxLength: 24 }),
    fc
      .tuple(ipv6, fc.nat(30), fc.constantFrom(':', '.', '0', 'g', ''))
      .map(([ip, at, put]) => ip.slice(0, at) + put + ip.slice(at + 1)),
    fc
      .tuple(ipv4, fc.nat(15), fc.constantFrom(':', '.', '0', ''))
      .map(([ip, at, put]) => ip.slice(0, at) + put + ip.slice(at + 1)),
  )
  fc.assert(
    fc.property(almost, (text) => {
      // A subnet of one's own is read by the same parser, and answers with what it has read.
      const [read] = readSubnets([`${text}/${text.includes(':') ? 128 : 32}`])
      // One that is mapped is read as IPv4, and its prefix then is too long.
      fc.pre(!(isIPv6(text) && list([['::ffff:0:0', 96]])(text)))
      expect(read !== undefined).toBe(isIPv4(text) || isIPv6(text))
    }),
    { numRuns: 5_000 },
  )
})
