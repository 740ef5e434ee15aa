/** Runs dials, a bounded number at a time and one per peer (spec §6). Tells how each went; when to dial is not its business. */
import { KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Network } from './network.types.ts'

export interface DialQueuePorts {
  readonly clock: Clock
  readonly network: Pick<Network, 'dial'>
  /** Where to dial, best first; asked when the dial's turn comes. */
  readonly addressesOf: (peerId: string) => readonly string[]
  /** Asked when the dial's turn comes: the wish may have gone while it waited. */
  readonly isWanted: (peerId: string) => boolean
  /** How long this dial may take; asked when its turn comes. */
  readonly patienceMs: (peerId: string) => number
  /** So many dials at a time. */
  readonly maxDials: () => number
  /** The dial is over and there is no connection. Not told of a dial that was called off. */
  readonly onFailed: (peerId: string, reason: PeerReason, tried: readonly string[]) => void
}

export interface DialQueue {
  /** @param first somebody waits for it: before all the others */
  readonly add: (peerId: string, first: boolean) => void
  /** Somebody waits for it now. */
  readonly hurry: (peerId: string) => void
  isDialling(peerId: string): boolean
  /** Calls the peer's dial off, if it runs. */
  cancel(peerId: string): void
  /** Calls everything off. */
  clear(): void
}

export function createDialQueue(ports: DialQueuePorts): DialQueue {
  const { clock, network } = ports
  let waiting = new Set<string>()
  const running = new Map<string, AbortController>()

  function next(): void {
    for (const peerId of waiting) {
      if (running.size >= ports.maxDials()) return
      // A dial that failed at once may have started others meanwhile.
      if (running.has(peerId) || !waiting.has(peerId)) continue
      waiting.delete(peerId)
      if (ports.isWanted(peerId)) void run(peerId)
    }
  }

  async function run(peerId: string): Promise<void> {
    const addresses = ports.addressesOf(peerId)
    if (addresses.length === 0) {
      ports.onFailed(peerId, 'no-address', [])
      return
    }
    const controller = new AbortController()
    running.set(peerId, controller)
    const deadline = { passed: false }
    const timeout = clock.at(clock.now() + ports.patienceMs(peerId), () => {
      deadline.passed = true
      controller.abort()
    })
    let failure: PeerReason | null = null
    try {
      const { standing } = await network.dial(peerId, addresses, controller.signal)
      // One that the peer itself made before it was let in: nothing but its end will come of it.
      if (standing === 'quarantined') failure = 'reset'
    } catch (error) {
      failure = deadline.passed ? 'timeout' : controller.signal.aborted ? null : reasonOf(error)
    }
    timeout[Symbol.dispose]()
    running.delete(peerId)
    if (failure) ports.onFailed(peerId, failure, addresses)
    next()
  }

  return {
    add(peerId, first) {
      waiting.delete(peerId)
      waiting = first ? new Set([peerId, ...waiting]) : waiting.add(peerId)
      next()
    },
    hurry(peerId) {
      if (waiting.delete(peerId)) waiting = new Set([peerId, ...waiting])
    },
    isDialling: (peerId) => running.has(peerId),
    cancel(peerId) {
      waiting.delete(peerId)
      running.get(peerId)?.abort()
    },
    clear() {
      waiting.clear()
      for (const controller of running.values()) controller.abort()
    },
  }
}

/** The `PeerReason` that an error of the network carries. */
export function reasonOf(error: unknown): PeerReason {
  const reason = error instanceof KithError ? error.details['reason'] : undefined
  return (typeof reason === 'string' ? reason : 'reset') as PeerReason
}
