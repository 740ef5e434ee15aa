/**
 * Puts one stream under the caps, inside the muxer: what it sends waits for its turn, so that the application is told to wait and control traffic
 * never stands behind bulk; what it receives is granted at the pace of the caps. Counts what passes. A stream that no cap holds is only counted.
 */
import type { Stream } from '@libp2p/interface'
import { KIB, MIB } from '../../kit/units.ts'
import type { StreamTraffic, TrafficClass, Way } from '../bandwidth/index.ts'
import { creditWindow, RECORD_HEADER_BYTES } from './credit-window.ts'
import { hasWindows, type InnerStream, inner, isOpen, YAMUX_HEADER_BYTES } from './inner-stream.ts'
import { yamuxWindow } from './receive-window.ts'

/** What is to be done with a stream. */
export type Treatment =
  /** It carries another connection of this node, whose streams are counted and held already. */
  | { readonly type: 'carrier' }
  /** `control` passes; `message` and `bulk` are Kith's own on both ends; `passing-on`: somebody else's, between two others. */
  | {
      readonly type: TrafficClass | 'passing-on'
      readonly open: (onRoom: (way: Way) => void) => StreamTraffic
    }

/** An application that goes on sending although it is told to wait loses the stream here. */
const MAX_QUEUED_BYTES = MIB
/** A length of two bytes and an authentication tag of sixteen around at most so much (Noise specification, §3). */
const NOISE_OVERHEAD_BYTES = 18
const NOISE_MAX_BYTES = 65_519
/** Length and field headers around a message of a data channel (libp2p's WebRTC specification, “Multiplexing”). */
const CHANNEL_OVERHEAD_BYTES = 6
const CHANNEL_MESSAGE_BYTES = 16 * KIB

/** @param onHeard called whenever bytes come */
export function throttleStream(stream: Stream, treatment: Treatment, onHeard: () => void): void {
  const target = inner(stream)
  if (treatment.type === 'carrier') return watch(target, onHeard)
  const { type } = treatment
  const yamux = hasWindows(stream) ? stream : null
  const framing = yamux ? yamuxFraming : channelFraming
  const traffic = treatment.open((way) => {
    try {
      if (way === 'up' && type !== 'passing-on') sendOn()
      else window?.refresh()
    } catch (error) {
      // Its connection is going; others wait for their turn.
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    }
  })
  const { up, down } = traffic

  const early = takeEarly(target)
  /** What the turn that is being used sent, with its framing; `null` outside of one. */
  let turnBytes: number | null = null
  /** The muxer is full, or the other end's window: a `drain` will come. */
  let isBlocked = false

  const send = target.sendData.bind(target)
  target.sendData = (data) => {
    const result = send(data)
    const { sentBytes, canSendMore } = result
    if (sentBytes > 0) {
      const wireBytes = sentBytes + framing(sentBytes)
      traffic.count(
        'up',
        wireBytes,
        type === 'bulk' && !yamux ? Math.max(0, sentBytes - RECORD_HEADER_BYTES) : sentBytes,
      )
      if (turnBytes !== null) turnBytes += wireBytes
      else up.charge(type === 'passing-on' ? wireBytes - sentBytes : wireBytes)
    }
    if (!canSendMore) isBlocked = true
    return result
  }

  const window = createWindow()
  const receive = target.onData.bind(target)
  target.onData = (data) => {
    onHeard()
    const bytes = data.byteLength
    const wireBytes = bytes + framing(bytes)
    const payloadBytes = type === 'bulk' && !yamux ? Math.max(0, bytes - RECORD_HEADER_BYTES) : bytes
    traffic.count('down', wireBytes, payloadBytes)
    down.charge(wireBytes - bytes + (window ? window.receive(bytes) : bytes))
    receive(data)
  }

  if (type === 'message' || type === 'bulk') hold()
  stream.addEventListener('close', () => traffic[Symbol.dispose](), { once: true })
  if (early) target.onData(early)
  window?.refresh()

  function createWindow() {
    if (type === 'control') return null
    if (yamux) return yamuxWindow(yamux, traffic, type !== 'passing-on')
    return type === 'bulk' ? creditWindow(target, traffic) : null
  }

  /** Makes what it sends ask first. */
  function hold(): void {
    target.maxWriteBufferLength = MAX_QUEUED_BYTES
    const pass = target.sendData.bind(target)
    target.sendData = (data) => {
      const wanted = data.byteLength
      if (up.isFree) return pass(data)
      if (isBlocked) return { sentBytes: 0, canSendMore: false }
      const taken = up.take(wanted)
      if (taken === 0) return { sentBytes: 0, canSendMore: false }
      turnBytes = 0
      try {
        const { sentBytes, canSendMore } = pass(taken < wanted ? data.sublist(0, taken) : data)
        // Framing comes on top of what was taken.
        if (turnBytes < taken) up.giveBack(taken - turnBytes)
        else up.charge(turnBytes - taken)
        // The other end’s window may have stopped it before anything was sent.
        if (!canSendMore) isBlocked = true
        return { sentBytes, canSendMore: canSendMore && sentBytes === wanted }
      } finally {
        turnBytes = null
      }
    }
    const needsDrain = target.onMuxerNeedsDrain.bind(target)
    target.onMuxerNeedsDrain = () => {
      isBlocked = true
      needsDrain()
    }
    const dispatch = target.dispatchEvent.bind(target)
    target.dispatchEvent = (event: Event) => {
      if (event.type !== 'drain') return dispatch(event)
      isBlocked = false
      // It stands in line: an application that is told to go on would only fill its buffer.
      return up.isWaiting || dispatch(event)
    }
  }

  /** It is its turn. */
  function sendOn(): void {
    if (isBlocked || !isOpen(target)) return
    target.writableNeedsDrain = false
    if (target.processSendQueue() && target.writeBufferLength === 0) target.safeDispatchEvent('drain')
  }
}

/** What came right behind the negotiation of the protocol, before anybody could look at it. */
function takeEarly({ readBuffer }: InnerStream): Uint8Array | null {
  if (readBuffer.byteLength === 0) return null
  const bytes = readBuffer.subarray().slice()
  readBuffer.consume(bytes.byteLength)
  return bytes
}

function watch(target: InnerStream, onHeard: () => void): void {
  const receive = target.onData.bind(target)
  target.onData = (data) => {
    onHeard()
    receive(data)
  }
}

const yamuxFraming = (bytes: number): number =>
  YAMUX_HEADER_BYTES + NOISE_OVERHEAD_BYTES * Math.ceil((bytes + YAMUX_HEADER_BYTES) / NOISE_MAX_BYTES)

const channelFraming = (bytes: number): number => CHANNEL_OVERHEAD_BYTES * Math.ceil(bytes / CHANNEL_MESSAGE_BYTES)
