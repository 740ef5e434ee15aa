/** Two real nodes, each in a process of its own, that are connected over loopback. */
import { type BulkNode, type BulkNodeOptions, type Caps, startBulkNode } from './bulk-node.ts'

export type CappedWay = 'up' | 'down'
/** Whose cap it is: of the whole node, or of the one peer. */
export type Holder = 'node' | 'peer'

export interface BulkPair extends AsyncDisposable {
  readonly sender: BulkNode
  readonly receiver: BulkNode
}

/** @throws when either does not get ready or they do not find each other; nothing is left running then */
export async function startBulkPair(options: BulkNodeOptions = {}): Promise<BulkPair> {
  await using stack = new AsyncDisposableStack()
  const start = async (name: string): Promise<BulkNode> => stack.use(await startBulkNode({ ...options, name }))
  const started = await Promise.allSettled([start('sender'), start('receiver')])
  const [sender, receiver] = started.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
  if (!sender || !receiver) throw new Error('no pair')
  await sender.connect(receiver)
  const kept = stack.move()
  return { sender, receiver, [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose]() }
}

/** Who sends is capped upwards, or who receives downwards. 0 lifts it. */
export async function setPairCap(
  { sender, receiver }: BulkPair,
  way: CappedWay,
  holder: Holder,
  cap: number,
): Promise<void> {
  const caps: Caps = way === 'up' ? { up: cap } : { down: cap }
  const [held, other] = way === 'up' ? [sender, receiver] : [receiver, sender]
  if (holder === 'node') await held.setCaps(caps)
  else await held.setPeerCaps(other.peerId, caps)
}
