import { expect, it } from 'vitest'
import type { NodeClient } from '../contract/client.ts'
import { whichPeer } from './which-peer.ts'

const stranger = { peerId: '12D3KooWQj4Ztrib7o4wUtQGQ5ASLMMgbfs5RoqKkASpEaXT4kVc', name: 'Bob' }
const client = {
  call: (name: string) => Promise.resolve(name === 'requests.list' ? [stranger] : []),
} as unknown as NodeClient

it('finds a request by a part of its peer ID, never by the name that a stranger claims', async () => {
  expect(await whichPeer(client, 'aXT4kVc', 'requests')).toBe(stranger.peerId)
  await expect(whichPeer(client, 'Bob', 'requests')).rejects.toMatchObject({ name: 'InvalidRequest' })
})
