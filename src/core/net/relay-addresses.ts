/** Keeps what a relay says of where it is from felling the node: libp2p believes every address, and throws where nobody listens. */
import type { Listener, Transport } from '@libp2p/interface'
import { isNetworkAddress } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'

/** @libp2p/circuit-relay-v2, its listener: what of it we lean on. */
interface RelayListener extends Listener {
  addedRelay(reserved: { readonly details: { readonly reservation: { addrs: Uint8Array[] } } }): void
}

/** So many addresses of one relay are passed on; a relay has a few for each of its transports. */
const MAX_ADDRESSES = 16

/**
 * The same transport. An address through a relay must begin with a host: over a WebRTC connection the relay's own does not, and one
 * that lies can send any. libp2p's address manager throws at such an address, in an event that nobody catches.
 */
export function withRelayAddresses(transport: Transport): Transport {
  const createListener = transport.createListener.bind(transport)
  transport.createListener = (options) => {
    const listener = createListener(options) as RelayListener
    if (typeof listener.addedRelay !== 'function')
      throw new Error('libp2p’s relay listener has changed: its addresses cannot be looked at')
    const addedRelay = listener.addedRelay.bind(listener)
    listener.addedRelay = (reserved) => {
      const { reservation } = reserved.details
      reservation.addrs = reservation.addrs.filter(hasHost).slice(0, MAX_ADDRESSES)
      addedRelay(reserved)
    }
    return listener
  }
  return transport
}

function hasHost(bytes: Uint8Array): boolean {
  try {
    return isNetworkAddress(multiaddr(bytes))
  } catch {
    return false
  }
}
