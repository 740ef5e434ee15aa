/** A day of heartbeats holds no more memory at its end than after its first hour (spec §6). */
import { expect, it } from 'vitest'
import { HOUR_MS, MIB } from '../../src/kit/units.ts'
import { heldBytes } from '../harness/heap.ts'
import { peerWorld } from '../harness/peer-nodes.ts'

const LINKS = 4
const HOURS = 24
const MAX_GROWTH_BYTES = 2 * MIB

it('links that beat for a day leave the heap as it was after the first hour', async () => {
  await using world = await peerWorld(LINKS + 1, { latencyMs: 20 })
  const [hub, ...others] = world.nodes
  for (const other of others) {
    hub!.learn(other)
    await other.decide(hub!, 'trusted')
    await hub!.decide(other, 'trusted', true)
  }
  const hours = async (count: number): Promise<void> => {
    for (let hour = 0; hour < count; hour++) {
      await world.clock.advance(HOUR_MS)
      // The harness writes down every event; what the product holds is what counts here.
      for (const node of world.nodes) node.events.length = 0
    }
  }
  await hours(1)
  expect(hub!.manager.connected()).toHaveLength(LINKS)
  const before = { bytes: await heldBytes(), timers: world.clock.pending, sent: hub!.network.traffic().uploadedBytes }
  await hours(HOURS - 1)
  const after = { bytes: await heldBytes(), timers: world.clock.pending, sent: hub!.network.traffic().uploadedBytes }
  const grownBytes = after.bytes - before.bytes
  process.stdout.write(
    `heartbeats: ${LINKS} links, ${HOURS} h: heap ${(before.bytes / MIB).toFixed(2)} → ${(after.bytes / MIB).toFixed(2)} MiB, ` +
      `timers ${before.timers} → ${after.timers}, ${((after.sent - before.sent) / ((HOURS - 1) * 3_600 * LINKS)).toFixed(1)} bytes/s sent per link\n`,
  )
  // It did beat: at least a byte a second per link went out.
  expect(after.sent - before.sent).toBeGreaterThan((HOURS - 1) * 3_600 * LINKS)
  expect(hub!.manager.connected()).toHaveLength(LINKS)
  expect(grownBytes).toBeLessThanOrEqual(MAX_GROWTH_BYTES)
  expect(after.timers).toBeLessThanOrEqual(before.timers + LINKS)
})
