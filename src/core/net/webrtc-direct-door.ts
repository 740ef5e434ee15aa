/**
 * Puts the connection limits before webrtc-direct's handshakes: libp2p tells the gater of such a connection only when it is done,
 * while every packet with a new name makes it begin a handshake that costs memory and goes on for seconds.
 */
import type { Transport } from '@libp2p/interface'
import type { ConnectionLimit } from '../resilience/index.ts'

export interface WebrtcDirectDoor {
  /** May a handshake begin? It is over when the answer is disposed. `abort` is called when it takes too long. */
  readonly begins: (address: string, abort: () => void) => Disposable | ConnectionLimit
  readonly onRefused: (address: string, limit: ConnectionLimit) => void
}

/** @libp2p/webrtc, `WebRTCDirectListener`: what of it we lean on. */
interface Listener {
  readonly connections?: ReadonlyMap<string, unknown>
  incomingConnection?: (ufrag: string, host: string, port: number, signal: AbortSignal) => Promise<void>
}

/** So many refused handshakes are remembered, so that one that asks again and again is told of once. */
const MAX_REFUSED = 1_000

/** The same transport, whose listeners ask first. */
export function withDoor(transport: Transport, door: WebrtcDirectDoor): Transport {
  const createListener = transport.createListener.bind(transport)
  transport.createListener = (options) => {
    const listener = createListener(options)
    guard(listener as unknown as Listener, door)
    return listener
  }
  return transport
}

function guard(listener: Listener, door: WebrtcDirectDoor): void {
  const original = listener.incomingConnection?.bind(listener)
  if (!original) throw new Error('libp2p’s webrtc-direct listener has changed: its handshakes cannot be limited')
  const underWay = new Set<string>()
  const refused = new Set<string>()

  listener.incomingConnection = async (ufrag, host, port, signal) => {
    const key = `${host}:${port}:${ufrag}`
    // The other end repeats its first packet until it hears something.
    if (underWay.has(key) || listener.connections?.has(key) === true) return
    const address = `/ip${host.includes(':') ? 6 : 4}/${host}/udp/${port}/webrtc-direct`
    const controller = new AbortController()
    const begun = door.begins(address, () => controller.abort())
    if (typeof begun === 'string') {
      if (refused.has(key)) return
      if (refused.size >= MAX_REFUSED) refused.clear()
      refused.add(key)
      door.onRefused(address, begun)
      return
    }
    refused.delete(key)
    underWay.add(key)
    try {
      await original(ufrag, host, port, AbortSignal.any([signal, controller.signal]))
    } finally {
      underWay.delete(key)
      begun[Symbol.dispose]()
    }
  }
}
