/** The measured side of `bench/idle`: one node in a process of its own that tells, when asked, what it has used so far. */
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { heldBytes } from '../tests/harness/heap.ts'
import { type Stack, startHub } from './idle-stacks.ts'

export interface Usage {
  readonly connected: number
  readonly cpuMicroseconds: number
  /** Payload of all its sockets, both directions. */
  readonly tcpBytes: number
  readonly atMs: number
  /** At the end only. */
  readonly held: {
    /** Of the process, as it stands: much of it waits to be collected. */
    readonly looseRssBytes: number
    /** After everything that can go has gone. */
    readonly rssBytes: number
    readonly heapBytes: number
  } | null
}

const GIVE_BACK_MS = 1_000

const sockets = new Set<Socket>()
subscribe('net.server.socket', (message) => sockets.add((message as { readonly socket: Socket }).socket))
subscribe('net.client.socket', (message) => sockets.add((message as { readonly socket: Socket }).socket))

const [stack, crowd] = process.argv.slice(2)
const hub = await startHub(stack as Stack, Number(crowd))

/** What has been used so far, then what is held: collecting costs as much as a minute of heartbeats, and makes the code cold. */
async function usage(when: 'begin' | 'end'): Promise<Usage> {
  const { user, system } = process.cpuUsage()
  const cost = {
    connected: hub.connected(),
    cpuMicroseconds: user + system,
    tcpBytes: [...sockets].reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0),
    atMs: performance.now(),
  }
  if (when === 'begin') return { ...cost, held: null }
  const looseRssBytes = process.memoryUsage().rss
  const heapBytes = await heldBytes()
  // The pages that were freed go back to the system a moment later.
  await sleep(GIVE_BACK_MS)
  return { ...cost, held: { looseRssBytes, rssBytes: process.memoryUsage().rss, heapBytes } }
}

process.on('message', (when: 'begin' | 'end') => {
  void usage(when).then((figures) => process.send?.(figures))
})
process.on('disconnect', () => process.exit())
process.send?.({ address: hub.address })
