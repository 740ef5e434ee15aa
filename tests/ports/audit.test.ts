import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AuditQuery, type AuditView } from '../../src/contract/audit-views.ts'
import { type Audit, type AuditEvent, createAudit } from '../../src/core/audit/index.ts'
import { openStore, type Store } from '../../src/core/storage/index.ts'
import { silentLog } from '../../src/kit/log.ts'
import { systemClock } from '../../src/kit/system.ts'
import { numberedPeerId } from './fixtures/crash-plan.ts'

const processFile = fileURLToPath(new URL('fixtures/audit-process.ts', import.meta.url))
const dataKey = randomBytes(32)
let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-audit-'))
  path = join(folder, 'kith.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(): { store: Store; audit: Audit } & Disposable {
  const store = openStore({ path, dataKey, clock: systemClock, log: silentLog })
  const ports = { clock: systemClock, log: silentLog, store, dataKey, nameOf: () => 'A peer with a name' }
  const audit = createAudit(ports, () => ({ maxAgeDays: 90, maxBytes: 1e9 }))
  return {
    store,
    audit,
    [Symbol.dispose]() {
      audit[Symbol.dispose]()
      store.close()
    },
  }
}

/** Lets the process record until it says `last`, and kills it there. */
function recordUntilKilled(last: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [processFile], { stdio: ['pipe', 'pipe', 'pipe'], timeout: 40_000 })
    let complaint = ''
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === last) child.kill('SIGKILL')
    })
    child.stderr.on('data', (chunk) => (complaint += String(chunk)))
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL' && complaint === '') resolve()
      else reject(new Error(`it was not killed but ended: ${complaint}`))
    })
    child.stdin.end(JSON.stringify({ path, dataKeyHex: dataKey.toString('hex') }))
  })
}

it('kill -9 loses no decision, and the chain goes on as if nothing had been', async () => {
  let kept = 0
  for (const last of ['0', '13', '250']) {
    await recordUntilKilled(last)
    using log = open()
    const decisions: AuditView[] = []
    for (let after: number | null = null; ; ) {
      const page = await log.audit.query(AuditQuery.parse({ kinds: ['approve'], order: 'oldest', after, limit: 1_000 }))
      decisions.push(...page.entries)
      after = page.next ?? null
      if (!page.more) break
    }
    const ofThisLife = decisions.slice(kept).map(({ details }) => details['number'])
    expect(ofThisLife.length).toBeGreaterThan(Number(last))
    expect(ofThisLife).toEqual(ofThisLife.map((_, number) => number))
    kept = decisions.length
    expect(await log.audit.verify()).toMatchObject({ intact: true, problem: null })
  }
})

it('40,000 entries: how long it takes to write, search and verify them, and how long others wait', async () => {
  using log = open()
  const { audit, store } = log
  const count = 40_000
  const event = (number: number): AuditEvent => ({
    kind: number % 5_000 === 0 ? 'ban' : 'trust',
    peerId: numberedPeerId(number % 700),
    actor: 'person',
    reason: 'trusted',
    details: { number, transport: 'tcp', direction: 'inbound', remoteAddress: '/ip4/192.168.1.20/tcp/53211' },
  })
  const singly = await timed(() => {
    for (let number = 0; number < 300; number += 1) audit.record(event(number))
  })
  const together = await timed(() => {
    for (let at = 300; at < count; at += 1_000)
      audit.record(...Array.from({ length: Math.min(1_000, count - at) }, (_, number) => event(at + number)))
  })
  const search = (query: AuditQuery) => timed(() => audit.query(query))
  const page = await search(AuditQuery.parse({ limit: 100 }))
  const oldest = await search(AuditQuery.parse({ limit: 100, order: 'oldest', after: 20_000 }))
  const rare = await search(AuditQuery.parse({ kinds: ['ban'] }))
  const peer = await search(AuditQuery.parse({ peerId: numberedPeerId(3) }))
  const time = await search(AuditQuery.parse({ until: '2000-01-01T00:00:00Z' }))
  const text = await search(AuditQuery.parse({ text: 'nowhere at all' }))
  const verified = await timed(() => audit.verify())
  expect(verified.value).toMatchObject({ intact: true, entries: count })
  expect(rare.value).toMatchObject({ more: false })
  expect(text.value).toMatchObject({ entries: [], more: true })
  const bytes = await timed(() => store.auditBytes())

  const perSecond = (entries: number, ms: number) => Math.round((entries / ms) * 1_000).toLocaleString('en')
  const shown = ({ ms, waitMs }: Timed<unknown>) => `${ms.toFixed(0)} ms (others wait ${waitMs.toFixed(0)} ms at most)`
  console.info(
    [
      `audit: ${count.toLocaleString('en')} entries, ${Math.round(store.auditBytes() / 1e6)} MB counted, ${Math.round(statSync(path).size / 1e6)} MB on the disk`,
      `  written: ${perSecond(300, singly.ms)} a second one by one (each durable), ${perSecond(count - 300, together.ms)} a second a thousand at a time`,
      `  newest page of 100: ${shown(page)}; 100 from the middle: ${shown(oldest)}`,
      `  a rare kind: ${shown(rare)}; one peer: ${shown(peer)}; a time when nothing was: ${shown(time)}`,
      `  a word that is nowhere, in 20,000 entries: ${shown(text)}`,
      `  verify: ${shown(verified)}, so ${((verified.ms / count) * 100).toFixed(1)} s for 100,000; size counted in ${bytes.ms.toFixed(0)} ms`,
    ].join('\n'),
  )
  // Some 10 ms on a quiet machine; this finds work that is done in one go.
  for (const { waitMs } of [page, oldest, rare, peer, time, text, verified]) expect(waitMs).toBeLessThan(2_000)
})

interface Timed<T> {
  readonly value: T
  readonly ms: number
  /** The longest that nothing else could run. */
  readonly waitMs: number
}

async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const began = performance.now()
  const value = await work()
  const ms = performance.now() - began
  // The histogram learns of the last stretch when the loop turns.
  await new Promise((resolve) => setTimeout(resolve, 5))
  delay.disable()
  return { value, ms, waitMs: delay.max / 1e6 }
}
