export { type PeerAddress, parsePeerAddress, transportOf } from './address.ts'
export { createLibp2pNetwork } from './libp2p-network.ts'
