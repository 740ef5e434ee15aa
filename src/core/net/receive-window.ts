/**
 * What a sender may have on its way to us on one stream, and how far that is opened: as far as the caps let it, which is how a download cap
 * reaches the other end. yamux has windows; WebRTC's data channels get one from us (`credit-window.ts`).
 */
import { FIRST_WINDOW_BYTES, type Flow, type StreamTraffic } from '../bandwidth/index.ts'
import { ESTABLISHED, YAMUX_HEADER_BYTES, type YamuxInnerStream } from './inner-stream.ts'

export interface ReceiveWindow {
  /** Something came. @returns how much of it was not taken from the caps before */
  readonly receive: (bytes: number) => number
  /** Grants more, as far as the caps let it. */
  readonly refresh: () => void
}

interface CreditPorts {
  readonly traffic: Pick<StreamTraffic, 'down' | 'window'>
  /** What the other end may still send. */
  readonly capacityBytes: () => number
  /** Tells it that it may send so much more. */
  readonly grant: (bytes: number) => void
}

/** Granting a few bytes at a time would cost a packet each. */
const WORTH_A_GRANT = 0.25

/** Decides how much is granted. What was granted has been taken from the caps and is not charged again when it comes. */
export function createCredits({ traffic, capacityBytes, grant }: CreditPorts): ReceiveWindow {
  const down: Flow = traffic.down
  let prepaidBytes = 0
  let wasFree = down.isFree
  return {
    receive(bytes) {
      const paid = Math.min(bytes, prepaidBytes)
      prepaidBytes -= paid
      return bytes - paid
    },
    refresh() {
      const isFree = down.isFree
      const wanted = traffic.window()
      const missing = wanted - capacityBytes()
      // What was granted while no cap held cannot be called back, and is no debt either: it comes once.
      if (wasFree && !isFree) prepaidBytes = Math.max(prepaidBytes, capacityBytes())
      wasFree = isFree
      if (missing < wanted * WORTH_A_GRANT) return
      const taken = down.take(missing)
      if (taken === 0) return
      if (!isFree) prepaidBytes += taken
      grant(taken)
    },
  }
}

/** The yamux specification's initial window: what libp2p begins with on both ends. */
const YAMUX_FIRST_WINDOW_BYTES = 256 * 1_024

/**
 * Takes the windows of a yamux stream over.
 *
 * @param isOurs both ends are Kith: the stream begins with a small window, so that the first second under a small cap is no burst
 */
export function yamuxWindow(stream: YamuxInnerStream, traffic: CreditPorts['traffic'], isOurs: boolean): ReceiveWindow {
  if (isOurs) {
    // Both ends take the same off what yamux gave them; nothing of the application's has been sent yet.
    const less = YAMUX_FIRST_WINDOW_BYTES - FIRST_WINDOW_BYTES
    stream.sendWindowCapacity -= less
    stream.maxMessageSize = Math.max(0, stream.sendWindowCapacity - YAMUX_HEADER_BYTES)
    stream.recvWindowCapacity -= less
    stream.recvWindow -= less
  }
  const update = stream.sendWindowUpdate.bind(stream)
  const credits = createCredits({
    traffic,
    capacityBytes: () => stream.recvWindowCapacity,
    grant(bytes) {
      // What yamux grants is the difference of the two.
      stream.recvWindow = stream.recvWindowCapacity + bytes
      update()
    },
  })
  const refresh = (): void => {
    // Before that an update opens or acknowledges the stream; a paused one must not grant anything.
    if (stream.state === ESTABLISHED) credits.refresh()
    else update()
  }
  stream.sendWindowUpdate = refresh
  return { receive: credits.receive, refresh }
}
