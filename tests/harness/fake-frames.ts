/** Frame streams in memory, as the network port promises them: in order, bounded, half-closable, breakable. */
import { KithError } from '../../src/contract/errors.ts'
import type { FrameStream, StreamOptions } from '../../src/core/peers/index.ts'
import { KIB } from '../../src/kit/units.ts'

/** What may be on the way before a writer has to wait; yamux begins with as much. */
const WINDOW_BYTES = 256 * KIB

export interface FramePairOptions {
  readonly windowBytes?: number
  /** Runs `arrive` when what was sent now arrives; at once by default. */
  readonly onItsWay?: (arrive: () => void) => void
}

/** One end of the stream and what the network knows of its owner. */
export interface FrameEnd {
  readonly options: StreamOptions
  /** Nothing passes here while the owner is frozen. */
  readonly frozen: () => boolean
  readonly onBytes?: (direction: 'up' | 'down', byteLength: number) => void
}

export interface FramePair {
  readonly a: FrameStream
  readonly b: FrameStream
  /** Something outside changed (frozen or thawed): everybody who waits looks again. */
  wake(): void
  /** No more frames; what was sent before can still be read. */
  end(): void
  /** Everything is lost at once. */
  break(): void
  readonly isOver: boolean
}

class Pipe {
  readonly #frames: Uint8Array[] = []
  #sentBytes = 0
  #state: 'open' | 'ended' | 'broken' = 'open'
  /** No more is sent; what is on the way still arrives. */
  #closing = false
  #violation: string | null = null
  #waiting: (() => void)[] = []
  readonly #from: FrameEnd
  readonly #to: FrameEnd
  readonly #breakAll: () => void
  readonly #windowBytes: number
  readonly #onItsWay: (arrive: () => void) => void

  constructor(from: FrameEnd, to: FrameEnd, breakAll: () => void, options: FramePairOptions) {
    this.#from = from
    this.#to = to
    this.#breakAll = breakAll
    this.#windowBytes = options.windowBytes ?? WINDOW_BYTES
    this.#onItsWay = options.onItsWay ?? ((arrive) => arrive())
  }

  /** How the writer broke the framing, as the reader found out. */
  get violation(): string | null {
    return this.#violation
  }

  get over(): boolean {
    return this.#state === 'broken' || (this.#state === 'ended' && this.#frames.length === 0)
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#state === 'broken') return null
      if (!this.#to.frozen()) {
        const next = this.#frames.shift()
        if (next) return this.#take(next)
        if (this.#state === 'ended') return null
      }
      await this.#change()
    }
  }

  #take(bytes: Uint8Array): Uint8Array | null {
    this.#sentBytes -= bytes.byteLength
    this.wake()
    if (bytes.byteLength > this.#to.options.maxFrameBytes) {
      this.#violation = 'a frame is too long'
      this.#breakAll()
      return null
    }
    this.#to.onBytes?.('down', bytes.byteLength)
    return bytes
  }

  async write(frame: Uint8Array): Promise<void> {
    while (this.#from.frozen() && this.#state === 'open') await this.#change()
    this.#mustBeOpen()
    this.#from.onBytes?.('up', frame.byteLength)
    const sent = frame.slice()
    this.#sentBytes += sent.byteLength
    this.#onItsWay(() => {
      if (this.#state === 'broken') return
      this.#frames.push(sent)
      this.wake()
    })
    while (this.#isFull() && this.#state === 'open') await this.#change()
    this.#mustBeOpen()
  }

  end(): void {
    if (this.#closing) return
    this.#closing = true
    this.#onItsWay(() => {
      if (this.#state === 'open') this.#state = 'ended'
      this.wake()
    })
  }

  break(): void {
    this.#state = 'broken'
    this.#frames.length = 0
    this.wake()
  }

  wake(): void {
    for (const go of this.#waiting.splice(0)) go()
  }

  #isFull(): boolean {
    return this.#sentBytes > this.#windowBytes
  }

  #mustBeOpen(): void {
    if (this.#state !== 'open' || this.#closing)
      throw new KithError('ConnectionFailed', 'The connection was lost while something was being sent.')
  }

  #change(): Promise<void> {
    return new Promise((go) => this.#waiting.push(go))
  }
}

const awake: Pick<FrameEnd, 'frozen'> = { frozen: () => false }

/** Two ends of one stream. Without `frozen`, both are always awake. */
export function createFramePair(
  a: Omit<FrameEnd, 'frozen'> & Partial<FrameEnd>,
  b: Omit<FrameEnd, 'frozen'> & Partial<FrameEnd> = a,
  options: FramePairOptions = {},
): FramePair {
  const endA: FrameEnd = { ...awake, ...a }
  const endB: FrameEnd = { ...awake, ...b }
  const breakAll = (): void => {
    toB.break()
    toA.break()
  }
  const toB = new Pipe(endA, endB, breakAll, options)
  const toA = new Pipe(endB, endA, breakAll, options)
  const side = (into: Pipe, from: Pipe): FrameStream => ({
    read: () => from.read(),
    write: (frame) => into.write(frame),
    async close() {
      into.end()
    },
    abort: breakAll,
    get violation() {
      return from.violation
    },
  })
  return {
    a: side(toB, toA),
    b: side(toA, toB),
    wake() {
      toA.wake()
      toB.wake()
    },
    end() {
      toA.end()
      toB.end()
    },
    break: breakAll,
    get isOver() {
      return toA.over && toB.over
    },
  }
}
