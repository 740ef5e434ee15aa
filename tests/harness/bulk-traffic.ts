/** Test protocols that move bytes between two nodes: random bytes without end, which are dropped, and messages that are echoed. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FrameStream, Network, StreamOptions } from '../../src/core/peers/index.ts'
import {
  BULK_FRAME_BYTES,
  BULK_PROTOCOL,
  type BulkOrders,
  MESSAGE_FRAME_BYTES,
  MESSAGE_PROTOCOL,
  type MessageTimes,
  SMALL_FILE_PROTOCOL,
} from './bulk.types.ts'

const BULK: StreamOptions = { maxFrameBytes: BULK_FRAME_BYTES, kind: 'bulk' }
const MESSAGES = {
  message: { protocol: MESSAGE_PROTOCOL, options: { maxFrameBytes: MESSAGE_FRAME_BYTES, kind: 'message' } },
  bulk: { protocol: SMALL_FILE_PROTOCOL, options: { maxFrameBytes: MESSAGE_FRAME_BYTES, kind: 'bulk' } },
} as const
/** Frames are cut from these at changing places: what is sent does not compress, and making it costs nothing. */
const POOL_BYTES = 4 * 1_024 * 1_024
/** An odd step, so that frames of one stream begin everywhere. */
const POOL_STEP = 1_048_573
const STAMP_BYTES = 8
const OPEN_MS = 20_000
const ECHO_MS = 60_000

/** The machine's monotonic clock in milliseconds, the same in every process. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6

export interface BulkTraffic {
  /** Payload that the sink has read from this peer. */
  sunkBytes(peerId: string): number
  readonly sunkPeers: readonly string[]
  open(order: BulkOrders['open']['order']): Promise<void>
  send(order: BulkOrders['send']['order']): Promise<void>
  stopSending(order: BulkOrders['stopSending']['order']): void
  sending(peerId: string): BulkOrders['sending']['answer']
  message(order: BulkOrders['message']['order']): Promise<readonly MessageTimes[]>
  setReading(reads: boolean): void
}

interface Sender {
  readonly stream: FrameStream
  /** What it writes now; `null` when it is silent. */
  frameBytes: number | null
  wake: () => void
  ended: boolean
}

export function createBulkTraffic(network: Network): BulkTraffic {
  const pool = randomBytes(POOL_BYTES)
  let at = 0
  const sunk = new Map<string, number>()
  const connections = new Map<string, string[]>()
  const senders = new Map<string, Sender[]>()
  const errors = new Map<string, string[]>()
  const messengers = new Map<string, Promise<FrameStream>>()
  let reading = Promise.resolve()
  let goOn = (): void => {}

  network.events.on((event) => {
    if (event.type === 'opened') {
      const { id, peerId } = event.connection
      connections.set(peerId, [...(connections.get(peerId) ?? []), id])
    } else if (event.type === 'closed') {
      const { connectionId, peerId } = event
      connections.set(
        peerId,
        (connections.get(peerId) ?? []).filter((id) => id !== connectionId),
      )
      for (const kind of Object.keys(MESSAGES)) messengers.delete(peerId + kind)
    }
  })
  network.handle(BULK_PROTOCOL, BULK, (stream, { peerId }) => void drop(stream, peerId))
  for (const { protocol, options } of Object.values(MESSAGES))
    network.handle(protocol, options, (stream) => void echo(stream))

  async function drop(stream: FrameStream, peerId: string): Promise<void> {
    for (;;) {
      await reading
      const frame = await stream.read()
      if (frame === null) return
      sunk.set(peerId, (sunk.get(peerId) ?? 0) + frame.byteLength)
    }
  }

  /** The answer tells when the message came. */
  async function echo(stream: FrameStream): Promise<void> {
    try {
      for (let frame = await stream.read(); frame !== null; frame = await stream.read()) {
        const answer = Buffer.from(frame)
        answer.writeDoubleBE(machineMs(), 0)
        await stream.write(answer)
      }
    } catch {
      // The other end is gone.
    }
    // Otherwise it stays half open and counts against the limit of streams.
    await stream.close()
  }

  function openStream(peerId: string, protocol: string, options: StreamOptions): Promise<FrameStream> {
    const connectionId = connections.get(peerId)?.at(-1)
    if (connectionId === undefined) throw new Error(`there is no connection with ${peerId}`)
    return network.open(connectionId, protocol, options, AbortSignal.timeout(OPEN_MS))
  }

  function nextFrame(bytes: number): Uint8Array {
    at = (at + POOL_STEP) % (POOL_BYTES - BULK_FRAME_BYTES)
    return pool.subarray(at, at + bytes)
  }

  async function run(sender: Sender, peerId: string): Promise<void> {
    try {
      while (!sender.ended) {
        if (sender.frameBytes === null) await new Promise<void>((resolve) => (sender.wake = resolve))
        else await sender.stream.write(nextFrame(sender.frameBytes))
      }
    } catch (error) {
      if (!sender.ended) errors.set(peerId, [...(errors.get(peerId) ?? []), String(error)])
    }
    senders.set(
      peerId,
      (senders.get(peerId) ?? []).filter((other) => other !== sender),
    )
  }

  async function open({ peerId, streams }: BulkOrders['open']['order']): Promise<void> {
    const opened = await Promise.all(Array.from({ length: streams }, () => openStream(peerId, BULK_PROTOCOL, BULK)))
    for (const stream of opened) {
      const sender: Sender = { stream, frameBytes: null, wake: () => {}, ended: false }
      senders.set(peerId, [...(senders.get(peerId) ?? []), sender])
      void run(sender, peerId)
    }
  }

  /** Its own stream, or the one that is kept for the peer. */
  async function messenger({ peerId, fresh, kind }: BulkOrders['message']['order']): Promise<FrameStream> {
    const { protocol, options } = MESSAGES[kind]
    if (fresh) return openStream(peerId, protocol, options)
    const kept = messengers.get(peerId + kind) ?? openStream(peerId, protocol, options)
    messengers.set(peerId + kind, kept)
    return kept
  }

  async function ask(stream: FrameStream, bytes: number): Promise<MessageTimes> {
    const text = Buffer.from(nextFrame(Math.max(STAMP_BYTES, bytes)))
    const began = machineMs()
    await stream.write(text)
    const answer = await within(stream.read(), ECHO_MS)
    if (answer === null) throw new Error('the other end closed the stream of messages')
    const ended = machineMs()
    return { arrivalMs: Buffer.from(answer).readDoubleBE(0) - began, roundTripMs: ended - began }
  }

  return {
    sunkBytes: (peerId) => sunk.get(peerId) ?? 0,
    get sunkPeers() {
      return [...sunk.keys()]
    },
    open,
    async send({ peerId, streams, frameBytes }) {
      const silent = (senders.get(peerId) ?? []).filter((sender) => sender.frameBytes === null)
      if (silent.length < streams) await open({ peerId, streams: streams - silent.length })
      for (const sender of (senders.get(peerId) ?? []).filter((one) => one.frameBytes === null).slice(0, streams)) {
        sender.frameBytes = frameBytes
        sender.wake()
      }
    },
    stopSending({ peerId, close }) {
      for (const sender of senders.get(peerId) ?? []) {
        sender.frameBytes = null
        if (!close) continue
        sender.ended = true
        sender.wake()
        sender.stream.abort()
      }
    },
    sending: (peerId) => ({
      streams: (senders.get(peerId) ?? []).filter(({ frameBytes }) => frameBytes !== null).length,
      errors: errors.get(peerId) ?? [],
    }),
    async message(order) {
      const { bytes, count, everyMs, fresh } = order
      const times: MessageTimes[] = []
      for (let sent = 0; sent < count; sent++) {
        const began = machineMs()
        const stream = await messenger(order)
        times.push(await ask(stream, bytes))
        if (fresh) void stream.close()
        await sleep(Math.max(0, everyMs - (machineMs() - began)))
      }
      return times
    },
    setReading(reads) {
      goOn()
      reading = reads ? Promise.resolve() : new Promise((resolve) => (goOn = resolve))
    },
  }
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return Promise.race([
    promise,
    sleep(ms, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${ms} ms`)
    }),
  ])
}
