import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/core/storage/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { systemClock } from '../../src/kit/system.ts'
import { type CrashPlan, crashParts, crashPeer, numberedPeerId } from './fixtures/crash-plan.ts'

const processFile = fileURLToPath(new URL('fixtures/storage-process.ts', import.meta.url))
const dataKey = randomBytes(32)
let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-store-'))
  path = join(folder, 'kith.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): Store => openStore({ path, dataKey, clock: systemClock, log: silentLog })

/** Lets the process write until it says `last`, kills it there, and answers what it said. */
function writeUntilKilled(last: string, stopInTransaction: number | null): Promise<string[]> {
  const plan: CrashPlan = { path, dataKeyHex: dataKey.toString('hex'), stopInTransaction }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [processFile], { stdio: ['pipe', 'pipe', 'pipe'], timeout: 40_000 })
    const said: string[] = []
    let complaint = ''
    createInterface(child.stdout).on('line', (line) => {
      said.push(line)
      if (line === last) child.kill('SIGKILL')
    })
    child.stderr.on('data', (chunk) => (complaint += String(chunk)))
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL' && complaint === '') resolve(said)
      else reject(new Error(`it was not killed but ended: ${complaint}`))
    })
    child.stdin.end(JSON.stringify(plan))
  })
}

/** What is in the database, as names such as `first 12`. */
function survivors(): Set<string> {
  const store = open()
  const names = store.peers().map(({ name }) => name ?? '')
  store.close()
  return new Set(names)
}

describe('kill -9', () => {
  it('between the writes of a transaction leaves nothing of it, and everything before', async () => {
    const said = await writeUntilKilled('within 20', 20)
    expect(said.at(-1)).toBe('within 20')
    const expected = Array.from({ length: 20 }, (_, round) => crashParts.map((part) => crashPeer(round, part).name))
    expect(survivors()).toEqual(new Set([...expected.flat(), 'single 20']))
  })

  it('at any other time loses nothing that was said to be written, and keeps transactions whole', async () => {
    // The same database through several lives: each is killed somewhere else, and writes on what the one before left.
    for (const last of ['single 0', 'whole 3', 'within 17', 'single 40', 'whole 111']) {
      const said = await writeUntilKilled(last, null)
      const kept = survivors()
      for (const line of said) {
        const [what, round] = line.split(' ')
        if (what === 'single') expect(kept).toContain(line)
        if (what === 'whole') expect(kept).toContain(`third ${round ?? ''}`)
      }
      for (const name of kept) {
        if (name.startsWith('single')) continue
        const round = name.split(' ')[1] ?? ''
        for (const part of ['first', 'second', 'third']) expect(kept).toContain(`${part} ${round}`)
      }
    }
    expect(readdirSync(folder)).toEqual(['kith.db'])
  })
})

it('loads 10,000 peers, and says how long that takes', () => {
  let store = open()
  const count = 10_000
  const filling = performance.now()
  store.transaction(() => {
    for (let number = 0; number < count; number += 1) {
      const peerId = numberedPeerId(number)
      const name = `Peer number ${number}`
      store.putPeer({ ...crashPeer(0, 'single'), peerId, name, claimedName: 'a laptop', agent: 'kith/0.1.0' })
    }
  })
  const filledMs = performance.now() - filling
  store.close()
  const opening = performance.now()
  store = open()
  const openedMs = performance.now() - opening
  const loading = performance.now()
  expect(store.peers()).toHaveLength(count)
  const loadedMs = performance.now() - loading
  const single = performance.now()
  for (let number = 0; number < 100; number += 1) store.putPeer(crashPeer(number, 'single'))
  const singleMs = (performance.now() - single) / 100
  store.close()
  console.info(
    `storage: 10,000 peers (20,000 sealed names, ${Math.round(statSync(path).size / 1024)} KiB): written in ${filledMs.toFixed(0)} ms, ` +
      `opened and checked in ${openedMs.toFixed(0)} ms, loaded in ${loadedMs.toFixed(0)} ms; one durable write ${singleMs.toFixed(2)} ms`,
  )
  expect(openedMs + loadedMs).toBeLessThan(5_000)
})
