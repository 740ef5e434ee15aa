/** Credit on a stream without windows: what is granted, and what becomes of who takes more. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { KIB } from '../../kit/units.ts'
import { FIRST_WINDOW_BYTES, type Flow, FREE_WINDOW_BYTES } from '../bandwidth/index.ts'
import { creditWindow, RECORD_HEADER_BYTES } from './credit-window.ts'
import type { Bytes, InnerStream } from './inner-stream.ts'

class Piece implements Bytes {
  #bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  get byteLength(): number {
    return this.#bytes.byteLength
  }
  sublist(from: number, to: number): Bytes {
    return new Piece(this.#bytes.slice(from, to))
  }
  subarray(from?: number, to?: number): Uint8Array {
    return this.#bytes.subarray(from, to)
  }
  consume(bytes: number): void {
    this.#bytes = this.#bytes.subarray(bytes)
  }
  prepend(bytes: Uint8Array): void {
    this.#bytes = Uint8Array.from([...bytes, ...this.#bytes])
  }
}

const NOTHING_MORE: Flow = {
  isFree: false,
  bytesPerSecond: 64 * KIB,
  isWaiting: false,
  take: () => 0,
  giveBack: () => {},
  charge: () => {},
}
const FREE: Flow = { ...NOTHING_MORE, isFree: true, bytesPerSecond: Number.POSITIVE_INFINITY, take: (bytes) => bytes }

function setUp(down: Flow) {
  const sent: Uint8Array[] = []
  const got: number[] = []
  let broken: string | null = null
  let drains = 0
  const stream = {
    sendData(data: Bytes) {
      sent.push(data.subarray().slice())
      return { sentBytes: data.byteLength, canSendMore: true }
    },
    onData: (data: Uint8Array) => void got.push(...data.subarray()),
    sendResume: () => {},
    safeDispatchEvent: () => {
      drains += 1
      return true
    },
    abort: (error: Error) => {
      broken = error.message
    },
    readBuffer: new Piece(new Uint8Array(0)),
    readStatus: 'readable' as 'readable' | 'paused',
    status: 'open',
    writeBufferLength: 1,
    maxMessageSize: 16 * KIB,
  }
  const window = creditWindow(stream as unknown as InnerStream, { down, window: () => FREE_WINDOW_BYTES })
  return { stream, window, sent, got, broken: () => broken, drains: () => drains }
}

const record = (kind: number, length: number, data: ArrayLike<number> = []): number[] => [
  kind,
  length >> 16,
  (length >> 8) & 255,
  length & 255,
  ...Array.from(data),
]
const data = (bytes: number): number[] => record(0, bytes, new Uint8Array(bytes).fill(7))
const come = (stream: { onData(data: Uint8Array): void }, bytes: readonly number[]): void =>
  stream.onData(Uint8Array.from(bytes))

describe('who receives', () => {
  it('lets through what it granted, and breaks the stream for a byte more', async () => {
    const { stream, got, broken } = setUp(NOTHING_MORE)
    come(stream, data(FIRST_WINDOW_BYTES))
    expect(got).toHaveLength(FIRST_WINDOW_BYTES)
    come(stream, data(1))
    await settled()
    expect(broken()).toBe('more was sent than was granted')
    come(stream, data(1))
    expect(got).toHaveLength(FIRST_WINDOW_BYTES)
  })

  it('does not wait for a record that is longer than what it granted', async () => {
    const { stream, broken } = setUp(NOTHING_MORE)
    come(stream, record(0, FIRST_WINDOW_BYTES + 1))
    await settled()
    expect(broken()).toBe('more was sent than was granted')
  })

  it('breaks the stream for what is neither data nor credit', async () => {
    const { stream, broken } = setUp(FREE)
    come(stream, record(2, 0))
    await settled()
    expect(broken()).toBe('a record is neither data nor credit')
  })

  it('grants a whole window when nothing holds it, and again when a part of it is used', () => {
    const { stream, window, sent } = setUp(FREE)
    window.refresh()
    expect(sent).toEqual([Uint8Array.from(record(1, FREE_WINDOW_BYTES - FIRST_WINDOW_BYTES))])
    for (let n = 0; n < 15; n++) come(stream, data(16 * KIB))
    expect(sent).toHaveLength(1)
    come(stream, data(16 * KIB))
    expect(sent).toHaveLength(2)
  })

  it('grants nothing while the application does not read, and goes on when it does', () => {
    const { stream, window, sent } = setUp(FREE)
    stream.readStatus = 'paused'
    window.refresh()
    come(stream, data(FIRST_WINDOW_BYTES))
    expect(sent).toEqual([])
    stream.readStatus = 'readable'
    stream.sendResume()
    expect(sent).toEqual([Uint8Array.from(record(1, FREE_WINDOW_BYTES))])
  })

  it('reads the same however the bytes are cut', () => {
    const whole = [...data(3), ...record(1, 9), ...data(0), ...data(300), ...record(1, 1), ...data(5)]
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 40 }), (cuts) => {
        const { stream, got, broken } = setUp(FREE)
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        for (const [n, from] of at.slice(0, -1).entries()) come(stream, whole.slice(from, at[n + 1]))
        expect([got.length, broken()]).toEqual([308, null])
      }),
    )
  })
})

describe('who sends', () => {
  it('sends what it may, header included in a message, and waits for credit', () => {
    const { stream, sent, drains } = setUp(FREE)
    expect(stream.maxMessageSize).toBe(16 * KIB - RECORD_HEADER_BYTES)
    expect(stream.sendData(new Piece(new Uint8Array(10 * KIB)))).toEqual({ sentBytes: 10 * KIB, canSendMore: true })
    expect(stream.sendData(new Piece(new Uint8Array(10 * KIB)))).toEqual({ sentBytes: 6 * KIB, canSendMore: false })
    expect(stream.sendData(new Piece(new Uint8Array(1)))).toEqual({ sentBytes: 0, canSendMore: false })
    expect(sent.map(({ byteLength }) => byteLength)).toEqual([10 * KIB + 4, 6 * KIB + 4])
    come(stream, record(1, 5))
    expect(drains()).toBe(1)
    expect(stream.sendData(new Piece(new Uint8Array(10)))).toEqual({ sentBytes: 5, canSendMore: false })
  })

  it('counts no more credit than a header can say, however often it is granted', () => {
    const { stream } = setUp(FREE)
    for (let n = 0; n < 5; n++) come(stream, record(1, 2 ** 24 - 1))
    const sent = stream.sendData(new Piece(new Uint8Array(2 ** 25)))
    expect(sent.sentBytes).toBe(2 ** 24 - 1)
  })
})
