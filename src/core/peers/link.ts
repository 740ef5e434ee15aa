/** One side of one link: says hello or refuses, hears the other's answer, then keeps the pulse. Tells what happened; decides nothing. */
import type { Clock, Random } from '../../kit/clock.ts'
import { type HeartbeatOptions, nextBeatMs, smoothRttMs, vitality } from './heartbeat.policy.ts'
import { type ByeReason, decodeFrame, encodeFrame, type Hello, helloFrame, type LinkFrame } from './link-frames.ts'
import type { FrameStream } from './network.types.ts'

export type LinkEvent =
  /** Both sides let each other in. */
  | { readonly type: 'up'; readonly hello: Hello }
  /** A stranger that we refuse introduced itself. */
  | { readonly type: 'introduced'; readonly hello: Hello }
  /** The other side does not let us in. */
  | { readonly type: 'refused' }
  | { readonly type: 'rtt'; readonly rttMs: number }
  | { readonly type: 'missed'; readonly misses: number }
  | { readonly type: 'heard' }
  | { readonly type: 'unresponsive'; readonly misses: number; readonly silenceMs: number }
  | { readonly type: 'bye'; readonly reason: ByeReason }
  /** The stream is over; always the last event, exactly once. */
  | { readonly type: 'ended'; readonly violation: string | null }

export interface LinkPorts {
  readonly clock: Clock
  readonly random: Random
  readonly stream: FrameStream
  readonly tell: (event: LinkEvent) => void
}

export interface Link extends Disposable {
  /** Smoothed round trip, `null` before the first pong. */
  readonly rttMs: number | null
  readonly ended: boolean
  /** Pings now. Resolves with the round trip in ms, or `null` when the link ends or the timeout passes first. */
  ping(): Promise<number | null>
  /** Says goodbye (or “refused”) and resolves when the other side has closed; who waits decides for how long. */
  leave(reason: ByeReason | 'refused'): Promise<void>
}

/** @param hello what we say of ourselves; `null` refuses the other side */
export function createLink(ports: LinkPorts, hello: Hello | null, o: HeartbeatOptions): Link {
  const { clock, random, stream, tell } = ports
  let up = false
  let ended = false
  let leaving = false
  const over = Promise.withResolvers<undefined>()
  let misses = 0
  let lastHeard = clock.now()
  let rttMs: number | null = null
  let beat: Disposable | null = null
  let nextNumber = 0
  /** Answers that are on their way. */
  let answering = 0
  /** Pings that wait for their pong. Bounded: one by heartbeat, and those that a person asked for. */
  const waiting = new Map<number, { sentAt: number; timeout: Disposable; settle: (rttMs: number | null) => void }>()

  function end(violation: string | null): void {
    if (ended) return
    ended = true
    beat?.[Symbol.dispose]()
    for (const { timeout, settle } of waiting.values()) {
      timeout[Symbol.dispose]()
      settle(null)
    }
    waiting.clear()
    over.resolve(undefined)
    tell({ type: 'ended', violation })
  }

  const send = (frame: LinkFrame): Promise<void> =>
    // A stream that cannot be written is noticed by the reader, which ends the link.
    stream.write(encodeFrame(frame)).catch(() => {})

  async function answer(n: number): Promise<void> {
    answering++
    await send({ t: 'pong', n })
    answering--
  }

  function ping(): Promise<number | null> {
    if (ended || waiting.size >= MAX_WAITING_PINGS) return Promise.resolve(null)
    const n = nextNumber++
    return new Promise((settle) => {
      const timeout = clock.at(clock.now() + o.timeoutMs, () => {
        waiting.delete(n)
        settle(null)
      })
      waiting.set(n, { sentAt: clock.now(), timeout, settle })
      void send({ t: 'ping', n })
    })
  }

  function scheduleBeat(): void {
    beat = clock.at(clock.now() + nextBeatMs(random(), o), () => {
      scheduleBeat()
      void pulse()
    })
  }

  async function pulse(): Promise<void> {
    const sample = await ping()
    if (ended) return
    if (sample !== null) return
    misses++
    const silenceMs = clock.now() - lastHeard
    if (vitality(misses, silenceMs, o) === 'unresponsive') tell({ type: 'unresponsive', misses, silenceMs })
    else tell({ type: 'missed', misses })
  }

  function heard(): void {
    lastHeard = clock.now()
    if (misses === 0) return
    misses = 0
    tell({ type: 'heard' })
  }

  function receive(frame: LinkFrame): void {
    heard()
    switch (frame.t) {
      case 'hello': {
        const { name, agent, addresses } = frame
        const theirs = { name, agent, addresses }
        if (!hello) return tell({ type: 'introduced', hello: theirs })
        if (up) return
        up = true
        tell({ type: 'up', hello: theirs })
        scheduleBeat()
        void pulse()
        return
      }
      case 'refused':
        tell({ type: 'refused' })
        // An approval was withdrawn, which is a goodbye.
        if (up) void stream.close()
        return
      case 'ping':
        // Nobody who is refused gets an answer, nor does one that asks without end and reads nothing.
        if (up && answering < MAX_ANSWERS) void answer(frame.n)
        return
      case 'pong': {
        const sent = waiting.get(frame.n)
        if (!sent) return
        waiting.delete(frame.n)
        sent.timeout[Symbol.dispose]()
        const sample = clock.now() - sent.sentAt
        rttMs = smoothRttMs(rttMs, sample)
        sent.settle(sample)
        return tell({ type: 'rtt', rttMs })
      }
      case 'bye':
        tell({ type: 'bye', reason: frame.reason })
        void stream.close()
        return
    }
  }

  async function readAll(): Promise<void> {
    for (;;) {
      const bytes = await stream.read()
      if (ended) return
      if (!bytes) {
        end(stream.violation)
        return
      }
      // Nothing that comes now changes anything: only the end is waited for.
      if (leaving) continue
      const frame = decodeFrame(bytes)
      if (!frame.ok) {
        stream.abort()
        end(frame.error)
        return
      }
      receive(frame.value)
    }
  }

  void send(hello ? helloFrame(hello) : { t: 'refused' })
  void readAll()

  return {
    get rttMs() {
      return rttMs
    },
    get ended() {
      return ended
    },
    ping,
    async leave(reason) {
      if (ended) return
      leaving = true
      await send(reason === 'refused' ? { t: 'refused' } : { t: 'bye', reason })
      await stream.close()
      // The other side closes once it has read the goodbye. Going first could take it along: a connection that is closed while
      // something is on its way to us answers with a reset, and what was not read by then is lost (RFC 1122 §4.2.2.13).
      await over.promise
    },
    [Symbol.dispose]() {
      if (ended) return
      stream.abort()
      end(null)
    },
  }
}

/** Far more than a person and a heartbeat need. */
const MAX_WAITING_PINGS = 64
const MAX_ANSWERS = MAX_WAITING_PINGS
