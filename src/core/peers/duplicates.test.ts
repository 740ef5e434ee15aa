/** Duplicate connections: one is enough, and a peer that leaves the choice open cannot hold more. */
import { expect, it } from 'vitest'
import { createFramePair } from '../../../tests/harness/fake-frames.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { testPeerIds } from '../../../tests/harness/test-peers.ts'
import { Settings } from '../../contract/settings.ts'
import { silentLog } from '../../kit/log.ts'
import { encodeFrame } from './link-frames.ts'
import { createLinks } from './links.ts'
import type { ConnectionInfo, FrameStream, Network } from './network.types.ts'

const [small = '', large = ''] = testPeerIds(2)
const HELLO = { name: 'n', agent: 'a', addresses: [] }

/** Hears everything, says nothing, and closes when the other has. */
async function readToTheEnd(stream: FrameStream): Promise<void> {
  while (await stream.read());
  await stream.close()
}

/** The node `self`, to which `peer` connects again and again, and says hello on each. */
function setup(self: string, peer: string) {
  const clock = new ManualClock()
  const closed: string[] = []
  const network: Pick<Network, 'peerId' | 'open' | 'close' | 'introduce' | 'heardAt'> = {
    peerId: self,
    open: () => {
      const { a, b } = createFramePair({ options: { maxFrameBytes: 8192 } })
      void b.write(encodeFrame({ t: 'hello', ...HELLO }))
      void readToTheEnd(b)
      return Promise.resolve(a)
    },
    close: (id) => {
      if (!closed.includes(id)) closed.push(id)
      links.closed(id)
      return Promise.resolve()
    },
    introduce: () => {},
    heardAt: () => null,
  }
  const links = createLinks({
    clock,
    random: () => 0.5,
    log: silentLog,
    network: network as Network,
    admits: () => true,
    self: () => HELLO,
    tell: () => {},
    // No heartbeat within the test: the other end does not answer.
    heartbeat: () => ({ ...Settings.parse({}).heartbeat, intervalMs: 3_600_000, timeoutMs: 3_600_000 }),
  })
  async function comes(id: string, transport: ConnectionInfo['transport']): Promise<void> {
    links.opened({
      id,
      transport,
      peerId: peer,
      direction: 'inbound',
      remoteAddress: '/ip4/192.0.2.1/tcp/1',
      standing: 'admitted',
      reason: 'test',
    })
    await settled()
    await clock.advance(1)
  }
  return { clock, links, closed, comes }
}

it('the side with the smaller ID keeps the best and says goodbye to the others at once', async () => {
  const { links, closed, comes } = setup(small, large)
  await comes('relayed', 'relay')
  await comes('webrtc', 'webrtc-direct')
  await comes('tcp', 'tcp')
  await comes('tcp again', 'tcp')
  expect(closed).toEqual(['relayed', 'webrtc', 'tcp'])
  expect(links.best(large)?.info.id).toBe('tcp again')
})

it('the other side waits for that, and does it itself when nobody does', async () => {
  const { clock, links, closed, comes } = setup(large, small)
  for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) await comes(id, 'tcp')
  expect(closed).toEqual([])
  await clock.advance(10_000)
  expect(closed).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  expect(links.best(small)?.info.id).toBe('8')
  await clock.advance(60_000)
  expect(closed).toHaveLength(7)
})

it('a peer is not called off while a second connection of it, opened by the other side, has not had its verdict', async () => {
  const { links } = setup(small, large)
  const info = { peerId: large, transport: 'tcp', remoteAddress: '/ip4/192.0.2.1/tcp/1', reason: 'test' } as const
  links.opened({ ...info, id: 'dialled', direction: 'outbound', standing: 'admitted' })
  links.opened({ ...info, id: 'theirs', direction: 'inbound', standing: 'admitted' })
  links.closed('dialled')
  expect(links.isPending(large)).toBe(true)
  await settled()
  expect([links.isPending(large), links.best(large)?.info.id]).toEqual([false, 'theirs'])
})
