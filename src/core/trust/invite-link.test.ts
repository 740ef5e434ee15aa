import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testPeerId } from '../../../tests/harness/test-peers.ts'
import { encodeInviteLink, type InviteLink, parseInviteLink, whyNotUsable } from './invite-link.ts'

const HASH = 'uEiDikp5KVUgkLta1EjUN-IKbHk-dUBg8VzKgf5nXxLK46w'
const direct = (host: string): string => `/ip4/${host}/udp/4711/webrtc-direct/certhash/${HASH}`
const link: InviteLink = {
  peerId: testPeerId(1),
  name: 'Anna’s laptop',
  addresses: ['/ip4/203.0.113.5/tcp/4711', direct('203.0.113.5'), '/ip4/192.168.1.5/tcp/4711', direct('192.168.1.5')],
  expiresAtMs: Date.UTC(2026, 0, 2),
  secret: new Uint8Array(16).map((_, index) => index * 16),
}
const text = encodeInviteLink(link)

function problem(typed: string): string {
  const parsed = parseInviteLink(typed)
  if (parsed.ok) return 'none'
  expect(parsed.error.name).toBe('InviteInvalid')
  return parsed.error.message
}

describe('an invite link', () => {
  it('says what it was made of', () => {
    expect(text).toMatch(/^kith:\/\/join#1\.[\w-]+$/)
    expect(parseInviteLink(text)).toEqual({ ok: true, value: link })
  })

  it('fits a QR code that a camera reads from a screen, with the most addresses and the longest name', () => {
    const relay = `/ip6/2001:db8:1111:2222:3333:4444:5555:6666/tcp/4711/p2p/${testPeerId(2)}/p2p-circuit/webrtc`
    const full = encodeInviteLink({ ...link, name: '🙂'.repeat(64), addresses: [...link.addresses, relay, relay] })
    expect(full.length).toBeLessThanOrEqual(900)
    expect(parseInviteLink(full)).toMatchObject({ ok: true, value: { peerId: link.peerId } })
    // What a usual node shows.
    expect(text.length).toBeLessThan(500)
  })

  it.each([
    ['white space around it', ` \n${text}\t `],
    ['line breaks in it', (text.match(/.{1,60}/g) ?? []).join('\r\n')],
    ['angle brackets, as in a mail', `<${text}>`],
    ['quotes and a full stop', `“${text}”.`],
    ['invisible characters', `\u{feff}${text.slice(0, 40)}\u{200b}${text.slice(40)}`],
    ['the slash that systems put in', text.replace('join#', 'join/#')],
    ['capitals in its beginning', text.replace('kith://join', 'KITH://Join')],
  ])('is read with %s', (_, typed) => expect(parseInviteLink(typed)).toEqual({ ok: true, value: link }))

  it.each([
    ['nothing', '', /no invite link/],
    ['another link', 'https://example.org/#1.abc', /not an invite link/],
    ['an address', `/ip4/192.0.2.1/tcp/1/p2p/${testPeerId(1)}`, /an address|peer’s address/],
    ['a peer ID', testPeerId(1), /peer’s address/],
    ['a later version', text.replace('#1.', '#2.'), /newer version/],
    ['half a link', text.slice(0, 80), /damaged/],
    ['the beginning only', 'kith://join#', /damaged|no invite/],
    ['a changed character', text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), /damaged/],
  ])('of %s is refused kindly', (_, typed, said) => expect(problem(typed)).toMatch(said))

  it('is told as our own, or as too old', () => {
    const before = link.expiresAtMs - 1
    expect(whyNotUsable(link, testPeerId(0), before)).toBeNull()
    expect(whyNotUsable(link, link.peerId, before)).toMatchObject({
      name: 'InviteInvalid',
      message: expect.stringMatching(/your own/) as string,
    })
    expect(whyNotUsable(link, testPeerId(0), link.expiresAtMs)).toMatchObject({
      name: 'InviteInvalid',
      message: expect.stringMatching(/expired/) as string,
    })
  })

  it('keeps the addresses that this version can dial, and leaves the others out', () => {
    const other = { ...link, addresses: ['/ip4/192.0.2.1/udp/1/quic-v1', '/ip4/192.0.2.1/tcp/1'] }
    expect(parseInviteLink(encodeInviteLink(other))).toMatchObject({ value: { addresses: ['/ip4/192.0.2.1/tcp/1'] } })
  })

  it('never shows what would draw over a screen', () => {
    const named = encodeInviteLink({ ...link, name: '\u{202e}evil\u{7}' })
    expect(parseInviteLink(named)).toMatchObject({ value: { name: 'evil' } })
  })

  it('of any content comes back as it was', () => {
    const any = fc.record({
      name: fc.constantFrom(null, 'Anna', 'Ζωή', '名前', 'a b'),
      addresses: fc.uniqueArray(
        fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `/ip4/${host}/tcp/${port}`),
        { minLength: 1, maxLength: 6 },
      ),
      expiresAtMs: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000),
      secret: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    })
    fc.assert(
      fc.property(any, fc.nat(50), (content, number) => {
        const one = { ...content, peerId: testPeerId(number) }
        expect(parseInviteLink(encodeInviteLink(one))).toEqual({ ok: true, value: one })
      }),
      { numRuns: 300 },
    )
  })

  it('of whatever comes is read or refused, and never throws', () => {
    const cut = fc.tuple(fc.nat(text.length), fc.string()).map(([at, noise]) => text.slice(0, at) + noise)
    const inside = fc
      .tuple(fc.nat(text.length), fc.string())
      .map(([at, n]) => text.slice(0, at) + n + text.slice(at + n.length))
    const behind = fc.base64String().map((body) => `kith://join#1.${body}`)
    const json = fc.json().map((body) => `kith://join#1.${Buffer.from(body).toString('base64url')}`)
    const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), cut, inside, behind, json)
    fc.assert(
      fc.property(anything, (typed) => {
        const parsed = parseInviteLink(typed)
        if (!parsed.ok) return parsed.error.name === 'InviteInvalid' && parsed.error.message.length > 20
        return Buffer.compare(parsed.value.secret, link.secret) === 0
      }),
      { numRuns: 10_000 },
    )
  })
})
