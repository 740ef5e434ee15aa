/** Links that do not behave, on the screen of who is linked: one that flaps, one that freezes, one that is hostile. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'
import type { RudeOrder, RudeReport } from '../harness/rude-peer.ts'
import { testPeerId, testSeed } from '../harness/test-peers.ts'

/** As the defaults, with everything faster: what takes minutes in life takes seconds here. All comes from one address. */
const SETTINGS = `heartbeat: { profile: normal, intervalMs: 1000, timeoutMs: 1000, silenceMs: 60000, misses: 60 }
reconnect: { baseMs: 300, capMs: 2000, dormantAfter: 6 }
limits: { inboundPerSecondPerAddress: 100 }
`

const folder = mkdtempSync(join(tmpdir(), 'kith-links-'))
const config = join(folder, 'settings.yaml')
writeFileSync(config, SETTINGS)
let browser: TestBrowser
/** Has met nobody yet. */
let anna: KithProcess
beforeAll(async () => {
  browser = await startBrowser()
})
beforeEach(async () => {
  anna = await startKithProcess({ args: ['--name', 'Anna', '--config', config] })
})
afterEach(() => anna[Symbol.asyncDispose]())
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** A peer with bad manners, at its work until it is disposed. */
async function rudePeer(order: RudeOrder): Promise<AsyncDisposable & RudeReport> {
  const child = fork(join(import.meta.dirname, '..', 'harness', 'rude-peer.ts'))
  child.send(order)
  const [report] = (await once(child, 'message')) as [RudeReport]
  return {
    ...report,
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function details(page: Page, name: string): Promise<Locator> {
  await page.getByRole('row').filter({ hasText: name }).click()
  const panel = page.getByRole('complementary', { name: `Details of ${name}` })
  await panel.waitFor()
  return panel
}

it('a peer that freezes is seen to be silent, and to come back; nothing on its page moves meanwhile', async () => {
  await using bob = await startKithProcess({ args: ['--name', 'Bob', '--config', config] })
  await anna.cli('peers', 'add', bob.ready.addresses[0] ?? '')
  await bob.cli('peers', 'add', anna.ready.addresses[0] ?? '')
  const { page, errors } = await browser.open()
  await page.goto(anna.ready.uiUrl ?? '')
  const panel = await details(page, 'Bob')
  const state = panel.getByRole('region', { name: 'How it stands' })
  await state.getByText(/^Connected · for/).waitFor()
  await panel.getByRole('img', { name: /^The last \d+ round trips: usually/ }).waitFor()
  const trust = panel.getByRole('heading', { name: 'Trust' })
  const before = await trust.boundingBox()

  process.kill(bob.pid, 'SIGSTOP')
  try {
    await state.getByText(/^Not answering · Silent for ([2-9]|\d\d) s/).waitFor()
    expect(await trust.boundingBox()).toEqual(before)
    expect((await anna.cli('peers', 'show', 'Bob')).json).toMatchObject({ state: 'suspect' })
    await expectAccessible(page, 'a silent peer')
  } finally {
    process.kill(bob.pid, 'SIGCONT')
  }
  await state.getByText(/^Connected · for/).waitFor()
  const spells = panel.getByRole('list', { name: 'Lately' }).getByRole('listitem')
  await expect.poll(() => spells.first().innerText(), { timeout: 10_000 }).toMatch(/^Connected/)
  expect(await spells.nth(1).innerText()).toMatch(/^Not answering\s+\d+ s/)
  expect(await trust.boundingBox()).toEqual(before)
  await panel.getByRole('img', { name: /[1-9]\d* not answered/ }).waitFor()
  expect(errors).toEqual([])
})

it('a peer that flaps comes to rest, one that nobody can reach is left alone; a person who asks does not wait', async () => {
  await using flapper = await rudePeer({ kind: 'flaps', seed: [...testSeed(71)] })
  await anna.cli('peers', 'add', `/ip4/127.0.0.1/tcp/9/p2p/${testPeerId(73)}`, '--name', 'Ghost')
  await anna.cli('peers', 'add', flapper.address, '--name', 'Flapper')
  const { page, errors } = await browser.open()
  await page.goto(anna.ready.uiUrl ?? '')
  const rows = page.getByRole('row')
  const ghost = rows.filter({ hasText: 'Ghost' })
  await ghost.getByText('Left alone').waitFor({ timeout: 20_000 })
  await ghost.getByText(/for \d+ s, after 5 failures/).waitFor()
  expect((await anna.cli('peers', 'show', 'Ghost')).json).toMatchObject({
    state: 'failed',
    failure: 'temporary',
    breakerRetryAt: expect.any(String) as string,
  })
  const ofGhost = await details(page, 'Ghost')
  await ofGhost.getByText('It failed too often in a short time').waitFor()
  await ofGhost.getByRole('button', { name: 'Try now' }).click()
  await page.getByText('Nobody answers at the peer’s addresses.').waitFor()

  await rows.filter({ hasText: 'Flapper' }).getByText('Resting').waitFor({ timeout: 20_000 })
  const panel = await details(page, 'Flapper')
  const state = panel.getByRole('region', { name: 'How it stands' })
  await state.getByText(/^Resting · The connection broke, next try in \d+ min/).waitFor()
  await state.getByText('After 6 failures in a row it is tried every 10 min').waitFor()
  const spells = panel.getByRole('list', { name: 'Lately' })
  await spells.getByText('The connection broke').first().waitFor()
  await spells.getByText('Connected').first().waitFor()
  await expectAccessible(page, 'a flapping peer')
  await panel.getByRole('button', { name: 'Try now' }).click()
  await page.getByText('Connected to Flapper.').waitFor()

  await page.getByRole('button', { name: 'Filter' }).click()
  // That try was one too many for it: it rests too.
  await page.getByRole('menuitemcheckbox', { name: /^Resting/ }).click()
  await page.keyboard.press('Escape')
  await ghost.getByText('Resting').waitFor()
  expect(errors).toEqual([])
})

it('a hostile peer is kept out with the time that is left; a person lifts that, takes it back, and forgives', async () => {
  const mallory = testPeerId(72)
  await anna.cli('trust', mallory, 'verified')
  await anna.cli('peers', 'edit', mallory, '--name', 'Mallory')
  const { page, errors } = await browser.open()
  await page.goto(anna.ready.uiUrl ?? '')
  const row = page.getByRole('row').filter({ hasText: 'Mallory' })
  const hostile = await rudePeer({ kind: 'breaks', seed: [...testSeed(72)], address: anna.ready.addresses[0] ?? '' })
  try {
    await row.getByText('Banned').waitFor({ timeout: 20_000 })
  } finally {
    // Or it would be kept out again as soon as it is let in.
    await hostile[Symbol.asyncDispose]()
  }
  await row.getByText(/for (59 min|1 h) more, for its conduct/).waitFor()
  const panel = await details(page, 'Mallory')
  const state = panel.getByRole('region', { name: 'How it stands' })
  await state.getByText(/^Kept out for (59 min|1 h) more, because it broke the protocol$/).waitFor()
  await panel.getByRole('img', { name: /^Bad, \d+ of 100/ }).waitFor()
  await panel.getByRole('listitem').filter({ hasText: 'Broke the protocol' }).first().waitFor()
  await expectAccessible(page, 'a banned peer')

  await panel.getByRole('button', { name: 'Lift the ban' }).click()
  await page.getByText('The ban on Mallory is lifted.').waitFor()
  await state.getByText(/^Not connected/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await state.getByText(/^Kept out for (59 min|1 h) more, by you$/).waitFor()
  await panel.getByRole('button', { name: 'Lift the ban' }).click()
  await state.getByText(/^Not connected/).waitFor()

  await panel.getByRole('button', { name: 'Put back to 50…' }).click()
  await page.getByRole('dialog').getByText('Its score goes back to 50').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Put back to 50' }).click()
  await panel.getByText('50 of 100').waitFor()
  expect((await anna.cli('peers', 'show', 'Mallory')).json).toMatchObject({ bannedUntil: null, score: 50 })
  expect(errors).toEqual([])
})
