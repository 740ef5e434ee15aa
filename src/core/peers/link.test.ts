import { afterEach, describe, expect, it } from 'vitest'
import { createFramePair } from '../../../tests/harness/fake-frames.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import type { HeartbeatOptions } from './heartbeat.policy.ts'
import { createLink, type Link, type LinkEvent } from './link.ts'
import { encodeFrame, type Hello, type LinkFrame, MAX_LINK_FRAME_BYTES } from './link-frames.ts'

const heartbeat: HeartbeatOptions = { intervalMs: 5_000, jitter: 0.2, timeoutMs: 5_000, misses: 3, silenceMs: 15_000 }
const ANN: Hello = { name: 'Ann', agent: 'kith/a', addresses: ['/ip4/192.0.2.1/tcp/1'] }
const BEN: Hello = { name: 'Ben', agent: 'kith/b', addresses: [] }

let clock: ManualClock
/** Bytes that came over another stream. */
let heardAtMs: number | null = null
const ports = () => ({ clock, random: () => 0.5, heartbeat: () => heartbeat, heardAt: () => heardAtMs })
const open: Link[] = []

/** Two links over one stream; `null` refuses the other side. */
function setup(ann: Hello | null = ANN, ben: Hello | null = BEN) {
  clock = new ManualClock()
  let frozen = false
  const pair = createFramePair(
    { options: { maxFrameBytes: MAX_LINK_FRAME_BYTES } },
    { options: { maxFrameBytes: MAX_LINK_FRAME_BYTES }, frozen: () => frozen },
  )
  const link = (stream: typeof pair.a, hello: Hello | null) => {
    const events: LinkEvent[] = []
    const made = createLink({ ...ports(), stream, tell: (event) => events.push(event) }, hello)
    open.push(made)
    return { link: made, events, of: (type: LinkEvent['type']) => events.filter((event) => event.type === type) }
  }
  return {
    pair,
    a: link(pair.a, ann),
    b: link(pair.b, ben),
    /** Ben's process stops, as with SIGSTOP; `false` lets it go on. */
    freeze(on: boolean) {
      frozen = on
      pair.wake()
    },
  }
}

/** One link whose other end is the test. */
function alone(hello: Hello | null = ANN) {
  clock = new ManualClock()
  const pair = createFramePair({ options: { maxFrameBytes: MAX_LINK_FRAME_BYTES } })
  const events: LinkEvent[] = []
  const made = createLink({ ...ports(), stream: pair.a, tell: (event) => events.push(event) }, hello)
  open.push(made)
  return {
    link: made,
    events,
    far: pair.b,
    async send(...frames: readonly (LinkFrame | Uint8Array)[]) {
      for (const frame of frames) await pair.b.write(frame instanceof Uint8Array ? frame : encodeFrame(frame))
      await settled()
    },
    async received(): Promise<LinkFrame> {
      return JSON.parse(new TextDecoder().decode((await pair.b.read()) ?? new Uint8Array())) as LinkFrame
    },
  }
}

afterEach(() => {
  for (const link of open.splice(0)) {
    link[Symbol.dispose]()
    link[Symbol.dispose]()
  }
  heardAtMs = null
  // Nothing is left, whatever the test did.
  expect(clock.pending).toBe(0)
})

describe('two links that let each other in', () => {
  it('come up on both sides, each with what the other says of itself, and know the round trip at once', async () => {
    const { a, b } = setup()
    await settled()
    expect(a.events).toEqual([
      { type: 'up', hello: BEN },
      { type: 'rtt', rttMs: 0 },
    ])
    expect(b.events).toEqual([
      { type: 'up', hello: ANN },
      { type: 'rtt', rttMs: 0 },
    ])
    expect([a.link.rttMs, b.link.rttMs]).toEqual([0, 0])
  })

  it('beat every five seconds from then on, one side or the other: each ping is the other side’s sign of life', async () => {
    const { a, b } = setup()
    await settled()
    await clock.advance(60_000)
    // Both asked at first; then twelve beats, whoever was quicker.
    expect(a.of('rtt').length + b.of('rtt').length).toBe(2 + 12)
    expect(Math.min(a.of('rtt').length, b.of('rtt').length)).toBeGreaterThanOrEqual(3)
    expect([...a.of('missed'), ...b.of('missed')]).toEqual([])
  })

  it('answer a ping that a person asks for', async () => {
    const { a } = setup()
    await settled()
    expect(await a.link.ping()).toBe(0)
  })

  it('answer whoever measures the line, and neither tell nor remember it: four round trips a second are no news of the peer', async () => {
    const { a } = setup()
    await settled()
    const before = a.events.length
    for (let n = 0; n < 100; n += 1) expect(await a.link.probe()).toBe(0)
    expect(a.events).toHaveLength(before)
  })

  it.each(['stopped', 'disconnected', 'replaced'] as const)('say goodbye: %s', async (reason) => {
    const { a, b } = setup()
    await settled()
    await a.link.leave(reason)
    await settled()
    expect(b.events.slice(-2)).toEqual([
      { type: 'bye', reason },
      { type: 'ended', violation: null },
    ])
    expect(a.events.at(-1)).toEqual({ type: 'ended', violation: null })
    expect([a.link.ended, b.link.ended]).toEqual([true, true])
    await a.link.leave(reason)
    expect(a.of('ended')).toHaveLength(1)
  })

  it('tell of an approval that was withdrawn', async () => {
    const { a, b } = setup()
    await settled()
    await a.link.leave('refused')
    await settled()
    expect(b.events.slice(-2).map(({ type }) => type)).toEqual(['refused', 'ended'])
  })
})

describe('a link that refuses', () => {
  it('says so, and hears who it is that it refused', async () => {
    const { a, b } = setup(null, BEN)
    await settled()
    expect(a.events).toEqual([{ type: 'introduced', hello: BEN }])
    expect(b.events).toEqual([{ type: 'refused' }])
  })

  it('learns nothing from another that refuses', async () => {
    const { a, b } = setup(null, null)
    await settled()
    expect([a.events, b.events]).toEqual([[{ type: 'refused' }], [{ type: 'refused' }]])
  })

  it('answers no ping', async () => {
    const { send, far, received } = alone(null)
    await send({ t: 'ping', n: 1 })
    expect(await received()).toEqual({ t: 'refused' })
    const next = far.read()
    await send({ t: 'ping', n: 2 })
    expect(await Promise.race([next, settled()])).toBeUndefined()
  })
})

describe('a link whose other side falls silent', () => {
  it('misses a beat, asks on and gives up after three misses and fifteen seconds', async () => {
    const { a, freeze } = setup()
    await settled()
    freeze(true)
    const before = a.events.length
    const missed = (misses: number, silenceMs: number) => ({ type: 'missed', misses, silenceMs })
    await clock.advance(9_999)
    expect(a.events.slice(before)).toEqual([])
    await clock.advance(5_000)
    expect(a.events.slice(before)).toEqual([missed(1, 10_000), missed(2, 12_500)])
    await clock.advance(1)
    expect(a.events.slice(before + 2)).toEqual([{ type: 'unresponsive', misses: 3, silenceMs: 15_000, lastRttMs: 0 }])
    // It is told once; ending it is for others.
    await clock.advance(60_000)
    expect(a.of('unresponsive')).toHaveLength(1)
    expect(a.events).toHaveLength(before + 3)
  })

  it('hears it again, and counts anew', async () => {
    const { a, freeze } = setup()
    await settled()
    freeze(true)
    await clock.advance(14_000)
    expect(a.link.isSuspect).toBe(true)
    freeze(false)
    await settled()
    expect(a.of('heard')).toHaveLength(1)
    expect(a.link.isSuspect).toBe(false)
    freeze(true)
    await clock.advance(10_000)
    expect(a.events.at(-1)).toEqual({ type: 'missed', misses: 1, silenceMs: 10_000 })
  })

  it('is well as long as anything comes over another stream, although no ping is answered', async () => {
    const { a, freeze } = setup()
    await settled()
    freeze(true)
    for (let second = 0; second < 120; second += 1) {
      heardAtMs = clock.now()
      await clock.advance(1_000)
    }
    expect([...a.of('missed'), ...a.of('unresponsive')]).toEqual([])
  })

  it('is suspect no more once bytes come over another stream', async () => {
    const { a, freeze } = setup()
    await settled()
    freeze(true)
    await clock.advance(11_000)
    expect(a.link.isSuspect).toBe(true)
    heardAtMs = clock.now()
    await clock.advance(1_000)
    expect([a.link.isSuspect, a.of('heard').length]).toEqual([false, 1])
    expect(a.link.quietSinceMs).toBe(11_000)
  })

  it('is asked at once when there is a reason to doubt', async () => {
    const { a, freeze } = setup()
    await settled()
    await clock.advance(1_000)
    const before = a.of('rtt').length
    a.link.check(false)
    await settled()
    expect(a.of('rtt')).toHaveLength(before + 1)
    freeze(true)
    a.link.check(true)
    await clock.advance(5_000)
    expect(a.events.at(-1)).toEqual({ type: 'missed', misses: 1, silenceMs: 5_000 })
  })

  it('tells a person who pings that nobody answered', async () => {
    const { a, freeze } = setup()
    await settled()
    freeze(true)
    const ping = a.link.ping()
    await clock.advance(5_000)
    expect(await ping).toBeNull()
  })

  it('smooths what it measures', async () => {
    const { events, send, received, link } = alone()
    await send({ t: 'hello', ...BEN, addresses: [] })
    expect(await received()).toMatchObject({ t: 'hello', name: 'Ann' })
    expect(await received()).toEqual({ t: 'ping', n: 0 })
    await clock.advance(80)
    await send({ t: 'pong', n: 0 })
    // Five seconds later it is due, and pinged with whatever else is due in that second.
    await clock.advance(5_920)
    expect(await received()).toEqual({ t: 'ping', n: 1 })
    await clock.advance(160)
    await send({ t: 'pong', n: 1 })
    expect(events.filter(({ type }) => type === 'rtt')).toEqual([
      { type: 'rtt', rttMs: 80 },
      { type: 'rtt', rttMs: 160 },
    ])
    expect([link.rttMs, link.lastRttMs]).toEqual([90, 160])
  })
})

describe('a link whose other side misbehaves', () => {
  it.each([
    ['bytes that are no frame', Uint8Array.of(0, 1, 2)],
    ['a frame of no known kind', new TextEncoder().encode('{"t":"pang"}')],
  ])('ends at %s', async (_what, bytes) => {
    const { events, send, far, link } = alone()
    await send(bytes)
    expect(events).toEqual([{ type: 'ended', violation: expect.stringMatching(/./) as string }])
    expect(link.ended).toBe(true)
    expect(await far.read()).toBeNull()
  })

  it('comes up once, however often it hears hello', async () => {
    const { events, send } = alone()
    for (let i = 0; i < 5; i++) await send({ t: 'hello', ...BEN, addresses: [] })
    expect(events.filter(({ type }) => type === 'up')).toHaveLength(1)
    expect(clock.pending).toBe(1)
  })

  it('takes no pong that it did not ask for, and each one once', async () => {
    const { events, send } = alone()
    await send({ t: 'hello', ...BEN, addresses: [] }, { t: 'pong', n: 7 }, { t: 'pong', n: 0 }, { t: 'pong', n: 0 })
    expect(events.filter(({ type }) => type === 'rtt')).toHaveLength(1)
  })

  it('ends when the stream does, also in the middle of a ping', async () => {
    const { link, events, send, far } = alone()
    await send({ t: 'hello', ...BEN, addresses: [] })
    const ping = link.ping()
    far.abort()
    expect(await ping).toBeNull()
    expect(events.at(-1)).toEqual({ type: 'ended', violation: null })
    expect(await link.ping()).toBeNull()
    await link.leave('stopped')
  })

  it('holds a bounded number of answers for one that pings without end and reads nothing', async () => {
    clock = new ManualClock()
    let writing = 0
    let most = 0
    const incoming = [encodeFrame({ t: 'hello', ...BEN, addresses: [] })]
    let sent = 0
    const link = createLink(
      {
        ...ports(),
        tell: () => {},
        stream: {
          read: async () => {
            if (sent >= 10_000) return new Promise(() => {})
            return incoming.shift() ?? encodeFrame({ t: 'ping', n: sent++ })
          },
          // Never any room: the other side reads nothing.
          write: () => {
            writing += 1
            most = Math.max(most, writing)
            return new Promise(() => {})
          },
          close: async () => {},
          abort: () => {},
          violation: null,
        },
      },
      ANN,
    )
    open.push(link)
    while (sent < 10_000) await settled()
    await settled()
    expect(most).toBeLessThan(100)
  })

  it('holds a bounded number of pings of its own', async () => {
    const { link, send } = alone()
    await send({ t: 'hello', ...BEN, addresses: [] })
    const pings = Array.from({ length: 200 }, () => link.ping())
    expect(clock.pending).toBeLessThan(70)
    link[Symbol.dispose]()
    expect(new Set(await Promise.all(pings))).toEqual(new Set([null]))
  })
})
