/** Two real nodes, each in its own process, that are connected over loopback; and what a bench asks of them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkSample } from '../../tests/harness/bulk.types.ts'
import { type BulkNode, type BulkNodeOptions, type Caps, startBulkNode } from '../../tests/harness/bulk-node.ts'

export type Direction = 'up' | 'down'
export type Holder = 'node' | 'peer'

export interface Pair extends AsyncDisposable {
  readonly sender: BulkNode
  readonly receiver: BulkNode
}

export async function startPair(options: BulkNodeOptions = {}): Promise<Pair> {
  const [sender, receiver] = await Promise.all([
    startBulkNode({ ...options, name: 'sender' }),
    startBulkNode({ ...options, name: 'receiver' }),
  ])
  const stop = async (): Promise<void> => {
    await Promise.all([sender.stop(), receiver.stop()])
  }
  try {
    await sender.connect(receiver)
  } catch (error) {
    await stop()
    throw error
  }
  return { sender, receiver, [Symbol.asyncDispose]: stop }
}

/** Whoever sends is capped upwards, or whoever receives downwards; by its node's cap or by that of the one peer. 0 lifts it. */
export async function setCap({ sender, receiver }: Pair, way: Direction, holder: Holder, cap: number): Promise<void> {
  const caps: Caps = way === 'up' ? { up: cap } : { down: cap }
  const [held, other] = way === 'up' ? [sender, receiver] : [receiver, sender]
  if (holder === 'node') await held.setCaps(caps)
  else await held.setPeerCaps(other.peerId, caps)
}

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

export const samplesOf = async (node: BulkNode): Promise<readonly BulkSample[]> => node.order('recorded', {})
