import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeFrame,
  encodeFrame,
  helloFrame,
  type LinkFrame,
  MAX_HELLO_ADDRESSES,
  MAX_LINK_FRAME_BYTES,
} from './link-frames.ts'

const frames: readonly LinkFrame[] = [
  { t: 'hello', name: 'Ann’s 🖥', agent: 'kith/0.1.0', addresses: ['/ip4/192.0.2.7/tcp/4711/p2p/x'] },
  { t: 'refused' },
  { t: 'ping', n: 0 },
  { t: 'pong', n: 4_294_967_296 },
  { t: 'bye', reason: 'stopped' },
  { t: 'bye', reason: 'disconnected' },
  { t: 'bye', reason: 'replaced' },
]
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('a link frame', () => {
  it.each(frames)('$t is read as it was written', (frame) =>
    expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame }),
  )

  it.each([
    ['nothing', new Uint8Array(0)],
    ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['not JSON', new TextEncoder().encode('{')],
    ['not an object', encode(7)],
    ['null', encode(null)],
    ['of no known kind', encode({ t: 'pang' })],
    ['a ping without a number', encode({ t: 'ping' })],
    ['a ping with a negative number', encode({ t: 'ping', n: -1 })],
    ['a ping with half a number', encode({ t: 'ping', n: 0.5 })],
    ['a ping with a number that is too large to be exact', encode({ t: 'ping', n: 2 ** 60 })],
    ['a goodbye for no known reason', encode({ t: 'bye', reason: 'x' })],
    ['a name that is too long', encode({ ...frames[0], name: 'x'.repeat(257) })],
    ['an agent that is too long', encode({ ...frames[0], agent: 'x'.repeat(129) })],
    ['an address that is too long', encode({ ...frames[0], addresses: ['x'.repeat(401)] })],
    ['too many addresses', encode({ ...frames[0], addresses: new Array(17).fill('/') })],
    ['a name that is no text', encode({ ...frames[0], name: {} })],
  ])('%s is refused in a few words', (_what, bytes) => {
    const decoded = decodeFrame(bytes)
    expect(decoded.ok ? decoded.value : decoded.error).toMatch(/^[A-Z“n].{3,120}$/i)
    expect(decoded.ok).toBe(false)
  })

  it('is never anything but a frame or a refusal, whatever bytes come', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc
        .record({ t: fc.constantFrom('hello', 'ping', 'bye', '__proto__'), n: fc.anything(), name: fc.anything() })
        .map((value) => new TextEncoder().encode(fc.stringify(value))),
      fc
        .tuple(fc.constantFrom(...frames), fc.nat(300), fc.nat(255))
        .map(([frame, at, byte]) => encodeFrame(frame).map((old, index) => (index === at ? byte : old))),
    )
    fc.assert(
      fc.property(bytes, (raw) => {
        const decoded = decodeFrame(raw)
        return decoded.ok ? typeof decoded.value.t === 'string' : decoded.error.length > 0
      }),
      { numRuns: 10_000 },
    )
  }, 30_000)
})

describe('a hello', () => {
  it('leaves out what is too long rather than cutting it', () => {
    const addresses = ['x'.repeat(401), ...Array.from({ length: 20 }, (_, n) => `/ip4/10.0.0.${n}/tcp/1`)]
    expect(helloFrame({ name: 'a', agent: 'b', addresses })).toEqual({
      t: 'hello',
      name: 'a',
      agent: 'b',
      addresses: addresses.slice(1, 1 + MAX_HELLO_ADDRESSES),
    })
  })

  it('always fits a frame and is understood, whatever the node calls itself', () => {
    const hello = fc.record({
      name: fc.string({ unit: 'binary', maxLength: 400 }),
      agent: fc.string({ unit: 'binary', maxLength: 200 }),
      addresses: fc.array(fc.oneof(fc.string({ maxLength: 500 }), fc.constant('\u0001'.repeat(400))), {
        maxLength: 40,
      }),
    })
    fc.assert(
      fc.property(hello, (said) => {
        const bytes = encodeFrame(helloFrame(said))
        return bytes.byteLength <= MAX_LINK_FRAME_BYTES && decodeFrame(bytes).ok
      }),
      { numRuns: 2_000 },
    )
  })
})
