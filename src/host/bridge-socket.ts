/** One client of the local WebSocket: it shows the token, then calls and listens, within limits. */
import type { RawData, WebSocket } from 'ws'
import { answer } from '../contract/answer.ts'
import type { Reply } from '../contract/bridge.ts'
import type { Handlers } from '../contract/contract.ts'
import { type ErrorName, KithError, type KithErrorOptions } from '../contract/errors.ts'
import {
  CLOSE_TOO_FAST,
  CLOSE_UNAUTHORIZED,
  ClientFrame,
  MAX_HELLO_FRAME_BYTES,
  parseJsonLine,
  type ServerFrame,
} from '../contract/socket.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { MIB, SECOND_MS } from '../kit/units.ts'
import { fullBucket, LOCAL_CALLS, MAX_CALLS_IN_FLIGHT, takeCall } from './call-bucket.policy.ts'

/** A client that has the token sends it in its first breath; one that does not must not hold a place. */
const HELLO_MS = 5 * SECOND_MS
/** A client that lets this much pile up has stopped reading. Ten thousand peers in one answer are about 7 MiB. */
const MAX_UNSENT_BYTES = 32 * MIB
/** How long a client may take to agree to a close. */
const CLOSE_GRACE_MS = SECOND_MS
/** RFC 6455 §7.4.1: the endpoint got a kind of data that it cannot accept. */
const CLOSE_UNSUPPORTED = 1003

export interface BridgeSocketPorts {
  readonly clock: Clock
  readonly log: Log
  readonly handlers: Handlers
  isToken(shown: string): boolean
  /** Told once, when the socket is gone for good. */
  onGone(): void
}

export interface BridgeSocket {
  /** Passes one event frame on, if the client has shown the token. */
  announce(frame: string): void
  /** Says why, and cuts the line if the client does not agree in time. */
  close(code: number, reason: string): void
}

export function serveBridgeSocket(socket: WebSocket, ports: BridgeSocketPorts): BridgeSocket {
  const { clock, log } = ports
  let welcomed = false
  let closing = false
  let inFlight = 0
  let bucket = fullBucket(LOCAL_CALLS, clock.now())
  let timer = clock.at(clock.now() + HELLO_MS, () => close(CLOSE_UNAUTHORIZED, 'no hello in time'))

  function close(code: number, reason: string): void {
    if (closing) return
    closing = true
    timer[Symbol.dispose]()
    timer = clock.at(clock.now() + CLOSE_GRACE_MS, () => socket.terminate())
    socket.close(code, reason)
  }

  function send(text: string): void {
    if (closing) return
    socket.send(text)
    if (socket.bufferedAmount <= MAX_UNSENT_BYTES) return
    log.warn('a local client stopped reading and was dropped', { unsentBytes: socket.bufferedAmount })
    closing = true
    socket.terminate()
  }

  const sendFrame = (frame: ServerFrame): void => send(JSON.stringify(frame))
  const reply = (id: number | null, answered: Reply): void =>
    // Replies are made by `answer` and `refuse`, whose shapes the contract's tests hold against the frame's schema.
    sendFrame({ type: 'reply', id, reply: answered as Extract<ServerFrame, { type: 'reply' }>['reply'] })
  const refuse = (id: number | null, name: ErrorName, message: string, options?: KithErrorOptions): void =>
    reply(id, { ok: false, error: new KithError(name, message, options).toJSON() })

  async function call(id: number, name: string, input: unknown): Promise<void> {
    if (inFlight >= MAX_CALLS_IN_FLIGHT) {
      refuse(id, 'LimitReached', `At most ${MAX_CALLS_IN_FLIGHT} calls may wait for their answer at a time.`)
      return
    }
    inFlight += 1
    const answered = await answer(ports.handlers, name, input, (error) => log.error('a call failed', { name, error }))
    inFlight -= 1
    reply(id, answered)
  }

  function hello(token: string): void {
    if (!ports.isToken(token)) {
      log.warn('a local client showed a wrong token')
      close(CLOSE_UNAUTHORIZED, 'wrong token')
      return
    }
    if (!welcomed) timer[Symbol.dispose]()
    welcomed = true
    sendFrame({ type: 'welcome' })
  }

  function receive(data: RawData, isBinary: boolean): void {
    if (closing) return
    if (isBinary) return close(CLOSE_UNSUPPORTED, 'text only')
    // Before any parsing is paid for. Who was never welcomed speaks once.
    const [next, verdict] = takeCall(bucket, clock.now(), LOCAL_CALLS)
    bucket = next
    if (verdict.is === 'drop') {
      log.warn('a local client went on calling too fast and was dropped')
      return close(CLOSE_TOO_FAST, 'too fast')
    }
    const text = textOf(data)
    if (!welcomed && text.length > MAX_HELLO_FRAME_BYTES) return close(CLOSE_UNAUTHORIZED, 'say hello first')
    const frame = parseJsonLine(ClientFrame, text)
    if (!welcomed) {
      if (frame.ok && frame.value.type === 'hello') return hello(frame.value.token)
      return close(CLOSE_UNAUTHORIZED, 'say hello first')
    }
    if (!frame.ok) return refuse(null, 'InvalidRequest', `That is no frame of this socket: ${frame.error}`)
    if (frame.value.type === 'hello') return hello(frame.value.token)
    const { id, name, input } = frame.value
    if (verdict.is === 'refuse') {
      const { retryAfterMs } = verdict
      return refuse(id, 'RateLimited', 'Too many calls. Wait a moment and try again.', { details: { retryAfterMs } })
    }
    void call(id, name, input)
  }

  socket.on('message', receive)
  // Too long a frame, bad UTF-8, a broken line: `ws` closes by itself and tells why here.
  socket.on('error', (error) => log.debug('a local client broke the line', { error }))
  socket.on('close', () => {
    closing = true
    timer[Symbol.dispose]()
    ports.onGone()
  })

  return { announce: (frame) => (welcomed ? send(frame) : undefined), close }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
