/** The whole adapter with two real nodes over TCP, which is cheap; the other transports have their turn in `tests/ports`. */
import { behavesLikeANetwork } from '../../../tests/ports/network-conformance.ts'
import { libp2pWorld } from '../../../tests/ports/network-world.ts'

behavesLikeANetwork('libp2p over TCP', {
  transport: 'tcp',
  listen: ['/ip4/127.0.0.1/tcp/0'],
  nowhere: '/ip4/127.0.0.1/tcp/9',
  world: libp2pWorld,
})
