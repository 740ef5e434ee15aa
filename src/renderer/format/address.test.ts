import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peerIdOf } from '../../../tests/harness/fake-bridge.ts'
import { byUsefulness, readAddress } from './address.ts'
import { shortPeerId } from './peer-id.ts'

const P2P = `/p2p/${peerIdOf(1)}`
const RELAY = peerIdOf(2)

test.each([
  [`/ip4/127.0.0.1/tcp/4711${P2P}`, '127.0.0.1:4711', 'tcp', 'this-machine'],
  ['/ip6/::1/tcp/4711', '[::1]:4711', 'tcp', 'this-machine'],
  ['/ip4/192.168.1.5/tcp/4711', '192.168.1.5:4711', 'tcp', 'local-network'],
  ['/ip4/172.16.0.1/tcp/1', '172.16.0.1:1', 'tcp', 'local-network'],
  ['/ip4/172.32.0.1/tcp/1', '172.32.0.1:1', 'tcp', 'internet'],
  ['/ip4/100.64.0.1/tcp/1', '100.64.0.1:1', 'tcp', 'local-network'],
  ['/ip4/100.128.0.1/tcp/1', '100.128.0.1:1', 'tcp', 'internet'],
  ['/ip6/fe80::1/tcp/1', '[fe80::1]:1', 'tcp', 'local-network'],
  ['/ip6/fd00::1/tcp/1', '[fd00::1]:1', 'tcp', 'local-network'],
  [`/ip4/203.0.113.7/udp/4711/webrtc-direct/certhash/uEiD${P2P}`, '203.0.113.7:4711', 'webrtc-direct', 'internet'],
  ['/dns4/kith.example/tcp/443/wss', 'kith.example:443', 'other', 'internet'],
  ['/dns/printer.local/tcp/1', 'printer.local:1', 'tcp', 'local-network'],
  ['/dns4/localhost/tcp/1', 'localhost:1', 'tcp', 'this-machine'],
  [`/ip4/203.0.113.7/tcp/4711/p2p/${RELAY}/p2p-circuit${P2P}`, shortPeerId(RELAY), 'relay', 'relay'],
  [`/ip4/203.0.113.7/tcp/4711/p2p/${RELAY}/p2p-circuit/webrtc${P2P}`, shortPeerId(RELAY), 'webrtc', 'relay'],
  ['/p2p-circuit', '/p2p-circuit', 'relay', 'relay'],
  ['/ip4/1.2.3.4', '1.2.3.4', 'other', 'internet'],
  ['rubbish', 'rubbish', 'other', 'internet'],
])('%s', (multiaddr, text, transport, reach) =>
  expect(readAddress(multiaddr)).toMatchObject({ text, transport, reach }),
)

test('never throws and always shows something of what it got', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.string()).map((parts) => `/${parts.join('/')}`),
      ),
      (text) => {
        expect(typeof readAddress(text).text).toBe('string')
        expect(byUsefulness([text])).toEqual([text])
      },
    ),
  )
})

test('what reaches furthest and lasts longest comes first', () => {
  const relayed = `/ip4/203.0.113.7/tcp/4711/p2p/${RELAY}/p2p-circuit${P2P}`
  const ordered = [
    '/ip4/203.0.113.7/tcp/4711',
    '/ip6/2001:db8::1/tcp/4711',
    '/ip4/203.0.113.7/udp/4711/webrtc-direct',
    relayed,
    '/ip4/192.168.1.5/tcp/4711',
    '/ip4/192.168.1.5/udp/4711/webrtc-direct',
    '/ip4/127.0.0.1/tcp/4711',
  ]
  expect(byUsefulness([...ordered].reverse())).toEqual(ordered)
})
