/**
 * A lab: nodes in network namespaces of their own, on one switch with faults between every two of them. Made and removed by the
 * test, as root. A scenario reads as what is done to the nodes: `await lab.partition(a, b)`. See docs/lab.md.
 */
import { mkdirSync } from 'node:fs'
import { ensureBuilt } from '../harness/kith-process.ts'
import { createLabNode, type LabNode, type NodeSpec, type OwnedNode, PORT } from './lab-node.ts'
import { addNamespaces, type LabName, labFolder, newLabName, removeLab, sweep } from './namespaces.ts'
import { FIRST_HOST, type Plug, plugIn, prepareSwitch, renumber } from './plugs.ts'
import { type Faults, startWire, type WireCounts } from './wire.ts'

export interface LabOptions {
  /** How many nodes, or what is special about each. */
  readonly nodes: number | readonly NodeSpec[]
  /** Of what the wires lose and delay; default 1. */
  readonly seed?: number
  /** The network of the switch, /24; default `10.77.0`. */
  readonly network?: string
}

export type Pair = readonly [LabNode, LabNode]

export interface Lab extends AsyncDisposable {
  readonly name: LabName
  readonly nodes: readonly LabNode[]
  /** Starts these; default: all. A dozen at once, for the sake of the machine. @returns when the first command was given (`performance.now()`) */
  start(...nodes: readonly LabNode[]): Promise<number>
  /** SIGTERM; resolves when they have ended. */
  stop(...nodes: readonly LabNode[]): Promise<void>
  /** Both put the other on their list of kept peers. `first`: the second learns whom to let in, and not where it is. */
  acquaint(a: LabNode, b: LabNode, whoKnowsWhere?: 'both' | 'first'): Promise<void>
  /** Many pairs at once: one list for each node. Of the `oneSided` ones only the first learns where the other is. */
  acquaintPairs(both: readonly Pair[], oneSided?: readonly Pair[]): Promise<void>
  /** Every two of them, both ways. */
  acquaintAll(nodes: readonly LabNode[]): Promise<void>
  /** Nothing passes between the two any more, and neither is told. */
  partition(a: LabNode, b: LabNode): Promise<void>
  /** Ends a partition; delay and loss stay. */
  heal(a: LabNode, b: LabNode): Promise<void>
  /** Each way, drawn for each frame within ± `jitterMs`. */
  delay(a: LabNode, b: LabNode, delayMs: number, jitterMs?: number): Promise<void>
  /** @param share of the frames each way, 0 to 1 */
  loss(a: LabNode, b: LabNode, share: number): Promise<void>
  /** SIGKILL; resolves when it has ended. */
  kill(node: LabNode): Promise<void>
  /** SIGSTOP: the process stands still, its connections stay open. */
  freeze(node: LabNode): void
  /** SIGCONT. */
  thaw(node: LabNode): void
  /** Starts it again, after killing it if it still runs. @returns when the command was given */
  restart(node: LabNode): Promise<number>
  /** Another address on its interface; the old one is gone. @returns the new one */
  newAddress(node: LabNode): Promise<string>
  /** Sets its wall clock this far off the machine's (`ownClock`). What measures durations goes on. */
  clockJump(node: LabNode, offsetMs: number): void
  /** What became of the frames between two nodes, both ways together; only after the lab's end. */
  countsOf(a: LabNode, b: LabNode): WireCounts
}

/** @throws when this machine cannot run a lab, with what is missing */
export async function createLab({ nodes: wanted, seed = 1, network = '10.77.0' }: LabOptions): Promise<Lab> {
  if (process.getuid?.() !== 0) throw new Error('The lab makes network namespaces: run it as root.')
  await ensureBuilt()
  await sweep()
  const specs = typeof wanted === 'number' ? Array.from({ length: wanted }, (): NodeSpec => ({})) : wanted
  const name = newLabName()
  try {
    return await buildLab(name, specs, seed, network)
  } catch (error) {
    await removeLab(name)
    throw error
  }
}

async function buildLab(name: LabName, specs: readonly NodeSpec[], seed: number, network: string): Promise<Lab> {
  const folder = labFolder(name)
  mkdirSync(folder, { mode: 0o700 })
  const [middle = ''] = await addNamespaces(name, ['switch'])
  await prepareSwitch(middle)
  const plugs: Plug[] = []
  const nodes: OwnedNode[] = []
  for (const [index, spec] of specs.entries()) {
    const nodeName = spec.name ?? `node${index}`
    const plug = await plugIn({ lab: name, middle, network, index, nodeName, behindNat: spec.behindNat ?? false })
    plugs.push(plug)
    nodes.push(createLabNode({ name: nodeName, namespace: plug.namespace, address: plug.address, folder }, spec))
  }
  const ports = plugs.map(({ port }) => port)
  const wire = await startWire(middle, seed, ports)
  let counts: Readonly<Record<string, WireCounts>> = {}
  let ended: Promise<void> | null = null
  let addresses = nodes.length

  const own = (node: LabNode): OwnedNode => {
    const found = nodes.find((one) => one === node)
    if (!found) throw new Error(`${node.name} is of another lab.`)
    return found
  }
  const portOf = (node: LabNode): string => ports[nodes.indexOf(own(node))] ?? ''
  async function between(a: LabNode, b: LabNode, faults: Faults): Promise<void> {
    await Promise.all([wire.set(portOf(a), portOf(b), faults), wire.set(portOf(b), portOf(a), faults)])
  }

  const lab: Lab = {
    name,
    nodes,
    async start(...some) {
      const chosen = some.length === 0 ? nodes : some.map(own)
      const began: number[] = []
      for (let from = 0; from < chosen.length; from += AT_ONCE)
        began.push(...(await Promise.all(chosen.slice(from, from + AT_ONCE).map((node) => node.start()))))
      return Math.min(...began)
    },
    async stop(...some) {
      await Promise.all(some.map((node) => own(node).end('stop')))
    },
    acquaint: (a, b, whoKnowsWhere = 'both') =>
      whoKnowsWhere === 'both' ? lab.acquaintPairs([[a, b]]) : lab.acquaintPairs([], [[a, b]]),
    async acquaintPairs(both, oneSided = []) {
      const lists = new Map<LabNode, string[]>()
      const add = (to: LabNode, about: LabNode, withAddress: boolean): void => {
        lists.set(to, [...(lists.get(to) ?? []), listLine(about, withAddress)])
      }
      for (const [a, b] of both) {
        add(a, b, true)
        add(b, a, true)
      }
      for (const [a, b] of oneSided) {
        add(a, b, true)
        add(b, a, false)
      }
      // Who knocks before it is on the list waits for minutes before it tries again: who is dialled learns first.
      const last = new Set(oneSided.map(([a]) => a))
      for (const dials of [false, true])
        await Promise.all(
          [...lists].filter(([node]) => last.has(node) === dials).map(([node, list]) => node.learn(list)),
        )
    },
    acquaintAll: (some) =>
      lab.acquaintPairs(some.flatMap((a, index) => some.slice(index + 1).map((b): Pair => [a, b]))),
    partition: (a, b) => between(a, b, { up: false }),
    heal: (a, b) => between(a, b, { up: true }),
    delay: (a, b, delayMs, jitterMs = 0) => between(a, b, { delayMs, jitterMs }),
    loss: (a, b, share) => between(a, b, { loss: share }),
    kill: (node) => own(node).end('kill'),
    freeze: (node) => own(node).signal('SIGSTOP'),
    thaw: (node) => own(node).signal('SIGCONT'),
    async restart(node) {
      await own(node).end('kill')
      return own(node).start()
    },
    async newAddress(node) {
      const moved = `${network}.${FIRST_HOST + addresses++}`
      await renumber(own(node).namespace, node.address, moved)
      own(node).address = moved
      return moved
    },
    clockJump(node, offsetMs) {
      if (own(node).spec.ownClock !== true) throw new Error(`${node.name} was made without a clock of its own.`)
      own(node).setClock(offsetMs)
    },
    countsOf(a, b) {
      const both = [counts[`${portOf(a)}>${portOf(b)}`], counts[`${portOf(b)}>${portOf(a)}`]]
      const sum = (of: keyof WireCounts): number => both.reduce((total, one) => total + (one?.[of] ?? 0), 0)
      return {
        sent: sum('sent'),
        bytes: sum('bytes'),
        lost: sum('lost'),
        cut: sum('cut'),
        overflowed: sum('overflowed'),
        failed: sum('failed'),
      }
    },
    [Symbol.asyncDispose]() {
      ended ??= end()
      return ended
    },
  }

  async function end(): Promise<void> {
    try {
      await Promise.all(nodes.map((node) => node.end('kill')))
      counts = await wire.end()
    } finally {
      await removeLab(name)
    }
  }
  return lab
}

/** So many starts share two cores, and each still begins to listen long before it is given up. */
const AT_ONCE = 12

/** A line of an allowlist. */
function listLine(node: LabNode, withAddress: boolean): string {
  const where = withAddress ? ` address=/ip4/${node.address}/tcp/${PORT}/p2p/${node.peerId}` : ''
  return `${node.peerId} trusted keep${where}`
}
