/** One node of a lab: its place on the network, its process, and what its lines say about its peers. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostEvent } from '../../src/contract/host-events.ts'
import type { PeerReason, PeerState, PeerView } from '../../src/contract/views.ts'
import { type CliResult, type KithProcess, startKithProcess } from '../harness/kith-process.ts'
import { inside, ownClockLibrary } from './system.ts'

/** What is special about a node; by default nothing is. */
export interface NodeSpec {
  readonly name?: string
  /** Announce itself and look for others; default: no, so that only addresses that were given are known. */
  readonly mdns?: boolean
  /** Default: TCP and webrtc-direct on the usual port. `/p2p-circuit` alone: nobody can dial it. */
  readonly listen?: readonly string[]
  /** Further arguments of `kith node`. */
  readonly args?: readonly string[]
  /** Its wall clock can be set apart from the machine's (`clockJump`). */
  readonly ownClock?: boolean
  /** Its home is behind a router that translates addresses and lets in only answers. */
  readonly behindNat?: boolean
}

/** A line about a peer, with when it was read (`performance.now()`). */
export type PeerLine = Extract<HostEvent, { event: 'peer' }> & { readonly atMs: number }

export interface LabNode {
  readonly name: string
  readonly namespace: string
  /** Its IPv4 address now. */
  readonly address: string
  /** @throws before its first start */
  readonly peerId: string
  /** The process that runs, or that ran last. @throws before its first start */
  readonly process: KithProcess
  /** Every line about a peer, over all its starts, oldest first. */
  readonly lines: readonly PeerLine[]
  /** What the process that runs said last about this peer. */
  stateOf(peer: LabNode): PeerState | null
  /** @returns when it came to be so, now or in the past. @throws after `withinMs`, with what was said meanwhile */
  until(peer: LabNode, state: PeerState, withinMs: number): Promise<number>
  /** The same for the next line that says so, whatever is said now. */
  next(peer: LabNode, state: PeerState, withinMs: number, reason?: PeerReason): Promise<number>
  /** `kith ARGS --json` in its place. */
  cli(...args: readonly string[]): Promise<CliResult>
  /** `kith peers show`. */
  show(peer: LabNode): Promise<PeerView>
  /** `kith allowlist import`: peers, each a line of the list. */
  learn(list: readonly string[]): Promise<void>
  /** The last lines of its log, for a failure that must be understood. */
  log(lines?: number): string
}

/** What the lab itself does to a node. */
export interface OwnedNode extends LabNode {
  readonly spec: NodeSpec
  address: string
  /** @returns when the command was given */
  start(): Promise<number>
  signal(signal: NodeJS.Signals): void
  end(how: 'kill' | 'stop'): Promise<void>
  setClock(offsetMs: number): void
}

/** The usual port of Kith, on IPv4: the lab speaks no IPv6. */
export const PORT = 4711
const LISTEN = [`/ip4/0.0.0.0/tcp/${PORT}`, `/ip4/0.0.0.0/udp/${PORT}/webrtc-direct`]

export interface Place {
  readonly name: string
  readonly namespace: string
  readonly address: string
  /** An existing folder for what the node keeps. */
  readonly folder: string
}

export function createLabNode(place: Place, spec: NodeSpec): OwnedNode {
  const { name, namespace, folder } = place
  const dataDir = join(folder, name)
  const clockFile = join(folder, `${name}.clock`)
  const lines: PeerLine[] = []
  const watchers = new Set<(line: PeerLine) => void>()
  /** By peer ID, of the process that runs. */
  const now = new Map<string, PeerLine>()
  let current: KithProcess | null = null
  let peerId: string | null = null
  let address = place.address
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })

  function onEvent(event: HostEvent): void {
    if (event.event !== 'peer') return
    const line = { ...event, atMs: performance.now() }
    lines.push(line)
    now.set(line.peerId, line)
    for (const tell of [...watchers]) tell(line)
  }

  function wait(peer: LabNode, what: string, fits: (line: PeerLine) => boolean, withinMs: number): Promise<number> {
    const from = lines.length
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer)
        watchers.delete(watch)
        finish()
      }
      const watch = (line: PeerLine): void => {
        if (line.peerId === peer.peerId && fits(line)) settle(() => resolve(line.atMs))
      }
      const timer = setTimeout(() => {
        const said = lines.slice(from).filter(({ peerId }) => peerId === peer.peerId)
        const before = now.get(peer.peerId)?.state ?? 'nothing'
        const story = said.map(({ time, state, reason }) => `${time} ${state} ${reason ?? ''}`).join('\n')
        settle(() =>
          reject(
            new Error(
              `${name} did not say within ${withinMs} ms that ${peer.name} is ${what}; it says ${before}.\n${story}`,
            ),
          ),
        )
      }, withinMs)
      watchers.add(watch)
    })
  }

  function running(): KithProcess {
    if (!current) throw new Error(`${name} was never started.`)
    return current
  }

  /** Its own clock runs as the machine's does, shifted by what the file says; what measures durations stays as it is. */
  function clockVariables(): string[] {
    return [
      'env',
      `LD_PRELOAD=${ownClockLibrary()}`,
      `FAKETIME_TIMESTAMP_FILE=${clockFile}`,
      'FAKETIME_NO_CACHE=1',
      'FAKETIME_DONT_FAKE_MONOTONIC=1',
      'DONT_FAKE_MONOTONIC=1',
    ]
  }

  const node: OwnedNode = {
    name,
    namespace,
    spec,
    lines,
    get address() {
      return address
    },
    set address(moved: string) {
      address = moved
    },
    get peerId() {
      if (peerId === null) throw new Error(`${name} was never started.`)
      return peerId
    },
    get process() {
      return running()
    },
    async start() {
      if (spec.ownClock === true && current === null) node.setClock(0)
      now.clear()
      const began = performance.now()
      current = await startKithProcess({
        dataDir,
        listen: spec.listen ?? LISTEN,
        mdns: spec.mdns ?? false,
        args: ['--name', name, ...(spec.args ?? [])],
        within: [...inside(namespace), ...(spec.ownClock === true ? clockVariables() : [])],
        onEvent,
      })
      peerId = current.peerId
      return began
    },
    signal(signal) {
      running().child.kill(signal)
    },
    async end(how) {
      // A frozen process does not hear SIGTERM.
      if (how === 'stop') node.signal('SIGCONT')
      await (how === 'kill' ? current?.kill() : current?.stop())
    },
    setClock(offsetMs) {
      const seconds = offsetMs / 1000
      writeFileSync(clockFile, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    },
    stateOf: (peer) => now.get(peer.peerId)?.state ?? null,
    until(peer, state, withinMs) {
      const line = now.get(peer.peerId)
      if (line?.state === state) return Promise.resolve(line.atMs)
      return wait(peer, state, (line) => line.state === state, withinMs)
    },
    next(peer, state, withinMs, reason) {
      const what = reason === undefined ? state : `${state} (${reason})`
      const fits = (line: PeerLine): boolean => line.state === state && (reason === undefined || line.reason === reason)
      return wait(peer, what, fits, withinMs)
    },
    cli: (...args) => running().cli(...args),
    async show(peer) {
      const { code, json, stderr } = await running().cli('peers', 'show', peer.peerId)
      if (code !== 0) throw new Error(`${name} cannot show ${peer.name}: ${stderr}`)
      return json as PeerView
    },
    async learn(list) {
      const file = join(folder, `${name}.list`)
      writeFileSync(file, `${list.join('\n')}\n`)
      const { code, stderr } = await running().cli('allowlist', 'import', file, '--yes')
      if (code !== 0) throw new Error(`${name} did not import the list: ${stderr}`)
    },
    log(count = 40) {
      return readFileSync(join(dataDir, 'logs', 'kith.log'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(-count)
        .join('\n')
    },
  }
  return node
}
