/** A whole node on a disk that fills up: a small file system of its own, mounted for the test. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answer } from '../../src/contract/answer.ts'
import type { CallName, Handlers, Input, Output } from '../../src/contract/contract.ts'
import { KithError } from '../../src/contract/errors.ts'
import { Settings } from '../../src/contract/settings.ts'
import { createNode } from '../../src/core/create-node.ts'
import { openStore, type Store } from '../../src/core/storage/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { createSwitchboard } from '../harness/fake-network.ts'
import { ManualClock, settled } from '../harness/manual-clock.ts'
import { quietHost } from '../harness/quiet-host.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

const DISK_BYTES = 2 * 1024 * 1024
const dataKey = new Uint8Array(32)
let disk: string
let store: Store

const system = (program: string, words: readonly string[]): void => void execFileSync(program, words)

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'kith-disk-'))
  system('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'kith-test', disk])
})
afterEach(() => {
  store.close()
  system('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

const open = (clock: ManualClock): Store => openStore({ path: join(disk, 'kith.db'), dataKey, clock, log: silentLog })

/** Fills the disk to the last byte, or makes room again. */
const filler = (): string => join(disk, 'somebody-elses-file')
function fill(): void {
  for (let size = DISK_BYTES; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(filler(), Buffer.alloc(size), { flag: 'a' })
    } catch {
      // This much does not fit any more.
    }
  }
}

async function start(clock: ManualClock) {
  store = open(clock)
  const board = createSwitchboard({ clock })
  const peerId = testPeerId(1)
  const node = await createNode(
    {
      clock,
      random: () => 0.5,
      store,
      log: silentLog,
      saveSettings: () => {},
      loadSettings: () => ({ settings: Settings.parse({}), overridden: [] }),
      ...quietHost(),
      notify: () => {},
    },
    {
      identity: { seed: testSeed(1), dataKey, keptIn: 'insecure-file', created: false },
      settings: Settings.parse({}),
      name: 'Ann',
      version: '0.0.0-test',
      pid: process.pid,
      warnings: [],
    },
    {
      createNetwork: ({ gate }, { listen, limits, useRelays, serveRelay }) =>
        Promise.resolve(board.join({ peerId, gate, listen, limits, useRelays, serveRelay })),
    },
  )
  await node.start()
  await settled()
  const call = async <K extends CallName>(
    name: K,
    ...[input]: undefined extends Input<K> ? [] : [Input<K>]
  ): Promise<Output<K>> => {
    const reply = await answer(node.handlers as Handlers, name, input, (error) => {
      throw error
    })
    if (!reply.ok) throw KithError.fromJson(reply.error)
    return reply.value as never
  }
  const trust = (number: number) =>
    call('peers.trust', { peerId: testPeerId(number), level: 'blocked' }).then(
      () => 'saved',
      (error: unknown) => error as KithError,
    )
  return { node, call, trust }
}

it('a node whose disk is full goes on, refuses decisions at once and in words, and catches up when there is room', async () => {
  const clock = new ManualClock()
  const { node, call, trust } = await start(clock)
  expect(await trust(2)).toBe('saved')

  fill()
  let number = 100
  let refused = await trust(number)
  // What the database has set aside already may take a few more.
  while (refused === 'saved') {
    number += 1
    refused = await trust(number)
  }
  expect(refused).toMatchObject({
    name: 'DiskFull',
    message: expect.stringContaining('Make room on the disk') as string,
  })
  while ((await call('node.services')).find(({ name }) => name === 'storage')?.state !== 'open') await trust(900)
  const told = performance.now()
  expect(await trust(901)).toMatchObject({
    name: 'BreakerOpen',
    message: expect.stringMatching(/could not be saved.*for another 30 s, then it tries again. Make room/) as string,
  })
  expect(performance.now() - told).toBeLessThan(1_000)
  expect((await call('peers.list')).some(({ peerId }) => peerId === testPeerId(901))).toBe(false)
  expect(await call('node.status')).toMatchObject({ name: 'Ann', peerId: testPeerId(1) })
  const services = await call('node.services')
  expect(services.find(({ name }) => name === 'storage')?.degraded).toMatch(/refused.*waits in memory/)
  expect(await call('node.counters')).toContainEqual({
    name: 'circuit_breaker_trips_total',
    labels: { breaker: 'storage' },
    value: 1,
  })

  // Still full: the probe says so, and it is left alone for another while.
  await clock.advance(30_000)
  expect((await call('node.services')).find(({ name }) => name === 'storage')?.state).toBe('open')

  rmSync(filler())
  await clock.advance(30_000)
  expect((await call('node.services')).find(({ name }) => name === 'storage')).toMatchObject({
    state: 'closed',
    degraded: null,
  })
  expect(await trust(902)).toBe('saved')
  await clock.advance(20_000)
  const { entries } = await call('audit.query', { kinds: ['service'], order: 'oldest' })
  expect(entries.map(({ reason, details }) => [reason, details])).toEqual([
    ['failing', { service: 'storage' }],
    ['works-again', { service: 'storage' }],
  ])
  expect(await call('audit.verify')).toMatchObject({ intact: true })

  const stopping = node.stop()
  await settled()
  await clock.advance(1_000)
  await stopping
  expect(clock.pending).toBe(0)
  store.close()
  store = open(clock)
  const saved = store.peers().map(({ peerId }) => peerId)
  expect(saved).toContain(testPeerId(902))
  expect(saved).not.toContain(testPeerId(901))
})
