/**
 * The screens as a whole: whatever the command line does is reached by keyboard alone, nothing lacks room at 200 % zoom, nothing moves for
 * whoever wants less motion, and axe finds nothing on what the other suites do not look at.
 */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KithError } from '../../src/contract/errors.ts'
import { createProgram } from '../../src/headless/program.ts'
import { expectAccessible } from '../harness/accessibility.ts'
import { type Altered, alterAnswers } from '../harness/altered-answers.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'
import { cliReach, unreached } from './cli-reach.ts'
import { press } from './keyboard.ts'
import { withoutRoom } from './room.ts'

/** 1180×760 and the least, 900×600, at 200 %; and the least as it is. */
const SIZES = [
  { width: 590, height: 380 },
  { width: 450, height: 300 },
  { width: 900, height: 600 },
] as const

const begun = new AsyncDisposableStack()
let browser: TestBrowser
let anna: KithProcess
beforeAll(async () => {
  const [started, ...nodes] = await Promise.all([
    startBrowser(),
    ...['Anna', 'Bob', 'Carol'].map((name) => startKithProcess({ args: ['--name', name] })),
  ])
  for (const one of [started, ...nodes]) begun.use(one)
  const [first, bob, carol] = nodes
  if (!first || !bob || !carol) throw new Error('three nodes were asked for')
  ;[browser, anna] = [started, first]
  const address = anna.ready.addresses[0] ?? ''
  await anna.cli('peers', 'add', `/ip4/127.0.0.1/tcp/9/p2p/${testPeerId(1)}`, '--name', 'Dave', '--no-keep')
  await anna.cli('ban', 'Dave')
  await anna.cli('limits', 'set', '--profile', 'guests', '--up', '512KiB/s')
  await anna.cli('invite', '--note', 'Frank')
  await anna.cli('peers', 'add', bob.ready.addresses[0] ?? '')
  await bob.cli('peers', 'add', address)
  await anna.waitForEvent('peer', ({ peerId, state }) => peerId === bob.peerId && state === 'connected', 30_000)
  await carol.cli('peers', 'add', address)
  await anna.waitForEvent('request', ({ request }) => request.peerId === carol.peerId, 30_000)
}, 180_000)
afterAll(() => begun.disposeAsync())

async function open(answers: Parameters<typeof alterAnswers>[1] = {}): Promise<{
  readonly page: Page
  readonly errors: readonly string[]
}> {
  const { page, errors } = await browser.open()
  await alterAnswers(page, answers)
  await page.goto(anna.ready.uiUrl ?? '')
  return { page, errors }
}

/** Closes what is open, however deep, leaves a field in which keys would be text, and stands on the list of peers. */
async function home(page: Page): Promise<void> {
  for (let times = 0; times < 4; times++) await page.keyboard.press('Escape')
  const typing = (): Promise<boolean> =>
    page.evaluate(
      () => document.activeElement?.matches('input:not([type="radio"], [type="checkbox"]), textarea') ?? false,
    )
  for (let presses = 0; presses < 40 && (await typing()); presses++) await page.keyboard.press('Tab')
  for (const key of ['g', 'p']) await page.keyboard.press(key)
  await page.getByRole('grid', { name: 'Peers' }).waitFor({ timeout: 10_000 })
}

/** The names of all commands that do something, as the program itself has them. */
function commandsOf(program: ReturnType<typeof createProgram>, before = ''): readonly string[] {
  return program.commands.flatMap((command) => {
    const name = `${before}${command.name()}`
    return command.commands.length === 0 ? [name] : commandsOf(command, `${name} `)
  })
}

it('whatever the command line does is reached on the screens with the keyboard alone', async () => {
  const program = createProgram({ context: { version: '' } as never, runNode: () => Promise.resolve() })
  expect(
    [...cliReach, ...unreached].map(({ command }) => command).sort(),
    'a command without a way to it, or a way to none',
  ).toEqual([...commandsOf(program)].sort())
  const soon = new Date(Date.now() + 600_000).toISOString()
  const summary = { peers: 3, banned: 1, meanScore: 50, meanReliability: null, bansHeldUntil: soon, bansHeldBack: 7 }
  await anna.cli('limits', 'resume')
  const { page, errors } = await open({ 'reputation.summary': { value: summary } })
  await page.getByRole('grid', { name: 'Peers' }).waitFor()
  const lost: string[] = []
  for (const { command, keys, sees } of cliReach) {
    try {
      await home(page)
      await press(page, keys)
      await page.getByRole(sees.role, { name: sees.name }).first().waitFor({ timeout: 5_000 })
    } catch (error) {
      lost.push(`kith ${command}: ${error instanceof Error ? error.message : String(error)}`)
      // The others are walked all the same.
      await page.goto(anna.ready.uiUrl ?? '')
      await page.reload()
    }
  }
  expect(lost).toEqual([])
  expect(errors).toEqual([])
})

/** Every screen, and what is opened from the keyboard, by the keys that lead there. */
const places: Readonly<Record<string, readonly string[]>> = {
  peers: ['g', 'p'],
  'a peer': ['Control+k', 'type:bob', 'Enter'],
  requests: ['g', 'r'],
  invites: ['g', 'i'],
  bandwidth: ['g', 'b'],
  activity: ['g', 'a'],
  health: ['g', 'h'],
  settings: ['g', 's'],
  palette: ['Control+k'],
  'keyboard shortcuts': ['?'],
  'add a peer': ['a'],
  'an invite': ['n'],
  'this node': ['Control+k', 'type:about this node', 'Enter'],
  'keeping a peer out': ['Control+k', 'type:bob keep out', 'Enter'],
  'safety words': ['Control+k', 'type:bob compare', 'Enter'],
  'a backup': ['Control+k', 'type:back up', 'Enter'],
  'a restore': ['Control+k', 'type:restore a', 'Enter'],
  passphrase: ['Control+k', 'type:change the passphrase', 'Enter'],
  'importing a list': ['Control+k', 'type:import an', 'Enter'],
}

it('at 200 % zoom and at 900×600 nothing is cut, runs out sideways or lies under something else; nothing moves', async () => {
  const { page } = await open()
  await page.getByRole('grid', { name: 'Peers' }).waitFor()
  const found: string[] = []
  for (const [place, keys] of Object.entries(places)) {
    await home(page)
    await press(page, keys)
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const problem of await withoutRoom(page)) found.push(`${place}, ${size.width}×${size.height}: ${problem}`)
    }
    await page.setViewportSize({ width: 1180, height: 760 })
    if (await page.evaluate(() => document.getAnimations().length > 0)) found.push(`${place}: something moves`)
  }
  expect(found).toEqual([])
})

/**
 * What the other suites look at: the screens with little on them, approving, inviting, an invite, a value that cannot be used (trust); details
 * of a peer, selecting, filters, words, lists in and out (allowlist); a peer that is silent, flaps, is banned (links); caps, the week
 * (bandwidth); every state of the health (health); nobody known, nobody waiting (evening).
 */
it('axe finds nothing on what no other suite looks at: groups of settings, dialogs', async () => {
  const { page, errors } = await open()
  await page.getByRole('grid', { name: 'Peers' }).waitFor()
  for (const name of [
    'palette',
    'keyboard shortcuts',
    'this node',
    'keeping a peer out',
    'a backup',
    'a restore',
    'passphrase',
  ]) {
    await home(page)
    await press(page, places[name] ?? [])
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page, name, '[role="dialog"]')
  }
  for (const query of ['conduct of all', 'counters of', 'verify the log', 'export the log']) {
    await home(page)
    await press(page, ['Control+k', `type:${query}`, 'Enter'])
    await page.locator('[role="dialog"]:not(.finder)').waitFor()
    await expectAccessible(page, query, '[role="dialog"]')
  }
  await home(page)
  await press(page, ['g', 's'])
  const groups = page.getByRole('navigation', { name: 'Groups of settings' }).getByRole('button')
  await groups.first().waitFor()
  for (const group of await groups.all()) {
    await group.press('Enter')
    await expectAccessible(page, `settings: ${await group.innerText()}`, '.settings-columns')
  }
  expect(errors).toEqual([])
})

it('axe finds nothing while it loads, when it fails, when the line is lost, or when the node does not start', async () => {
  const refused: Altered = { error: new KithError('StoreDamaged', 'The database cannot be read.').toJSON() }
  const problem = { code: 2003, name: 'KeychainLocked', message: 'The key is sealed with a passphrase.' }
  const host = (phase: 'locked' | 'failed', choices: readonly string[]): Altered => ({
    value: { phase, problem, choices },
  })
  const states: Readonly<Record<string, Parameters<typeof alterAnswers>[1]>> = {
    'loading the peers': { 'peers.list': 'never' },
    'peers that cannot be told': { 'peers.list': refused },
    'a key that is locked': { 'host.status': host('locked', ['passphrase', 'retry']) },
    'a node that failed': { 'host.status': host('failed', ['retry']) },
  }
  for (const [state, answers] of Object.entries(states)) {
    const { page } = await open(answers)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectAccessible(page, state)
    await page.context().close()
  }
  await using gone = await startKithProcess()
  await gone.cli('peers', 'add', anna.ready.addresses[0] ?? '', '--name', 'Anna')
  const { page } = await browser.open()
  await page.goto(gone.ready.uiUrl ?? '')
  // One peer on the list, and then the node is gone.
  await page.getByRole('row').filter({ hasText: 'Anna' }).waitFor()
  await expectAccessible(page, 'one peer', 'main')
  await gone.kill()
  await page.getByText('The node does not answer').waitFor()
  await expectAccessible(page, 'the line is lost')
})
