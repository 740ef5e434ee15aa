/** Whole nodes in this process that meet over the fake network, on one manual clock: for sequences that would take days. */

import { answer } from '../../src/contract/answer.ts'
import type { CallName, Handlers, Input, Output } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import { Settings, type SettingsInput } from '../../src/contract/settings.ts'
import { createNode } from '../../src/core/create-node.ts'
import type { PeerNode } from '../../src/core/node.types.ts'
import { type Log, silentLog } from '../../src/kit/log.ts'
import { createSwitchboard, type Switchboard } from './fake-network.ts'
import { FakeStore } from './fake-store.ts'
import { ManualClock, settled } from './manual-clock.ts'
import { quietHost } from './quiet-host.ts'
import { testPeerId, testSeed } from './test-peers.ts'

export interface SwitchboardNode {
  readonly peerId: string
  /** Where the others dial it. */
  readonly address: string
  /** What was logged as an error or thrown as a bug: nothing, in a good test. */
  readonly bugs: readonly unknown[]
  /** What a person was notified of, as `title: body`. */
  readonly notified: readonly string[]
  /** The answer, or the error that a screen would show. Time goes on until it is there. */
  call<K extends CallName>(
    name: K,
    ...input: undefined extends Input<K> ? [] : [Input<K>]
  ): Promise<Output<K> | KithError>
  /** Stops it and starts it again with what it kept. */
  restart(): Promise<void>
}

export interface SwitchboardNodes extends AsyncDisposable {
  readonly clock: ManualClock
  /** Where they meet; scripts may join. */
  readonly board: Switchboard
  readonly nodes: readonly SwitchboardNode[]
}

/** How far time goes, at most, until a call is answered. */
const PATIENCE_MS = 60_000
const STEP_MS = 250

export async function switchboardNodes(count: number, settings: SettingsInput = {}): Promise<SwitchboardNodes> {
  const clock = new ManualClock()
  const board = createSwitchboard({ clock })
  const made = await Promise.all(
    Array.from({ length: count }, (_, number) => switchboardNode(number, clock, board, settings)),
  )
  return {
    clock,
    board,
    nodes: made.map(({ node }) => node),
    async [Symbol.asyncDispose]() {
      for (const { stop } of made) await stop()
    },
  }
}

async function switchboardNode(
  number: number,
  clock: ManualClock,
  board: ReturnType<typeof createSwitchboard>,
  settings: SettingsInput,
): Promise<{ node: SwitchboardNode; stop: () => Promise<void> }> {
  const peerId = testPeerId(number)
  const listen = `/ip4/10.0.0.${number + 1}/tcp/4711`
  const store = new FakeStore()
  const bugs: unknown[] = []
  const notified: string[] = []
  const log: Log = { ...silentLog, error: (message, fields) => bugs.push(message, fields) }
  let written = Settings.parse({ ...settings, network: { listen: [listen], mdns: false, ...settings.network } })
  let running: PeerNode | null = null

  async function inTime<T>(work: Promise<T>): Promise<T> {
    const waiting = { over: false }
    const finished = work.finally(() => (waiting.over = true))
    finished.catch(() => {})
    await settled()
    for (let waited = 0; !waiting.over && waited < PATIENCE_MS; waited += STEP_MS) await clock.advance(STEP_MS)
    if (!waiting.over) throw new Error('no answer in a minute of the manual clock')
    return finished
  }

  async function start(): Promise<void> {
    running = await createNode(
      {
        clock,
        random: () => 0.5,
        store,
        log,
        // Screens change the mode and the limits, which are plain values: laying them over each other is enough here.
        saveSettings: (change) => void (written = Settings.parse({ ...written, ...change })),
        loadSettings: () => ({ settings: written, overridden: [] }),
        ...quietHost(),
        notify: ({ title, body }) => void notified.push(`${title}: ${body}`),
      },
      {
        identity: { seed: testSeed(number), dataKey: new Uint8Array(32), keptIn: 'insecure-file', created: false },
        settings: written,
        name: `node ${number}`,
        version: '0.0.0-test',
        pid: process.pid,
        warnings: [],
      },
      {
        createNetwork: ({ gate }, options) =>
          Promise.resolve(
            board.join({
              peerId,
              gate,
              listen: options.listen,
              limits: options.limits,
              useRelays: options.useRelays,
              serveRelay: options.serveRelay,
            }),
          ),
      },
    )
    await inTime(running.start())
  }

  async function stop(): Promise<void> {
    const stopping = running
    running = null
    if (stopping) await inTime(stopping.stop())
  }

  await start()
  const node: SwitchboardNode = {
    peerId,
    address: `${peerId}@${listen}`,
    bugs,
    notified,
    async call(name, ...[input]) {
      if (!running) throw new Error('the node does not run')
      const reply = await inTime(answer(running.handlers as Handlers, name, input, (error) => bugs.push(error)))
      return reply.ok ? (reply.value as never) : KithError.fromJson(reply.error)
    },
    async restart() {
      await stop()
      await start()
    },
  }
  return { node, stop }
}
