/** What a long allowlist costs, on the real database: nothing that a person would wait for. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { answer } from '../../src/contract/answer.ts'
import type { CallName, Handlers, Input, Output } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import { Settings } from '../../src/contract/settings.ts'
import { createNode } from '../../src/core/create-node.ts'
import { openStore } from '../../src/core/storage/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { systemClock, systemRandom } from '../../src/kit/system.ts'
import { quietHost } from '../harness/quiet-host.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

const MANY = 5_000
/** A blink is the aim, and the figures stand beside it; this finds work that grew with the square of the list. */
const MAX_MS = 6_000

const figures: string[] = []
afterAll(() => console.log(figures.join('\n')))

/** A running node on a database in a folder of its own, asked through the contract's door. */
async function longNode() {
  const folder = mkdtempSync(join(tmpdir(), 'kith-allowlist-'))
  const dataKey = new Uint8Array(32).fill(7)
  const store = openStore({ path: join(folder, 'kith.db'), dataKey, clock: systemClock, log: silentLog })
  const settings = Settings.parse({
    network: { listen: [], mdns: false, useRelays: false, serveRelay: false },
    reconnect: { baseMs: 600_000 },
  })
  const node = await createNode(
    {
      clock: systemClock,
      random: systemRandom,
      store,
      log: silentLog,
      saveSettings: () => {},
      loadSettings: () => ({ settings, overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed: testSeed(9_999_999), dataKey, keptIn: 'insecure-file', created: false },
      settings,
      name: 'long',
      version: '0',
      pid: process.pid,
      warnings: [],
    },
  )
  await node.start()
  return {
    async call<K extends CallName>(
      name: K,
      ...[input]: undefined extends Input<K> ? [] : [Input<K>]
    ): Promise<Output<K>> {
      const reply = await answer(node.handlers as Handlers, name, input, (error) => {
        throw error
      })
      if (!reply.ok) throw KithError.fromJson(reply.error)
      return reply.value as never
    },
    async [Symbol.asyncDispose]() {
      await node.stop()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

it(`imports, changes, exports, forgets and restores ${MANY} peers`, { timeout: 120_000 }, async () => {
  await using node = await longNode()
  async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const result = await work()
    const tookMs = performance.now() - began
    figures.push(`${what}, ${MANY} peers: ${tookMs.toFixed(0)} ms`)
    expect(tookMs, what).toBeLessThan(MAX_MS)
    return result
  }
  const peerIds = Array.from({ length: MANY }, (_, number) => testPeerId(number))
  const text = peerIds
    .map((peerId, at) => `${peerId} verified "Peer ${at}" no-keep address=/ip4/127.0.0.1/tcp/9 note="number ${at}"`)
    .join('\n')
  expect(await timed('preview', () => node.call('allowlist.preview', { text }))).toMatchObject({
    add: MANY,
    invalid: 0,
  })
  expect(await timed('import', () => node.call('allowlist.import', { text }))).toMatchObject({ added: MANY })
  const before = await node.call('allowlist.export', {})
  const changed = await timed('peers.change to trusted, all to be dialled', () =>
    node.call('peers.change', { peerIds, level: 'trusted', permissions: ['message'] }),
  )
  expect(changed.changed).toBe(MANY)
  await timed('peers.undo', () => node.call('peers.undo', { undo: changed.undo }))
  const blocked = await timed('peers.change to blocked', () => node.call('peers.change', { peerIds, level: 'blocked' }))
  expect((await node.call('peers.list')).every(({ trust }) => trust === 'blocked')).toBe(true)
  await node.call('peers.undo', { undo: blocked.undo })
  const forgotten = await timed('peers.forget', () => node.call('peers.forget', { peerIds }))
  expect(await node.call('peers.list')).toEqual([])
  await timed('peers.undo of that', () => node.call('peers.undo', { undo: forgotten.undo }))
  const after = await timed('export', () => node.call('allowlist.export', {}))
  const withoutTime = (exported: string): string => exported.slice(exported.indexOf('\n'))
  expect(withoutTime(after.text)).toBe(withoutTime(before.text))
  await timed('preview of the same', () => node.call('allowlist.preview', { text: after.text }))
})
