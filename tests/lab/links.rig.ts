/** The nodes of the scenarios in `links.test.ts`: who they are, who keeps whom, and what is asked of all of them. */
import { createLab, type Lab, type Pair } from './lab.ts'
import type { LabNode, NodeSpec } from './lab-node.ts'

/** Ends a wait that has failed anyway; the figure is what is judged. */
export const PATIENCE_MS = 60_000
/** Nobody can dial it: what it is connected to, it has dialled. */
const NOWHERE = ['/p2p-circuit']

export interface Field {
  readonly lab: Lab
  /** Keep each other, and do not run yet. */
  readonly mesh: readonly LabNode[]
  /** Each is kept by `friend`, whom it can dial, and by `hidden`, whom it cannot. */
  readonly victims: readonly LabNode[]
  readonly called: (name: string) => LabNode
}

const specs: Readonly<Record<string, NodeSpec>> = {
  steady: {},
  shaky: {},
  hub: {},
  briefly: {},
  twice: {},
  longer: {},
  friend: {},
  hidden: { listen: NOWHERE },
  searcher: { listen: NOWHERE, mdns: true },
  announcer: { mdns: true },
  stayer: {},
  mover: {},
  traveller: { ownClock: true },
  clock: {},
}
const pairs: readonly (readonly [string, string])[] = [
  ['steady', 'shaky'],
  ['hub', 'briefly'],
  ['hub', 'twice'],
  ['hub', 'longer'],
  ['stayer', 'mover'],
  ['traveller', 'clock'],
]

/** Only the first knows where the other is, and cannot be dialled itself. */
const oneSided: typeof pairs = [['searcher', 'announcer']]

/** All but the mesh run and are connected to whom they keep. */
export async function prepareField(meshSize: number, victimCount: number): Promise<Field> {
  const meshSpecs = Array.from({ length: meshSize }, (_, index): NodeSpec => ({ name: `mesh${index}` }))
  const victimSpecs = Array.from({ length: victimCount }, (_, index): NodeSpec => ({ name: `victim${index}` }))
  const others = Object.entries(specs).map(([name, spec]): NodeSpec => ({ name, ...spec }))
  const lab = await createLab({ nodes: [...meshSpecs, ...victimSpecs, ...others] })
  try {
    const called = (name: string): LabNode => {
      const node = lab.nodes.find((one) => one.name === name)
      if (!node) throw new Error(`There is no ${name}.`)
      return node
    }
    const mesh = lab.nodes.slice(0, meshSize)
    const victims = lab.nodes.slice(meshSize, meshSize + victimCount)
    const [friend, hidden] = ['friend', 'hidden'].map(called) as [LabNode, LabNode]
    const both = [...named(pairs), ...victims.map((victim): Pair => [victim, friend])]
    const oneWay = [...named(oneSided), ...victims.map((victim): Pair => [hidden, victim])]
    await lab.start()
    const prepareMesh = async (): Promise<void> => {
      await lab.acquaintAll(mesh)
      await lab.stop(...mesh)
    }
    await Promise.all([prepareMesh(), lab.acquaintPairs(both, oneWay)])
    await Promise.all([...both, ...oneWay].map(([a, b]) => bothSay(a, b)))
    return { lab, mesh, victims, called }

    function named(names: typeof pairs): Pair[] {
      return names.map(([a, b]) => [called(a), called(b)])
    }
  } catch (error) {
    await lab[Symbol.asyncDispose]()
    throw error
  }
}

/** @returns when the slower of the two said so */
export async function bothSay(a: LabNode, b: LabNode): Promise<number> {
  return Math.max(...(await Promise.all([a.until(b, 'connected', PATIENCE_MS), b.until(a, 'connected', PATIENCE_MS)])))
}

/** The same for what they say next. Call it before what breaks the link. */
export async function bothSayNext(a: LabNode, b: LabNode): Promise<number> {
  return Math.max(...(await Promise.all([a.next(b, 'connected', PATIENCE_MS), b.next(a, 'connected', PATIENCE_MS)])))
}

export const everyTwo = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((a, index) => all.slice(index + 1).map((b): [T, T] => [a, b]))
