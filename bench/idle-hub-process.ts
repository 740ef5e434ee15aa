/** The measured side of `bench/idle`: one node in a process of its own that tells, when asked, what it has used so far. */
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { heldBytes } from '../tests/harness/heap.ts'
import { type Stack, startHub } from './idle-stacks.ts'

export interface Usage {
  readonly connected: number
  /** Of the process, as it stands: much of it waits to be collected. */
  readonly looseRssBytes: number
  /** After everything that can go has gone. */
  readonly rssBytes: number
  readonly heapBytes: number
  readonly cpuMicroseconds: number
  /** Payload of all its sockets, both directions. */
  readonly tcpBytes: number
  readonly atMs: number
}

const GIVE_BACK_MS = 1_000

const sockets = new Set<Socket>()
subscribe('net.server.socket', (message) => sockets.add((message as { readonly socket: Socket }).socket))
subscribe('net.client.socket', (message) => sockets.add((message as { readonly socket: Socket }).socket))

const [stack, crowd] = process.argv.slice(2)
const hub = await startHub(stack as Stack, Number(crowd))

/** What the measuring itself costs comes after the figures of a stretch, and before those of the next. */
async function usage(when: 'begin' | 'end'): Promise<Usage> {
  const cost = () => {
    const { user, system } = process.cpuUsage()
    const tcpBytes = [...sockets].reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0)
    return { cpuMicroseconds: user + system, tcpBytes, atMs: performance.now() }
  }
  const atEnd = when === 'end' ? cost() : null
  const looseRssBytes = process.memoryUsage().rss
  const heapBytes = await heldBytes()
  // The pages that were freed go back to the system a moment later.
  await sleep(GIVE_BACK_MS)
  const held = { connected: hub.connected(), looseRssBytes, rssBytes: process.memoryUsage().rss, heapBytes }
  return { ...held, ...(atEnd ?? cost()) }
}

process.on('message', (when: 'begin' | 'end') => {
  void usage(when).then((figures) => process.send?.(figures))
})
process.on('disconnect', () => process.exit())
process.send?.({ address: hub.address })
