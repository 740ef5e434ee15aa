/**
 * What it costs to have 100 peers connected and nothing to say: `npm run bench -- idle`. One node of each stack, each in a process of its
 * own with its 100 peers in others; both live through the same quiet minute, so that whatever else the machine does falls on both. Beside
 * each runs a twin without peers, of the same age: a kernel takes back what an idle process does not touch.
 *
 * Kith: the product's node at its own heartbeat (5 s, either end). Bare js-libp2p: its ping service every 10 s from the measured side only.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MIB } from '../src/kit/units.ts'
import { type Figure, report } from './figures.ts'
import type { Usage } from './idle-hub-process.ts'
import { type Stack, stacks } from './idle-stacks.ts'

const PEERS = 100
const CROWDS = 2
/** After the last has come: V8 has collected what a hundred handshakes left behind by then, in several rounds. */
const SETTLE_MS = 45_000
const QUIET_MS = 60_000

interface House {
  readonly hub: ChildProcess
  /** The same without peers. */
  readonly twin: ChildProcess
}

const children: ChildProcess[] = []

async function child(script: string, args: readonly string[]): Promise<{ child: ChildProcess; first: unknown }> {
  // Flags of this process go to the others: `node --cpu-prof bench/idle.ts` profiles them all.
  const started = fork(join(import.meta.dirname, script), args)
  children.push(started)
  return { child: started, first: await next(started) }
}

const next = async (from: ChildProcess): Promise<unknown> => ((await once(from, 'message')) as [unknown])[0]

async function usage(hub: ChildProcess, when: 'begin' | 'end'): Promise<Usage> {
  hub.send(when)
  return (await next(hub)) as Usage
}

async function fill(stack: Stack): Promise<House> {
  const { child: hub, first } = await child('idle-hub-process.ts', [stack, String(PEERS)])
  const each = PEERS / CROWDS
  const { child: twin } = await child('idle-hub-process.ts', [stack, '0'])
  for (let n = 0; n < CROWDS; n++) {
    const { child: crowd } = await child('idle-crowd-process.ts', [stack, String(n * each), String(each)])
    crowd.send(first as object)
    await next(crowd)
  }
  return { hub, twin }
}

interface Measured {
  readonly rssMib: number
  readonly heapMib: number
  readonly looseRssMib: number
  readonly cpuPercent: number
  /** The same of the twin. */
  readonly aloneCpuPercent: number
  readonly bytesPerSecond: number
}

async function measure(): Promise<Readonly<Record<Stack, Measured>>> {
  const houses = { bare: await fill('bare'), kith: await fill('kith') }
  await sleep(SETTLE_MS)
  const begin = { bare: await usage(houses.bare.hub, 'begin'), kith: await usage(houses.kith.hub, 'begin') }
  const aloneBefore = { bare: await usage(houses.bare.twin, 'begin'), kith: await usage(houses.kith.twin, 'begin') }
  await sleep(QUIET_MS)
  const end = { bare: await usage(houses.bare.hub, 'end'), kith: await usage(houses.kith.hub, 'end') }
  const alone = { bare: await usage(houses.bare.twin, 'end'), kith: await usage(houses.kith.twin, 'end') }
  const measured = (stack: Stack): Measured => {
    const [before, after, none] = [begin[stack], end[stack], alone[stack]]
    if (before.connected !== PEERS || after.connected !== PEERS)
      throw new Error(`${stack}: ${before.connected} and then ${after.connected} of ${PEERS} were connected`)
    const ms = after.atMs - before.atMs
    const added = (key: keyof NonNullable<Usage['held']>): number =>
      ((after.held?.[key] ?? NaN) - (none.held?.[key] ?? NaN)) / MIB
    return {
      rssMib: added('rssBytes'),
      heapMib: added('heapBytes'),
      looseRssMib: added('looseRssBytes'),
      cpuPercent: share(before, after),
      aloneCpuPercent: share(aloneBefore[stack], none),
      bytesPerSecond: ((after.tcpBytes - before.tcpBytes) / ms / PEERS) * 1_000,
    }
  }
  return { bare: measured('bare'), kith: measured('kith') }
}

const share = (before: Usage, after: Usage): number =>
  (after.cpuMicroseconds - before.cpuMicroseconds) / (after.atMs - before.atMs) / 10

const limits: Readonly<Record<keyof Measured, { what: string; unit: Figure['unit']; atMost: number | null }>> = {
  rssMib: { what: `memory of ${PEERS} peers (RSS after GC, against none)`, unit: 'MiB', atMost: 35 },
  heapMib: { what: `of it on the JavaScript heap`, unit: 'MiB', atMost: null },
  looseRssMib: { what: 'RSS as it stands, what V8 has not collected yet included', unit: 'MiB', atMost: null },
  cpuPercent: { what: `${PEERS} peers, share of a core in a quiet minute`, unit: '%', atMost: 1 },
  aloneCpuPercent: { what: 'the same without peers', unit: '%', atMost: null },
  bytesPerSecond: { what: 'TCP payload of a peer, both directions', unit: 'bytes/s', atMost: 120 },
}

try {
  const measured = await measure()
  const figures = (Object.keys(limits) as (keyof Measured)[]).flatMap((key): Figure[] => {
    const { what, unit, atMost } = limits[key]
    const [bare, kith] = stacks.map((stack) => measured[stack][key]) as [number, number]
    return [
      { what: `${what}, bare js-libp2p`, value: bare, unit, atMost: null },
      { what: `${what}, Kith`, value: kith, unit, atMost },
      { what: `${what}, Kith beside bare`, value: kith / bare, unit: '×', atMost: null },
    ]
  })
  report('idle', figures, { peers: PEERS, quietMs: QUIET_MS })
} finally {
  for (const one of children) if (one.connected) one.disconnect()
}
