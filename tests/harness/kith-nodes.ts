/** Whole nodes in this process: real libp2p on loopback, a store in memory, asked through the contract's one door. */

import { answer } from '../../src/contract/answer.ts'
import type { Announcement, CallName, Handlers, Input, Output } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import { Settings, type SettingsChange, type SettingsInput } from '../../src/contract/settings.ts'
import { createNode, type NodeParts } from '../../src/core/create-node.ts'
import type { PeerNode } from '../../src/core/node.types.ts'
import type { Notification } from '../../src/core/notification.types.ts'
import { type Log, silentLog } from '../../src/kit/log.ts'
import { systemClock, systemRandom } from '../../src/kit/system.ts'
import { merged, withoutNulls } from '../../src/kit/tree.ts'
import { FakeStore } from './fake-store.ts'
import { quietHost } from './quiet-host.ts'
import { testSeed } from './test-peers.ts'

export interface KithNode extends AsyncDisposable {
  readonly node: PeerNode
  readonly store: FakeStore
  readonly saved: readonly SettingsChange[]
  /** What a person's attention was drawn to. */
  readonly notified: readonly Notification[]
  /** What was logged as an error or thrown as a bug: nothing, in a good test. */
  readonly bugs: readonly unknown[]
  /** @throws KithError what a screen would show */
  call<K extends CallName>(name: K, ...input: undefined extends Input<K> ? [] : [Input<K>]): Promise<Output<K>>
  /** Waits until an announcement, past or to come, passes the test. */
  heard(matches: (event: Announcement) => boolean): Promise<Announcement>
}

export interface KithNodeOptions {
  readonly number: number
  readonly settings?: SettingsInput
  readonly store?: FakeStore
  /** Default: the real ones. */
  readonly parts?: NodeParts
  /** What the host notices and checks. Default: nothing. */
  readonly host?: Partial<ReturnType<typeof quietHost>>
}

export async function kithNode({
  number,
  settings = {},
  store = new FakeStore(),
  parts,
  host = {},
}: KithNodeOptions): Promise<KithNode> {
  const bugs: unknown[] = []
  const saved: SettingsChange[] = []
  const notified: Notification[] = []
  const file = {
    ...settings,
    network: {
      listen: ['/ip4/127.0.0.1/tcp/0'],
      mdns: false,
      useRelays: false,
      serveRelay: false,
      ...settings.network,
    },
  }
  const log: Log = { ...silentLog, error: (message, fields) => bugs.push(message, fields) }
  const node = await createNode(
    {
      clock: systemClock,
      random: systemRandom,
      store,
      log,
      saveSettings: (change) => saved.push(change),
      loadSettings: () => ({ settings: Settings.parse(withoutNulls(saved.reduce(merged, file))), overridden: [] }),
      ...quietHost(),
      ...host,
      notify: (notification) => notified.push(notification),
    },
    {
      identity: { seed: testSeed(number), dataKey: new Uint8Array(32), keptIn: 'insecure-file', created: false },
      settings: Settings.parse(file),
      name: `node ${number}`,
      version: '0.0.0-test',
      pid: process.pid,
      warnings: [],
    },
    parts,
  )
  const announced: Announcement[] = []
  let waiting: (() => void)[] = []
  node.events.on((event) => {
    announced.push(event)
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  })
  return {
    node,
    store,
    saved,
    notified,
    bugs,
    async call(name, ...[input]) {
      const reply = await answer(node.handlers as Handlers, name, input, (error) => bugs.push(error))
      if (!reply.ok) throw KithError.fromJson(reply.error)
      return reply.value as never
    },
    async heard(matches) {
      for (;;) {
        const found = announced.find(matches)
        if (found) return found
        await new Promise<void>((wake) => waiting.push(wake))
      }
    },
    [Symbol.asyncDispose]: () => node.stop(),
  }
}
