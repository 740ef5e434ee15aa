/** The Health screen in a real browser with real nodes: what is found, what to do about it, and that it is live. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { ensureBuilt, startKithProcess } from '../harness/kith-process.ts'

let browser: TestBrowser
let folder: string
beforeAll(async () => {
  await ensureBuilt()
  folder = mkdtempSync(join(tmpdir(), 'kith-health-'))
  browser = await startBrowser()
}, 320_000)
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Arguments that lay these settings over the defaults. */
function settings(yaml: string): string[] {
  const path = join(folder, `${yaml.replace(/\W+/g, '-')}.yaml`)
  writeFileSync(path, yaml)
  return ['--config', path]
}

async function toHealth(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByRole('heading', { name: 'Health', level: 1 }).waitFor()
}

const findingOf = (page: Page, check: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: check, exact: true }) })

it('says what needs a look and what to do, lives, and is reached with the keys', async () => {
  await using host = await startKithProcess({ args: settings('health: { intervalMs: 1000 }') })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open()
  await page.goto(host.ready.uiUrl ?? '')
  await page.getByRole('button', { name: /Health.*needs a look/ }).waitFor()
  await toHealth(page)
  await page.getByRole('heading', { name: 'It works, but something needs a look' }).waitFor()
  const identity = findingOf(page, 'Identity')
  expect(await identity.innerText()).toMatch(/plain file[\s\S]*--key-store keychain/)
  await identity.getByLabel('Details of Identity').press('Enter')
  await identity.getByText('In a plain file, without protection').waitFor()
  const kept = findingOf(page, 'Kept peers')
  await kept.getByText('No peer is to be kept connected.').waitFor()
  await page.getByRole('heading', { name: 'What the node leans on' }).waitFor()

  // Nobody reloads: a peer comes, and then turns this node away.
  await bob.cli('peers', 'add', host.ready.addresses[0] ?? '')
  await host.cli('peers', 'add', bob.ready.addresses[0] ?? '', '--keep', '--name', 'Bob')
  await kept.getByText('Bob is connected.').waitFor()
  await bob.cli('peers', 'forget', host.peerId)
  await kept.getByText('Bob is not connected.').waitFor()
  await kept.getByText('Ask Bob to let this node in: it waits there as a request.').waitFor()
  expect((await host.cli('health')).code).toBe(1)
  await expectAccessible(page, 'something to look at')

  await page.getByRole('button', { name: 'Check now' }).press('Enter')
  await page.getByText('Checked: something needs a look.').waitFor()
  await kept.getByRole('button', { name: 'Show peers' }).click()
  await page.getByRole('heading', { name: 'Peers', level: 1 }).waitFor()
  expect(errors).toEqual([])
})

it('a node that is well says so on the screen and to who watches it, and a node that is gone is not well', async () => {
  await using host = await startKithProcess({
    listen: [],
    keyStore: 'sealed-file',
    args: settings('network: { listen: [] }'),
    env: { KITH_PASSPHRASE: 'correct horse battery' },
  })
  const well = await host.cli('health')
  expect([well.code, well.json]).toMatchObject([0, { status: 'healthy' }])
  const { page } = await browser.open()
  await page.goto(host.ready.uiUrl ?? '')
  await toHealth(page)
  await page.getByRole('heading', { name: 'All is well' }).waitFor()
  expect(await page.getByRole('button', { name: /^Health/ }).innerText()).toBe('Health')
  await expectAccessible(page, 'all is well')

  await host.kill()
  await page.getByText('The node does not answer').waitFor()
  expect(await page.getByRole('button', { name: 'Check now' }).getAttribute('aria-disabled')).toBe('true')
  const gone = await host.cli('health')
  expect([gone.code, gone.json]).toMatchObject([2, { status: 'unhealthy' }])
  expect(gone.stderr).toContain('No node is running')
})

it('automatic bans that are held back, and a service that is left alone, stand out and can be dealt with', async () => {
  await using host = await startKithProcess()
  const { page, errors } = await browser.open()
  const calm = { peers: 9, banned: 0, meanScore: 50, meanReliability: null, bansHeldUntil: null, bansHeldBack: 0 }
  const inAWhile = new Date(Date.now() + 300_000).toISOString()
  const answers: Readonly<Record<string, unknown>> = {
    'reputation.summary': { ...calm, bansHeldUntil: inAWhile, bansHeldBack: 7 },
    'reputation.release': calm,
    'node.services': [
      { name: 'mdns', state: 'open', failures: 5, retryAt: inAWhile, degraded: 'Nobody is found nearby.' },
    ],
  }
  // What takes a storm of bad peers and a failing disk to happen is put into the node's answers on their way.
  await page.routeWebSocket(/\/bridge$/, (socket) => {
    const server = socket.connectToServer()
    const calls = new Map<number, string>()
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { type: string; id: number; name: string }
      if (frame.type === 'call') calls.set(frame.id, frame.name)
      server.send(text)
    })
    server.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { type: string; id: number; reply: unknown }
      const made = frame.type === 'reply' ? answers[calls.get(frame.id) ?? ''] : undefined
      socket.send(JSON.stringify(made === undefined ? frame : { ...frame, reply: { ok: true, value: made } }))
    })
  })
  await page.goto(host.ready.uiUrl ?? '')
  await toHealth(page)
  await page.getByText('7 peers were spared so far.').waitFor()
  await page.getByText('Nobody is found nearby.').waitFor()
  await page.getByText(/Left alone, next try in \d+ (s|min)/).waitFor()
  await expectAccessible(page, 'bans held back')
  await page.getByRole('button', { name: 'Let bans go on' }).press('Enter')
  await page.getByText('7 peers were spared so far.').waitFor({ state: 'detached' })
  expect(errors).toEqual([])
})
