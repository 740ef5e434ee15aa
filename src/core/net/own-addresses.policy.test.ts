import { expect, test } from 'vitest'
import { ownAddresses } from './own-addresses.policy.ts'

test('a server with an address on the internet has it to give away', () => {
  const announced = ['/ip4/127.0.0.1/tcp/4711/p2p/me', '/ip4/8.8.4.4/tcp/1/p2p/relay/p2p-circuit/p2p/me']
  const bound = [
    '/ip4/127.0.0.1/tcp/4711',
    '/ip4/198.51.100.7/tcp/4711',
    '/ip4/8.8.4.4/tcp/1/p2p/relay/p2p-circuit/p2p/me',
  ]
  expect(ownAddresses(announced, bound, 'me')).toEqual([...announced, '/ip4/198.51.100.7/tcp/4711/p2p/me'])
})
