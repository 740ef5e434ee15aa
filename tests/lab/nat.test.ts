/** Behind routers that let in only answers (spec §3): who reaches whom, and over what. Addresses look public, as in the internet. */
import { afterAll, expect, it } from 'vitest'
import type { Transport } from '../../src/contract/views.ts'
import { figure, printFigures, remark } from './figures.ts'
import { createLab, type Lab } from './lab.ts'
import type { LabNode } from './lab-node.ts'

const CONNECTED_MS = 10_000
/** Where others can dial it through a relay, besides what is usual. */
const HOME = ['/ip4/0.0.0.0/tcp/4711', '/ip4/0.0.0.0/udp/4711/webrtc-direct', '/p2p-circuit']

afterAll(() => printFigures('Behind routers'))

/** Its addresses through the relay, once it has a place there. */
async function relayedAddresses(node: LabNode): Promise<string[]> {
  const through = (addresses: readonly string[]): string[] => addresses.filter((one) => one.includes('/p2p-circuit'))
  const { json } = await node.cli('status')
  const now = through((json as { addresses: string[] }).addresses)
  if (now.length > 0) return now
  const event = await node.process.waitForEvent('addresses', ({ addresses }) => through(addresses).length > 0, 20_000)
  return through(event.addresses)
}

/** `from` is told where `to` is; `to` only whom to let in. @returns how long both took to say that they are connected */
async function meet(from: LabNode, to: LabNode): Promise<number> {
  const addresses = await relayedAddresses(to)
  await to.learn([`${from.peerId} trusted keep`])
  const began = performance.now()
  await from.learn([`${to.peerId} trusted keep ${addresses.map((one) => `address=${one}`).join(' ')}`])
  const both = [from.until(to, 'connected', 30_000), to.until(from, 'connected', 30_000)]
  return Math.max(...(await Promise.all(both))) - began
}

const transport = async (of: LabNode, to: LabNode): Promise<Transport | null> => (await of.show(to)).transport

it('a relay brings together who cannot reach each other; who has a public address gets a direct connection', async () => {
  await using lab: Lab = await createLab({
    network: '45.83.7',
    nodes: [
      { name: 'relay' },
      { name: 'open' },
      { name: 'anna', behindNat: true, listen: HOME },
      { name: 'ben', behindNat: true, listen: HOME },
    ],
  })
  const [relay, open, anna, ben] = lab.nodes as [LabNode, LabNode, LabNode, LabNode]
  await lab.start()
  for (const node of [open, anna, ben]) await lab.acquaint(node, relay, 'first')

  const reserving = performance.now()
  await Promise.all([anna, ben].map(relayedAddresses))
  figure('a place on a relay that was just met', [performance.now() - reserving], CONNECTED_MS)
  const relayed = await meet(anna, ben)
  figure('both behind routers, connected through a relay', [relayed], CONNECTED_MS)
  expect(relayed).toBeLessThanOrEqual(CONNECTED_MS)
  // It stays there: neither has anybody to tell it how it looks from outside, so no hole can be punched (docs/lab.md).
  expect([await transport(anna, ben), await transport(ben, anna)]).toEqual(['relay', 'relay'])

  const began = performance.now()
  const toOpen = await meet(open, ben)
  figure('one behind a router, connected through a relay', [toOpen], CONNECTED_MS)
  // The one behind the router is told, over the relay, where the other is, and opens the way itself.
  const direct = /^(tcp|webrtc|webrtc-direct)$/
  await expect.poll(() => transport(open, ben), { timeout: 15_000, interval: 500 }).toMatch(direct)
  await expect.poll(() => transport(ben, open), { timeout: 15_000, interval: 500 }).toMatch(direct)
  const over = await transport(open, ben)
  // Over WebRTC a trusted peer that also relays has no address of its own to relay at. It once felled the node.
  expect(lab.nodes.map(({ process }) => process.child.exitCode)).toEqual([null, null, null, null])
  remark(`and directly, over ${String(over)}, after ${((performance.now() - began) / 1000).toFixed(1)} s`)
})
