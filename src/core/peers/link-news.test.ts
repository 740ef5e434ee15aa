/** What the links tell, where it comes in an order of its own. */
import { expect, it } from 'vitest'
import { createEmitter } from '../../kit/emitter.ts'
import { createLinkNews, type LinkNewsPorts } from './link-news.ts'
import type { LinksEvent } from './links.types.ts'
import type { ConnectionInfo } from './network.types.ts'
import type { PeerEvent } from './peer-manager.types.ts'
import type { Happening } from './peer-state.policy.ts'

const connection: ConnectionInfo = {
  id: '1',
  peerId: 'p',
  direction: 'inbound',
  transport: 'tcp',
  remoteAddress: '/ip4/192.0.2.1/tcp/1',
  standing: 'admitted',
  reason: 'verified',
}

function setup() {
  const happened: Happening[] = []
  const cancelled: string[] = []
  const another = { isPending: true }
  const ports = {
    links: { isPending: () => another.isPending, best: () => null },
    lives: {
      happen: (_peerId: string, happening: Happening) => happened.push(happening),
      of: () => ({ state: 'connected' }),
    },
    dials: { isDialling: () => false, cancel: (peerId: string) => cancelled.push(peerId) },
    events: createEmitter<PeerEvent>(),
    dialFailure: () => null,
    book: { succeeded: () => {} },
  }
  return { tell: createLinkNews(ports as unknown as LinkNewsPorts), happened, another, cancelled }
}

const replaced: LinksEvent = { type: 'down', connection, reason: 'replaced' }

it('a peer stays connected while the connection that replaces the old one is about to come up', () => {
  const { tell, happened } = setup()
  tell(replaced)
  tell({ type: 'up', connection: { ...connection, id: '2' }, hello: { name: 'n', agent: 'a', addresses: [] } })
  expect(happened).toEqual([{ type: 'up' }])
})

it('and is lost when that one breaks after all', () => {
  const { tell, happened, another } = setup()
  tell(replaced)
  another.isPending = false
  tell({ type: 'stillborn', connection: { ...connection, id: '2' }, reason: null })
  expect(happened).toEqual([{ type: 'down', reason: 'reset' }])
})

it('is lost at once when nothing replaces it', () => {
  const { tell, happened, another } = setup()
  another.isPending = false
  tell(replaced)
  expect(happened).toEqual([{ type: 'down', reason: 'replaced' }])
})

it('a dial is called off when the peer has come by itself, unless the two are only meeting at a relay', () => {
  const { tell, cancelled } = setup()
  const hello = { name: 'n', agent: 'a', addresses: [] }
  tell({ type: 'up', connection: { ...connection, transport: 'relay' }, hello })
  tell({ type: 'up', connection: { ...connection, direction: 'outbound' }, hello })
  expect(cancelled).toEqual([])
  tell({ type: 'up', connection, hello })
  expect(cancelled).toEqual(['p'])
})
