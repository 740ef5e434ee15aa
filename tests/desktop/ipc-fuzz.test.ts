/** A hundred thousand random calls from page code: nothing falls over, nothing piles up, every answer has its type. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { NodeBridge } from '../../src/contract/bridge.ts'
import { calls } from '../../src/contract/contract.ts'
import { errorCodes } from '../../src/contract/errors.ts'
import { launchDesktop } from './driver/desktop-app.ts'

const CALLS = 100_000
/** Each has an allowance of its own, so that more of the calls get as far as the node. */
const PAGES = 3
/** Of the main process, after both collections. What is kept (audit, settings, peers that were added) is far below. */
const MAX_GROWTH_BYTES = 24 * 1024 * 1024

/** Never called, because what they do is to end what is measured. */
const NOT_CALLED: Readonly<Record<string, string>> = {
  'updates.install': 'ends the app to install',
  'desktop.restart': 'ends the app to start it anew',
  'identity.backup': 'hashes a passphrase for most of a second, as it should',
  'identity.passphrase': 'would seal the key of the node, and hashes as long',
}

interface Outcome {
  readonly ok: number
  /** Errors by their name. */
  readonly refused: Readonly<Record<string, number>>
  /** What never left the page because it cannot be cloned, by what was said. */
  readonly kept: Readonly<Record<string, number>>
  /** Answers without a type. There must be none. */
  readonly untyped: readonly string[]
  /** Calls that were answered `Internal`, with their input. There must be none. */
  readonly bugs: readonly string[]
}

interface Plan {
  readonly seed: number
  readonly count: number
  readonly names: readonly string[]
  readonly codes: Readonly<Record<string, number>>
}

/** Runs in the page. */
async function fuzz({ seed, count, names, codes }: Plan): Promise<Outcome> {
  const { kith } = window as unknown as { kith: NodeBridge }
  let state = seed
  /** mulberry32 */
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (limit: number): number => Math.floor(random() * limit)
  const pick = <T>(of: readonly T[]): T => of[upTo(of.length)]!
  const PEER = '12D3KooWSPsKyby69vBthCovSZiQisLJnrpTXTavetevnmaetDKj'
  const huge = 'x'.repeat(100_000)
  const texts = [
    '',
    ' ',
    '__proto__',
    'constructor',
    'null',
    PEER,
    `/ip4/127.0.0.1/tcp/9/p2p/${PEER}`,
    'kith://join#x',
    '../../etc/passwd',
    '\u0000',
    '\ud800',
    '💥',
    "'; DROP TABLE peers;--",
    'https://elsewhere.example/',
    '<img src=x onerror=alert(1)>',
    '1e309',
    '-0',
  ]
  const keys = [
    'peerId',
    'peerIds',
    'text',
    'change',
    'link',
    'limit',
    'name',
    'choice',
    'address',
    'url',
    'level',
    'range',
    'profile',
    'undo',
    'id',
    'passphrase',
    'query',
    'then',
    'toJSON',
    'length',
    '__proto__',
    'constructor',
    'prototype',
  ]
  const numbers = [
    0,
    -0,
    1,
    -1,
    0.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MIN_VALUE,
  ]
  const circle = (): unknown => {
    const one: Record<string, unknown> = { peerId: PEER }
    one['self'] = one
    return one
  }
  const deep = (): unknown => {
    let value: unknown = 1
    for (let depth = upTo(60); depth > 0; depth--) value = depth % 2 === 0 ? [value] : { a: value }
    return value
  }
  /** With `__proto__` as a key of its own, which an object literal cannot have. */
  const polluted = (): unknown =>
    JSON.parse(`{"__proto__":{"ok":true,"isAdmin":1},"constructor":{"prototype":{"x":1}},"peerId":"${PEER}"}`)
  const odd: readonly (() => unknown)[] = [
    () => undefined,
    () => null,
    () => 10n,
    () => new Date(upTo(1e12)),
    () => new Map([[PEER, 1]]),
    () => new Set([1, PEER]),
    () => new Uint8Array(upTo(64)),
    () => new Error('not a reply'),
    () => /x/,
    () => new Array<unknown>(random() < 0.01 ? 60_000 : upTo(50)),
    circle,
    deep,
    polluted,
    () => () => 1,
    () => Symbol('s'),
    () => new WeakMap(),
    () => Promise.resolve(1),
    () => document.body,
    () => ({
      get peerId() {
        throw new Error('a trap')
      },
    }),
    () => new Proxy({}, { ownKeys: () => ['a', 'b'] }),
    () => (random() < 0.02 ? huge : 'x'.repeat(upTo(60))),
  ]
  function value(depth: number): unknown {
    const what = random()
    if (what < 0.3) return pick(texts)
    if (what < 0.4) return pick(numbers)
    if (what < 0.5) return random() < 0.5
    if (what < 0.62) return pick(odd)()
    if (depth > 3) return null
    if (what < 0.75) return Array.from({ length: upTo(4) }, () => value(depth + 1))
    const made: Record<string, unknown> = {}
    for (let more = upTo(4); more > 0; more--) {
      const key = random() < 0.85 ? pick(keys) : pick(texts)
      Object.defineProperty(made, key, {
        value: value(depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return made
  }
  const plausible = [
    undefined,
    {},
    { peerId: PEER },
    { peerIds: [PEER] },
    { text: 'x' },
    { limit: 3 },
    { change: {} },
    { range: 'minutes' },
    { link: 'kith://join#x' },
  ]

  let ok = 0
  const refused: Record<string, number> = {}
  const kept: Record<string, number> = {}
  const untyped: string[] = []
  const bugs: string[] = []
  const add = (to: Record<string, number>, key: string): void => void (to[key] = (to[key] ?? 0) + 1)
  const shown = (input: unknown): string => {
    try {
      return JSON.stringify(input).slice(0, 200)
    } catch {
      return 'what cannot be shown'
    }
  }

  async function one(): Promise<void> {
    const name: unknown = random() < 0.85 ? pick(names) : random() < 0.5 ? pick(texts) : value(2)
    const input = random() < 0.4 ? pick(plausible) : value(0)
    try {
      const reply = (await kith.call(name as string, input)) as unknown
      if (typeof reply !== 'object' || reply === null || !('ok' in reply))
        untyped.push(`${String(name)}: ${shown(reply)}`)
      else if (reply.ok === true) ok += 1
      else {
        const { error } = reply as {
          error?: { code?: unknown; name?: unknown; message?: unknown; retryable?: unknown; details?: unknown }
        }
        const isTyped =
          reply.ok === false &&
          typeof error?.name === 'string' &&
          codes[error.name] === error.code &&
          typeof error.message === 'string' &&
          error.message !== '' &&
          typeof error.retryable === 'boolean' &&
          typeof error.details === 'object'
        if (!isTyped) untyped.push(`${String(name)}: ${shown(reply)}`)
        else {
          add(refused, error.name as string)
          if (error.name === 'Internal') bugs.push(`${String(name)} ${shown(input)}`)
        }
      }
    } catch (error) {
      add(kept, (error as Error).message.slice(0, 80))
    }
  }
  // More at a time than may wait for an answer; a call that takes long (a dial) holds up nobody but itself.
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: 200 }, worker))
  return { ok, refused, kept, untyped: untyped.slice(0, 10), bugs: bugs.slice(0, 10) }
}

it('answers every one of 100,000 random calls, and is none the larger for it', async () => {
  await using app = await launchDesktop()
  const first = await app.window()
  await first.getByRole('navigation', { name: 'Screens' }).waitFor()
  await app.evaluate(async ({ BrowserWindow }, more) => {
    const { preload } = (
      BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): { preload: string } }
    ).getLastWebPreferences()
    for (let left = more; left > 0; left--)
      await new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      }).loadURL('app://kith/')
  }, PAGES - 1)
  let pages: readonly Page[] = []
  await expect.poll(async () => (pages = await app.windows()).length, { timeout: 10_000 }).toBe(PAGES)

  const heap = (): Promise<number> =>
    app.evaluate(async () => {
      const collect = (globalThis as unknown as { gc?: () => void }).gc
      for (let round = 0; round < 3; round++) {
        collect?.()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return process.memoryUsage().heapUsed
    })
  const names = Object.keys(calls).filter((name) => !(name in NOT_CALLED))
  const seed = Date.now() % 2 ** 31
  const run = (page: Page, index: number, count: number) =>
    page.evaluate(fuzz, { seed: seed + index, count, names, codes: errorCodes })
  // What is loaded and kept at first use is no leak.
  await run(first, 100, 2_000)
  const before = await heap()
  const began = performance.now()
  const outcomes = await Promise.all(pages.map((page, index) => run(page, index, Math.ceil(CALLS / PAGES))))
  const ms = performance.now() - began
  const after = await heap()

  const sum = (of: readonly Readonly<Record<string, number>>[]): Record<string, number> =>
    of
      .flatMap((each) => Object.entries(each))
      .reduce<Record<string, number>>((all, [key, count]) => ({ ...all, [key]: (all[key] ?? 0) + count }), {})
  const refused = sum(outcomes.map((outcome) => outcome.refused))
  const kept = sum(outcomes.map((outcome) => outcome.kept))
  const ok = outcomes.reduce((all, outcome) => all + outcome.ok, 0)
  const total = (of: Readonly<Record<string, number>>): number =>
    Object.values(of).reduce((all, count) => all + count, 0)
  console.log(
    [
      `IPC fuzz (${app.driver}, seed ${seed}): ${ok + total(refused) + total(kept)} calls in ${(ms / 1_000).toFixed(1)} s,`,
      `${ok} answered, ${total(refused)} refused ${JSON.stringify(refused)},`,
      `${total(kept)} stopped before they left the page; heap of the main process ${((after - before) / 2 ** 20).toFixed(1)} MiB more`,
    ].join(' '),
  )
  expect(outcomes.flatMap(({ untyped }) => untyped)).toEqual([])
  expect(outcomes.flatMap(({ bugs }) => bugs)).toEqual([])
  expect(ok + total(refused) + total(kept)).toBeGreaterThanOrEqual(CALLS)
  // They did get through to the node, and the brake did work.
  expect(ok).toBeGreaterThan(5)
  expect(refused).toMatchObject({
    InvalidRequest: expect.any(Number) as number,
    RateLimited: expect.any(Number) as number,
  })
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES)

  // Nothing waits any more: as many calls as may wait at a time are answered at once, when the brake lets go.
  const status = () =>
    first.evaluate(() => (window as unknown as { kith: NodeBridge }).kith.call('host.status', undefined))
  await expect.poll(async () => (await status()).ok, { timeout: 15_000, interval: 500 }).toBe(true)
  await expect
    .poll(
      async () =>
        first.evaluate(async () => {
          const { kith } = window as unknown as { kith: NodeBridge }
          const replies = await Promise.all(Array.from({ length: 40 }, () => kith.call('host.status', undefined)))
          return replies.every(({ ok: isOk }) => isOk)
        }),
      { timeout: 15_000, interval: 1_000 },
    )
    .toBe(true)
  expect(await first.getByRole('navigation', { name: 'Screens' }).isVisible()).toBe(true)
  expect(await app.quit()).toBe(0)
}, 300_000)
