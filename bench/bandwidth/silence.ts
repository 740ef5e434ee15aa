/** Waits for the end of what is still on its way. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkNode } from '../../tests/harness/bulk-node.ts'

/** Waits until for `quietMs` nothing but heartbeats came; answers whether that was within `timeoutMs`. */
export async function untilSilent(
  receiver: BulkNode,
  peerId: string,
  quietMs: number,
  timeoutMs: number,
): Promise<boolean> {
  const received = async (): Promise<number> =>
    (await receiver.call('bandwidth.traffic')).peers.find((peer) => peer.peerId === peerId)?.session.receivedBytes ?? 0
  const deadline = performance.now() + timeoutMs
  let last = await received()
  let since = performance.now()
  while (performance.now() - since < quietMs) {
    if (performance.now() > deadline) return false
    await sleep(250)
    const now = await received()
    if (now - last < 2_048) continue
    last = now
    since = performance.now()
  }
  return true
}
