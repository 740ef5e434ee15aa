/**
 * One side of one link: says hello or refuses, hears the other's answer, then keeps the pulse. Tells what happened; decides nothing:
 * when to ping and what silence means is `heartbeat.policy.ts`.
 */
import type { Clock, Random } from '../../kit/clock.ts'
import {
  type Glance,
  type HeartbeatOptions,
  heardPulse,
  look,
  measuredPulse,
  newPulse,
  type Pulse,
  smoothRttMs,
} from './heartbeat.policy.ts'
import { type ByeReason, decodeFrame, encodeFrame, type Hello, helloFrame, type LinkFrame } from './link-frames.ts'
import type { FrameStream } from './network.types.ts'

export type LinkEvent =
  /** Both sides let each other in. */
  | { readonly type: 'up'; readonly hello: Hello }
  /** A stranger that we refuse introduced itself. */
  | { readonly type: 'introduced'; readonly hello: Hello }
  /** The other side does not let us in. */
  | { readonly type: 'refused' }
  /** A round trip as measured. */
  | { readonly type: 'rtt'; readonly rttMs: number }
  | { readonly type: 'missed'; readonly misses: number; readonly silenceMs: number }
  | { readonly type: 'heard' }
  | {
      readonly type: 'unresponsive'
      readonly misses: number
      readonly silenceMs: number
      readonly lastRttMs: number | null
    }
  | { readonly type: 'bye'; readonly reason: ByeReason }
  /** The stream is over; always the last event, exactly once. */
  | { readonly type: 'ended'; readonly violation: string | null }

export interface LinkPorts {
  readonly clock: Clock
  readonly random: Random
  readonly stream: FrameStream
  readonly tell: (event: LinkEvent) => void
  /** When bytes last came over any stream of the connection. */
  readonly heardAt: () => number | null
  /** As the settings say now. */
  readonly heartbeat: () => HeartbeatOptions
}

export interface Link extends Disposable {
  /** Smoothed round trip, `null` before the first pong. */
  readonly rttMs: number | null
  readonly lastRttMs: number | null
  /** It missed a beat, and nothing was heard since. */
  readonly isSuspect: boolean
  /** Monotonic: since when nothing was heard. */
  readonly quietSinceMs: number
  readonly ended: boolean
  /** Pings now. Resolves with the round trip in ms, or `null` when the link ends or the timeout passes first. */
  ping(): Promise<number | null>
  /** The same for whoever measures the line many times a second: nobody is told, and nothing here remembers it. */
  probe(): Promise<number | null>
  /** Something happened that may have broken the line: asks now, as a heartbeat. After a sleep the silence begins anew. */
  check(woke: boolean): void
  /** Says goodbye (or “refused”) and resolves when the other side has closed; who waits decides for how long. */
  leave(reason: ByeReason | 'refused'): Promise<void>
}

/** @param hello what we say of ourselves; `null` refuses the other side */
export function createLink(ports: LinkPorts, hello: Hello | null): Link {
  const { clock, random, stream, tell, heartbeat } = ports
  let up = false
  let ended = false
  let leaving = false
  const over = Promise.withResolvers<undefined>()
  let pulse: Pulse = newPulse(clock.now())
  let rttMs: number | null = null
  let lastRttMs: number | null = null
  let timer: Disposable | null = null
  let lastNumber = -1
  /** Answers that are on their way. */
  let answering = 0
  /** Pings that wait for their pong: those of the heartbeat, and those that a person asked for, who want to know. Bounded. */
  const waiting = new Map<number, { sentAt: number } & Partial<Wish>>()

  function end(violation: string | null): void {
    if (ended) return
    ended = true
    timer?.[Symbol.dispose]()
    for (const { timeout, settle } of waiting.values()) {
      timeout?.[Symbol.dispose]()
      settle?.(null)
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

  function sendPing(wish: Wish | null, n: number): void {
    waiting.set(n, { sentAt: clock.now(), ...wish })
    void send({ t: 'ping', n })
  }

  /** Small numbers make short frames; far fewer wait at a time. */
  function takeNumber(): number {
    do lastNumber = (lastNumber + 1) % PING_NUMBERS
    while (waiting.has(lastNumber))
    return lastNumber
  }

  function ask(isProbe: boolean): Promise<number | null> {
    if (ended || waiting.size >= MAX_WAITING_PINGS) return Promise.resolve(null)
    const n = takeNumber()
    return new Promise((settle) => {
      const timeout = clock.at(clock.now() + heartbeat().timeoutMs, () => {
        waiting.delete(n)
        settle(null)
      })
      sendPing({ settle, timeout, isProbe }, n)
    })
  }

  /** Looks at the silence now, does what follows, and comes again. */
  function beat(glance: Partial<Glance> = {}): void {
    const o = heartbeat()
    const nowMs = clock.now()
    const before = pulse
    const found = look(pulse, { nowMs, heardMs: ports.heardAt(), unit: random(), ...glance }, o)
    pulse = found.pulse
    timer?.[Symbol.dispose]()
    // Whoever is told that it is unresponsive ends it.
    timer = found.vitality === 'unresponsive' ? null : clock.at(pulse.lookMs, () => beat())
    for (const [n, { sentAt, settle }] of waiting) if (!settle && nowMs - sentAt >= o.timeoutMs) waiting.delete(n)
    if (found.ping && waiting.size < MAX_WAITING_PINGS) sendPing(null, takeNumber())
    const { misses } = pulse
    if (found.vitality === 'unresponsive') tell({ type: 'unresponsive', misses, silenceMs: found.silenceMs, lastRttMs })
    else if (found.missed > 0) tell({ type: 'missed', misses, silenceMs: found.silenceMs })
    else if (before.misses > 0 && misses === 0) tell({ type: 'heard' })
  }

  function heard(): void {
    const wasSuspect = pulse.misses > 0
    pulse = heardPulse(pulse, clock.now())
    if (wasSuspect) tell({ type: 'heard' })
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
        pulse = newPulse(clock.now())
        if (!ended && !leaving) beat()
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
        sent.timeout?.[Symbol.dispose]()
        if (sent.isProbe === true) return sent.settle?.(clock.now() - sent.sentAt)
        lastRttMs = clock.now() - sent.sentAt
        rttMs = smoothRttMs(rttMs, lastRttMs)
        pulse = measuredPulse(pulse, clock.now())
        sent.settle?.(lastRttMs)
        return tell({ type: 'rtt', rttMs: lastRttMs })
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
    get lastRttMs() {
      return lastRttMs
    },
    get isSuspect() {
      return pulse.misses > 0
    },
    get quietSinceMs() {
      return Math.max(pulse.quietSinceMs, ports.heardAt() ?? Number.NEGATIVE_INFINITY)
    },
    get ended() {
      return ended
    },
    ping: () => ask(false),
    probe: () => ask(true),
    check(woke) {
      if (up && !ended && !leaving) beat({ ask: true, woke })
    },
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

/** Somebody wants to know how a ping fares. */
interface Wish {
  readonly settle: (rttMs: number | null) => void
  readonly timeout: Disposable
  readonly isProbe: boolean
}

/** Far more than a person, a heartbeat and a measurement need. */
const MAX_WAITING_PINGS = 64
const MAX_ANSWERS = MAX_WAITING_PINGS
const PING_NUMBERS = 1_000
