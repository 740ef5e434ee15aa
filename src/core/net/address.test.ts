import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import { KithError } from '../../contract/errors.ts'
import { dialableAddresses, parsePeerAddress, parsePeerId, transportOf, withoutPeerId } from './address.ts'

const ME = testPeerId(1)
const OTHER = testPeerId(2)
const CERTHASH = `u${Buffer.from([0x12, 0x20, ...new Array<number>(32).fill(9)]).toString('base64url')}`
const RUNS = { numRuns: 10_000 }

const parsed = (text: string) => {
  const result = parsePeerAddress(text)
  return result.ok ? result.value : result.error.message
}

const ip4 = fc.ipV4().filter((ip) => ip !== '')
const port = fc.integer({ min: 1, max: 65_535 })
/** Every kind of address that Kith dials, with its transport. */
const dialable = fc.oneof(
  fc.tuple(ip4, port).map(([ip, p]) => ({ address: `/ip4/${ip}/tcp/${p}`, transport: 'tcp' })),
  fc
    .tuple(fc.ipV6(), port)
    .map(([ip, p]) => ({ address: multiaddr(`/ip6/${ip}/tcp/${p}`).toString(), transport: 'tcp' })),
  fc.tuple(fc.domain(), port).map(([host, p]) => ({ address: `/dns4/${host}/tcp/${p}`, transport: 'tcp' })),
  fc.tuple(ip4, port).map(([ip, p]) => ({
    address: `/ip4/${ip}/udp/${p}/webrtc-direct/certhash/${CERTHASH}`,
    transport: 'webrtc-direct',
  })),
  fc
    .tuple(ip4, port)
    .map(([ip, p]) => ({ address: `/ip4/${ip}/tcp/${p}/p2p/${OTHER}/p2p-circuit`, transport: 'relay' })),
  fc
    .tuple(ip4, port)
    .map(([ip, p]) => ({ address: `/ip4/${ip}/tcp/${p}/p2p/${OTHER}/p2p-circuit/webrtc`, transport: 'webrtc' })),
)
/** What a paste from a chat or a mail may carry: spaces, line breaks, tabs, zero-width characters, direction marks. */
const mess = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\t', '\u00a0', '\u200b', '\ufeff', '\u202e', '\u0000'), {
  maxLength: 3,
})

/** What is wrong with the answer to this text, `null` when nothing is. Plain comparisons: it runs ten thousand times. */
function complaint(text: string): string | null {
  const result = parsePeerAddress(text)
  if (!result.ok) {
    const { error } = result
    if (!(error instanceof KithError) || error.name !== 'InvalidAddress')
      return `an error of the wrong kind: ${error.name}`
    return /^[“A-Z].{10,500}[.…)]$/su.test(error.message) ? null : `not a sentence: ${error.message}`
  }
  const { peerId, address, transport } = result.value
  if (!/^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/.test(peerId)) return `not a peer ID: ${peerId}`
  if (address === null) return null
  if (transport === 'other' || transportOf(address) !== transport) return `not dialable: ${address}`
  multiaddr(`${address}/p2p/${peerId}`)
  // What the node shows is understood again, and means the same.
  const again = parsePeerAddress(`${address}/p2p/${peerId}`)
  const same = again.ok && again.value.peerId === peerId && again.value.address === address
  return same ? null : `not understood again: ${address}`
}

describe('an address that a person typed', () => {
  it('never throws, and is an address that can be dialled or a sentence that says what is wrong', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.stringMatching(/^\/(ip4|ip6|dns4|udp|tcp|p2p|certhash|p2p-circuit|webrtc|unix|memory)?[/\w.:@-]{0,120}$/),
      fc
        .tuple(dialable, fc.string({ maxLength: 3 }), fc.nat(100))
        .map(([{ address }, noise, at]) => `${address.slice(0, at)}${noise}${address.slice(at)}/p2p/${ME}`),
      fc
        .array(
          fc.constantFrom('/ip4/1.2.3.4', '/tcp/1', '/udp/1', '/p2p/', ME, OTHER, '@', '/p2p-circuit', '/webrtc', ' '),
          {
            maxLength: 8,
          },
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const wrong = complaint(text)
        if (wrong) throw new Error(wrong)
      }),
      RUNS,
    )
  }, 30_000)

  it('is understood in both forms, with white space and line breaks anywhere', () => {
    fc.assert(
      fc.property(dialable, fc.boolean(), fc.infiniteStream(mess), ({ address, transport }, named, gaps) => {
        const tidy = named ? `${ME}@${address}` : `${address}/p2p/${ME}`
        const messy = Array.from(tidy)
          .map((character) => `${(gaps.next().value as string[]).join('')}${character}`)
          .join('')
        expect(parsePeerAddress(messy)).toEqual({ ok: true, value: { peerId: ME, address, transport } })
      }),
      { numRuns: 1_000 },
    )
  })

  it('may name its peer twice, if it is the same one', () => {
    expect(parsed(`${ME}@/ip4/192.0.2.7/tcp/4711/p2p/${ME}`)).toEqual({
      peerId: ME,
      address: '/ip4/192.0.2.7/tcp/4711',
      transport: 'tcp',
    })
  })

  it('may be a bare peer ID, in any of its text forms', () => {
    const bare = { peerId: ME, address: null, transport: 'other' }
    const cid = peerIdFromString(ME).toCID().toString()
    for (const text of [ME, cid, `/p2p/${ME}`, `/p2p/${cid}`, ` ${ME}\n`]) expect(parsed(text)).toEqual(bare)
    expect(parsed(`${cid}@/ip4/192.0.2.7/tcp/1`)).toEqual({
      ...bare,
      address: '/ip4/192.0.2.7/tcp/1',
      transport: 'tcp',
    })
    expect(parsed(`/ip4/192.0.2.7/tcp/1/p2p/${cid}`)).toMatchObject({ peerId: ME })
  })

  it.each([
    ['', 'There is no address here. Paste the address that the other node shows.'],
    [' \n\t', 'There is no address here. Paste the address that the other node shows.'],
    ['x'.repeat(1_025), 'This is too long for an address (1025 characters, at most 1024).'],
    ['hello', '“hello” is not a peer ID. A peer ID begins with 12D3KooW and has 52 characters.'],
    [
      'x'.repeat(70),
      `“${'x'.repeat(40)}…${'x'.repeat(12)}” is not a peer ID. A peer ID begins with 12D3KooW and has 52 characters.`,
    ],
    [
      'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
      'This peer ID is not made from an Ed25519 key. Kith only connects to peers with Ed25519 keys.',
    ],
    ['hello@/ip4/192.0.2.7/tcp/1', '“hello” is not a peer ID. A peer ID begins with 12D3KooW and has 52 characters.'],
    [
      `${ME}@192.0.2.7:4711`,
      '“192.0.2.7:4711” is not a multiaddr. It must begin with “/”, such as /ip4/192.0.2.7/tcp/4711.',
    ],
    [
      'example.org:4711',
      '“example.org:4711” is a host and a port. Kith needs a full address such as /ip4/192.0.2.7/tcp/4711/p2p/12D3KooW…',
    ],
    [
      '/ip4/192.0.2.7/tcp/4711',
      'The address has no peer ID, so nobody could check who answers. Add /p2p/12D3KooW… at its end, or put the peer ID and “@” before it.',
    ],
    [
      `${OTHER}@/ip4/192.0.2.7/tcp/4711/p2p/${ME}`,
      'The peer ID before “@” and the one at the end of the address differ. Only one of them can be meant.',
    ],
    [
      `/ip4/192.0.2.7/udp/4711/quic-v1/p2p/${ME}`,
      'Kith cannot dial “/ip4/192.0.2.7/udp/4711/quic-v1”. It connects over TCP (/ip4/…/tcp/…), webrtc-direct (/ip4/…/udp/…/webrtc-direct/certhash/…) and through relays (…/p2p-circuit).',
    ],
    [
      `/ip4/192.0.2.7/udp/4711/webrtc-direct/p2p/${ME}`,
      'A webrtc-direct address needs its /certhash/…, which proves the other end. Copy the whole address.',
    ],
    [
      `/ip4/192.0.2.7/tcp/0/p2p/${ME}`,
      'Port 0 means “any free port” and cannot be dialled. Ask for the address with its real port.',
    ],
    [
      '/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
      'This peer ID is not made from an Ed25519 key. Kith only connects to peers with Ed25519 keys.',
    ],
  ])('%j: %s', (text, message) => expect(parsed(text)).toBe(message))

  it.each([`/ip4/300.0.0.1/tcp/1/p2p/${ME}`, `/ip4/1.2.3.4/tcp/99999/p2p/${ME}`, '/nonsense/1', '/ip4'])(
    '%s is not a valid multiaddr, in the words of the library',
    (text) => expect(parsed(text)).toMatch(/^“.*” is not a valid multiaddr: .+\.$/),
  )

  it.each([
    [`/p2p-circuit/p2p/${ME}`, /^The relay in this address cannot be used\. .*not a multiaddr/],
    [`/ip4/192.0.2.7/tcp/1/p2p-circuit/p2p/${ME}`, /^The relay in this address cannot be used\. .*has no peer ID/],
    [
      `/ip4/192.0.2.7/udp/1/quic-v1/p2p/${OTHER}/p2p-circuit/p2p/${ME}`,
      /^The relay in this address cannot be used\. Kith cannot dial/,
    ],
    [
      `/ip4/192.0.2.7/tcp/0/p2p/${OTHER}/p2p-circuit/webrtc/p2p/${ME}`,
      /^The relay in this address cannot be used\. Port 0/,
    ],
    [
      `/ip4/1.2.3.4/tcp/1/p2p/${OTHER}/p2p-circuit/p2p/${OTHER}/p2p-circuit/p2p/${ME}`,
      /^Kith cannot dial .*one relay at most/,
    ],
    [`/webrtc/p2p/${ME}`, /^Kith cannot dial/],
  ])('%s leads nowhere', (text, message) => expect(parsed(text)).toMatch(message))

  it('may name a relay without its address: a node that is connected to it can use it', () => {
    expect(parsed(`/p2p/${OTHER}/p2p-circuit/p2p/${ME}`)).toMatchObject({ address: `/p2p/${OTHER}/p2p-circuit` })
  })
})

describe('a peer ID', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const result = parsePeerId(text)
        expect(result.ok ? result.value : result.error.message).toMatch(/^12D3KooW|^“|^This peer ID/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('in its usual form is what libp2p takes for one, and nothing else', () => {
    const digit = fc.constantFrom(...Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'))
    const tail = (length: number) =>
      fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''))
    const near = (text: string) => fc.nat(44).chain((end) => tail(end).map((rest) => text.slice(0, 52 - end) + rest))
    const first = '12D3KooW9pNAk8aiBuGVQtWRdbkLmo5qVL3e2h5UxbN2Nz9ttwiw'
    const last = '12D3KooWT3gYEvLJyx1FyyHqrmvdy1tMjpgxmu9aSeKMEuafQtyC'
    const text = fc.oneof(
      tail(44).map((rest) => `12D3KooW${rest}`),
      near(first),
      near(last),
    )
    const libp2pTakes = (id: string): boolean => {
      try {
        return peerIdFromString(id).toString() === id
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(text, (id) => parsePeerId(id).ok === libp2pTakes(id)),
      { numRuns: 2_000, examples: [[first], [last]] },
    )
  })
})

describe('what a multiaddr says', () => {
  it.each([
    ['/ip4/1.2.3.4/tcp/1', 'tcp'],
    ['/ip6/::1/tcp/1', 'tcp'],
    ['/dns/a.example/tcp/1', 'tcp'],
    ['/ip4/1.2.3.4/tcp/1/ws', 'other'],
    ['/ip4/1.2.3.4/udp/1/webrtc-direct', 'webrtc-direct'],
    [`/ip4/1.2.3.4/udp/1/webrtc-direct/certhash/${CERTHASH}`, 'webrtc-direct'],
    [`/ip4/1.2.3.4/tcp/1/p2p/${ME}/p2p-circuit`, 'relay'],
    [`/ip4/1.2.3.4/tcp/1/p2p/${ME}/p2p-circuit/webrtc`, 'webrtc'],
    ['/webrtc', 'other'],
    ['', 'other'],
  ])('%s goes over %s', (address, transport) => expect(transportOf(address)).toBe(transport))

  it('loses only the peer ID at its end', () => {
    for (const [full, bare] of [
      [`/ip4/1.2.3.4/tcp/1/p2p/${ME}`, '/ip4/1.2.3.4/tcp/1'],
      ['/ip4/1.2.3.4/tcp/1', '/ip4/1.2.3.4/tcp/1'],
      [`/ip4/1.2.3.4/tcp/1/p2p/${OTHER}/p2p-circuit/p2p/${ME}`, `/ip4/1.2.3.4/tcp/1/p2p/${OTHER}/p2p-circuit`],
    ] as const)
      expect(withoutPeerId(multiaddr(full))).toBe(bare)
  })
})

describe('a sighting on the local network', () => {
  const all = ['/ip4/192.168.0.7/tcp/4711', '/ip4/192.168.0.7/udp/4001/quic-v1', '/ip4/192.168.0.7/tcp/4001/ws', '']
  it('is worth the addresses that Kith can dial', () => expect(dialableAddresses(ME, all)).toEqual([all[0]]))
  it('of another libp2p program is worth nothing', () => {
    for (const other of ['QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N', '16Uiu2HAmNobody', ''])
      expect(dialableAddresses(other, all)).toEqual([])
  })
})
