/** Speaks with `wire.py`, the switch with faults between the nodes of a lab. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { placed, python } from './system.ts'

/** What is left out stays as it is. */
export interface Faults {
  /** `false`: nothing passes, and nobody is told. */
  readonly up?: boolean
  /** One way. */
  readonly delayMs?: number
  /** Each frame's delay is drawn within ± this. Frames never overtake each other. */
  readonly jitterMs?: number
  /** Share of the frames, 0 to 1. */
  readonly loss?: number
}

export interface WireCounts {
  readonly sent: number
  readonly bytes: number
  readonly lost: number
  readonly cut: number
  readonly overflowed: number
  readonly failed: number
}

export interface Wire {
  /** Resolves once the faults are in force, in this direction only. */
  set(from: string, to: string, faults: Faults): Promise<void>
  /** Ends it. @returns what became of the frames, by `from>to` */
  end(): Promise<Readonly<Record<string, WireCounts>>>
}

const Counts = z.object({
  sent: z.number(),
  bytes: z.number(),
  lost: z.number(),
  cut: z.number(),
  overflowed: z.number(),
  failed: z.number(),
})
const Line = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ready') }),
  z.object({ event: z.literal('set'), id: z.number() }),
  z.object({ event: z.literal('end'), wires: z.record(z.string(), Counts) }),
])

/** @param ports interfaces inside `namespace` @throws when it cannot start, with what it said */
export async function startWire(namespace: string, seed: number, ports: readonly string[]): Promise<Wire> {
  // Ahead of the nodes: a frame that waits for this process suffers a delay that nobody asked for.
  const words = ['nice', '-n', '-10', python, join(import.meta.dirname, 'wire.py'), String(seed), ...ports]
  const child: ChildProcess = spawn(...placed(namespace, ...words), { stdio: ['pipe', 'pipe', 'pipe'] })
  const waiting = new Map<number, () => void>()
  let wires: Readonly<Record<string, WireCounts>> = {}
  let stderr = ''
  let ids = 0
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ready = Promise.withResolvers<undefined>()
  const ended = once(child, 'close')
  const failed = ended.then(() => {
    throw new Error(`The wire ended: ${stderr}`)
  })
  failed.catch(() => {})
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = Line.parse(JSON.parse(text))
      if (line.event === 'ready') ready.resolve(undefined)
      else if (line.event === 'end') wires = line.wires
      else {
        waiting.get(line.id)?.()
        waiting.delete(line.id)
      }
    })
  await Promise.race([ready.promise, failed])

  return {
    async set(from, to, faults) {
      const id = ++ids
      const inForce = new Promise<void>((resolve) => waiting.set(id, resolve))
      child.stdin?.write(`${JSON.stringify({ id, from, to, ...faults })}\n`)
      await Promise.race([inForce, failed])
    },
    async end() {
      child.stdin?.end()
      await ended
      if (stderr !== '') throw new Error(`The wire complained: ${stderr}`)
      return wires
    },
  }
}
