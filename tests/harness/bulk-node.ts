/** A `bulk-process.ts` as something that a test or a bench commands: a real node in its own process that can send and drop random bytes. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallName, Input, Output } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import type { SettingsInput } from '../../src/contract/settings.ts'
import {
  BULK_FRAME_BYTES,
  type BulkOrderName,
  type BulkOrders,
  type BulkProcessOptions,
  type BulkReady,
  type BulkReply,
} from './bulk.types.ts'

const READY_MS = 60_000
const EXIT_MS = 15_000
/** Far above what any single order takes; a long one brings its own. */
const ORDER_MS = 120_000

export const loopback = {
  tcp: '/ip4/127.0.0.1/tcp/0',
  'webrtc-direct': '/ip4/127.0.0.1/udp/0/webrtc-direct',
} as const
export type LoopbackTransport = keyof typeof loopback

export interface BulkNodeOptions {
  /** Default: TCP. */
  readonly transport?: LoopbackTransport
  /** Of the node; mDNS and relays are off, limits of streams and of addresses are wide. */
  readonly settings?: SettingsInput
  /** Default: off. 0 serves the screens on a free port (they have to be built). */
  readonly uiPort?: number | 'off'
  readonly name?: string
  /** Default: `held`, by the node's own throttle. */
  readonly traffic?: BulkProcessOptions['traffic']
  /** For Node, such as `--cpu-prof`. */
  readonly execArgv?: readonly string[]
  /** Words before Node, of a program that becomes it, such as `ip netns exec NAME`. */
  readonly within?: readonly string[]
}

/** Caps in bytes per second; left out is unlimited. */
export interface Caps {
  readonly up?: number
  readonly down?: number
}

export interface BulkNode extends BulkReady, AsyncDisposable {
  readonly dataDir: string
  readonly child: ChildProcess
  /** @throws KithError what a screen would show */
  call<K extends CallName>(name: K, ...input: undefined extends Input<K> ? [] : [Input<K>]): Promise<Output<K>>
  /** Both let each other in (level `verified`), this one dials, and both are connected when it answers. */
  connect(other: BulkNode): Promise<void>
  /** Caps of the node from now on. */
  setCaps(caps: Caps): Promise<void>
  /** Caps of one peer from now on. */
  setPeerCaps(peerId: string, caps: Caps): Promise<void>
  /** Random bytes to the peer, as fast as they are taken, until `stopSending`. */
  send(peerId: string, options?: { readonly streams?: number; readonly frameBytes?: number }): Promise<void>
  /** `close: false` leaves the streams open and silent. */
  stopSending(peerId: string, options?: { readonly close?: boolean }): Promise<void>
  /** Messages one after the other. Default: 1 KiB, one, on a stream that is kept. */
  message(
    peerId: string,
    options?: Partial<Omit<BulkOrders['message']['order'], 'peerId'>>,
  ): Promise<BulkOrders['message']['answer']>
  /** Anything else that the process can do. */
  order<K extends BulkOrderName>(
    kind: K,
    order: BulkOrders[K]['order'],
    timeoutMs?: number,
  ): Promise<BulkOrders[K]['answer']>
  /** Ends it and removes its data folder. Twice is fine. */
  stop(): Promise<void>
}

/** @throws when the node does not get ready, with what it printed */
export async function startBulkNode({
  transport = 'tcp',
  settings = {},
  uiPort = 'off',
  name = 'bulk',
  traffic = 'held',
  execArgv = [],
  within = [],
}: BulkNodeOptions = {}): Promise<BulkNode> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-bulk-'))
  const options: BulkProcessOptions = {
    dataDir,
    uiPort,
    name,
    traffic,
    settings: {
      name,
      ...settings,
      identity: { keyStore: 'insecure-file', ...settings.identity },
      network: { listen: [loopback[transport]], mdns: false, useRelays: false, serveRelay: false, ...settings.network },
      // All of them come from one address here, and faster than a person would.
      limits: {
        inboundPerSecondPerAddress: 10_000,
        perIpv4: 1_000,
        inboundStreamsPerSecond: 1_000,
        ...settings.limits,
      },
    },
  }
  const [command = process.execPath, ...before] = within.length > 0 ? [...within, process.execPath] : []
  const child = fork(join(import.meta.dirname, 'bulk-process.ts'), [JSON.stringify(options)], {
    execPath: command,
    execArgv: [...before, '--disable-warning=ExperimentalWarning', ...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  const keep = (text: string): void => void (printed = (printed + text).slice(-20_000))
  child.stdout?.setEncoding('utf8').on('data', keep)
  child.stderr?.setEncoding('utf8').on('data', keep)
  const exited = once(child, 'exit')
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  let lastId = 0
  let gone = false
  void exited.then(() => {
    gone = true
    for (const { reject } of waiting.values()) reject(new Error(`the process of ${name} ended\n${printed}`))
  })

  async function stop(): Promise<void> {
    if (!gone) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS)
    await exited
    clearTimeout(timer)
    rmSync(dataDir, { recursive: true, force: true })
  }

  function order<K extends BulkOrderName>(
    kind: K,
    what: BulkOrders[K]['order'],
    timeoutMs = ORDER_MS,
  ): Promise<BulkOrders[K]['answer']> {
    if (gone) return Promise.reject(new Error(`the process of ${name} has ended\n${printed}`))
    const id = ++lastId
    const answered = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id)
        reject(new Error(`${name} did not answer ${kind} within ${timeoutMs} ms\n${printed}`))
      }, timeoutMs)
      const settle =
        <T>(finish: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer)
          waiting.delete(id)
          finish(value)
        }
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
    })
    child.send({ id, kind, order: what })
    return answered
  }

  const ready = await Promise.race([
    once(child, 'message') as Promise<[BulkReady]>,
    exited.then(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, READY_MS, null).unref()),
  ])
  if (!ready) {
    await stop()
    throw new Error(`${name} did not get ready\n${printed}`)
  }
  child.on('message', (reply: BulkReply) => {
    if (reply.ok) waiting.get(reply.id)?.resolve(reply.value)
    else waiting.get(reply.id)?.reject(KithError.fromJson(reply.error))
  })

  const node: BulkNode = {
    ...ready[0],
    dataDir,
    child,
    call: (callName, ...[input]) => order('call', { name: callName, input }) as Promise<never>,
    async connect(other) {
      const [address = ''] = other.addresses
      // The other end first: whom it does not know yet it would turn away.
      await other.call('peers.add', { address: node.peerId, name: null, level: 'verified', kept: false, note: null })
      await node.call('peers.add', { address, name: null, level: 'verified', kept: true, note: null })
      await node.call('peers.connect', { peerId: other.peerId })
      for (let tries = 0; tries < 100; tries++) {
        if ((await other.call('peers.show', { peerId: node.peerId })).state === 'connected') return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`${name} connected, but the other end does not say so`)
    },
    async setCaps({ up = 0, down = 0 }) {
      const normal = { uploadBytesPerSecond: up, downloadBytesPerSecond: down }
      await node.call('settings.set', { change: { bandwidth: { profiles: { normal } } } })
    },
    async setPeerCaps(peerId, { up = 0, down = 0 }) {
      await node.call('peers.edit', { peerId, limits: { uploadBytesPerSecond: up, downloadBytesPerSecond: down } })
    },
    async send(peerId, { streams = 1, frameBytes = BULK_FRAME_BYTES } = {}) {
      await order('send', { peerId, streams, frameBytes })
    },
    async stopSending(peerId, { close = true } = {}) {
      await order('stopSending', { peerId, close })
    },
    message: (peerId, { bytes = 1_024, count = 1, everyMs = 0, fresh = false, kind = 'message' } = {}) =>
      order('message', { peerId, bytes, count, everyMs, fresh, kind }, ORDER_MS + count * everyMs),
    order,
    stop,
    [Symbol.asyncDispose]: stop,
  }
  return node
}
