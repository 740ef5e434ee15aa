import { behavesLikeANetwork, behavesLikeANetworkBehindARelay, relaysForFriends } from './network-conformance.ts'
import { turnsAway } from './network-gate-conformance.ts'
import { fakeWorld, libp2pWorld } from './network-world.ts'

const tcp = {
  transport: 'tcp',
  listen: ['/ip4/127.0.0.1/tcp/0'],
  // Discard: nobody listens there, and the kernel says so at once.
  nowhere: '/ip4/127.0.0.1/tcp/9',
} as const

behavesLikeANetwork('the fake', { ...tcp, world: fakeWorld })
behavesLikeANetwork('libp2p over TCP', { ...tcp, world: libp2pWorld })
const direct = {
  transport: 'webrtc-direct',
  listen: ['/ip4/127.0.0.1/udp/0/webrtc-direct'],
  nowhere: null,
} as const
behavesLikeANetwork('libp2p over webrtc-direct', { ...direct, world: libp2pWorld })
turnsAway('the fake', { ...tcp, world: fakeWorld })
turnsAway('libp2p over TCP', { ...tcp, world: libp2pWorld })
turnsAway('libp2p over webrtc-direct', { ...direct, world: libp2pWorld })
for (const transport of ['relay', 'webrtc'] as const) {
  behavesLikeANetworkBehindARelay(`the fake as ${transport}`, { transport, world: fakeWorld })
  behavesLikeANetworkBehindARelay(`libp2p as ${transport}`, { transport, world: libp2pWorld })
}

relaysForFriends('the fake', fakeWorld)
relaysForFriends('libp2p', libp2pWorld)
