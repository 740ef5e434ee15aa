/** The lab itself: its wires do what they are told, labs do not meet, and nothing is left of one however it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { percentile, printFigures, remark } from './figures.ts'
import { createLab, type Lab } from './lab.ts'
import type { LabNode } from './lab-node.ts'
import { abandonedLabs, type LabName, leftOf, sweep } from './namespaces.ts'
import { placed, python, system } from './system.ts'

const PROBE = join(import.meta.dirname, 'probe.py')
const LAB = join(import.meta.dirname, 'lab.ts')
const Probe = z.object({ sent: z.number(), rttsMs: z.array(z.number()), order: z.array(z.number()) })

afterAll(() => printFigures('The lab itself'))

/** A process that sends back what it gets in this node's place. */
async function echoAt(node: LabNode): Promise<ChildProcess> {
  const child = spawn(...placed(node.namespace, python, PROBE, 'echo', node.address), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

async function probe(from: LabNode, to: LabNode, count: number, everyMs: number): Promise<z.infer<typeof Probe>> {
  const words = [python, PROBE, 'send', to.address, String(count), String(everyMs)]
  const said = await system(...placed(from.namespace, ...words))
  return Probe.parse(JSON.parse(said))
}

it('delays, loses and cuts what passes between two nodes, and between no others', async () => {
  const lab = await createLab({ nodes: 3, seed: 7 })
  const [a, b, c] = lab.nodes as [LabNode, LabNode, LabNode]
  try {
    const echoes = [await echoAt(b), await echoAt(c)]
    const plain = await probe(a, b, 500, 2)
    expect(plain.order).toHaveLength(500)

    await lab.delay(a, b, 100, 60)
    const late = await probe(a, b, 500, 2)
    expect(late.order).toEqual([...plain.order])
    const [p1, p50, p99] = [0.01, 0.5, 0.99].map((p) => percentile(late.rttsMs, p)) as [number, number, number]
    remark(`100 ± 60 ms each way: round trip p1 ${p1.toFixed(0)}, p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} ms`)
    expect(p1).toBeGreaterThanOrEqual(80)
    // Who never overtakes waits for the slowest ahead: the middle is above twice 100 ms.
    expect(p50).toBeGreaterThan(200)
    expect(p99).toBeLessThan(400)

    await lab.delay(a, b, 0)
    await lab.loss(a, b, 0.05)
    const lossy = await probe(a, b, 2_000, 1)
    const lost = 1 - lossy.order.length / lossy.sent
    remark(`5 % loss each way: ${(lost * 100).toFixed(1)} % of the round trips (9.75 % expected)`)
    expect(lost).toBeGreaterThan(0.07)
    expect(lost).toBeLessThan(0.125)

    await lab.partition(a, b)
    expect((await probe(a, b, 50, 2)).order).toEqual([])
    const unharmed = await probe(a, c, 500, 2)
    expect(unharmed.order).toHaveLength(500)
    await lab.heal(a, b)
    await lab.loss(a, b, 0)
    expect((await probe(a, b, 50, 2)).order).toHaveLength(50)
    for (const echo of echoes) echo.kill('SIGKILL')
    const p95 = percentile(unharmed.rttsMs, 0.95)
    remark(`no faults: round trip p50 ${percentile(unharmed.rttsMs, 0.5).toFixed(2)}, p95 ${p95.toFixed(2)} ms`)
  } finally {
    await lab[Symbol.asyncDispose]()
  }
  expect(lab.countsOf(a, b)).toMatchObject({ overflowed: 0, failed: 0 })
  expect(lab.countsOf(a, b).lost).toBeGreaterThan(140)
  expect(lab.countsOf(a, b).cut).toBeGreaterThanOrEqual(50)
  expect(lab.countsOf(a, c)).toMatchObject({ lost: 0, cut: 0 })
})

it('leaves nothing: not with running, frozen and renumbered nodes, and not of a run that crashed beside it', async () => {
  let name: LabName
  {
    await using lab: Lab = await createLab({ nodes: [{}, { behindNat: true }] })
    const [a, b] = lab.nodes as [LabNode, LabNode]
    name = lab.name
    await lab.start()
    lab.freeze(b)
    await lab.newAddress(a)
    expect(leftOf(name).length).toBeGreaterThan(3)

    // Another at the same time, with the same addresses; killed in the middle of its work.
    const script = `
      const { createLab } = await import(${JSON.stringify(LAB)})
      const lab = await createLab({ nodes: 2 })
      await lab.start()
      lab.freeze(lab.nodes[1])
      console.log(JSON.stringify({ name: lab.name, pids: lab.nodes.map((node) => node.process.pid) }))`
    const crashing = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(crashing.stdout, 'data')) as [Buffer]
    const other = JSON.parse(String(said)) as { name: LabName; pids: number[] }
    expect(leftOf(other.name).length).toBeGreaterThan(3)
    crashing.kill('SIGKILL')
    await once(crashing, 'close')
    await expect.poll(() => other.pids.filter(runs), { timeout: 5_000 }).toEqual([])
    expect(abandonedLabs()).toContain(other.name)
    await sweep()
    expect(leftOf(other.name)).toEqual([])
    // Whose process is alive is left alone.
    expect(runs(a.process.pid)).toBe(true)
    expect(leftOf(name).length).toBeGreaterThan(3)
  }
  expect(leftOf(name)).toEqual([])
})

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
