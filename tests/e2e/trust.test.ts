/** Trust on the screens, in a real browser with real nodes: let in, invite, look back, set limits. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AuditView } from '../../src/contract/audit-views.ts'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser[Symbol.asyncDispose]())

const urlOf = (node: KithProcess): string => node.ready.uiUrl ?? ''
const addressOf = (node: KithProcess): string => node.ready.addresses[0] ?? ''

async function go(page: Page, key: 'p' | 'r' | 'i' | 'a' | 's'): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
}

const entry = (page: Page, ...texts: readonly string[]) =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('row')).first()

it('a request is approved with other permissions than its level brings, and the log tells of it', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open()
  await page.goto(urlOf(anna))
  await page.getByRole('heading', { name: 'Your node is up' }).waitFor()
  await bob.cli('peers', 'add', addressOf(anna))
  await go(page, 'r')
  const card = page.getByRole('listitem', { name: 'Request of Bob' })
  await card.waitFor()
  expect(await card.getByRole('list', { name: 'Safety words' }).getByRole('listitem').count()).toBeGreaterThanOrEqual(6)

  await card.getByRole('button', { name: /^Approve/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'Offer files' }).uncheck()
  await dialog.getByText('Chosen for this peer alone').waitFor()
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.waitFor({ state: 'detached' })
  await anna.waitForEvent('peer', ({ peerId, state }) => peerId === bob.peerId && state === 'connected')
  expect((await anna.cli('peers', 'show', bob.peerId)).json).toMatchObject({
    trust: 'verified',
    permissions: ['message'],
  })

  await go(page, 'a')
  await entry(page, 'Approved', 'Bob', 'You').waitFor()
  await entry(page, 'Turned away', 'Bob', 'not approved yet').waitFor()
  await entry(page, 'Let in', 'Bob').waitFor()
  await page.getByRole('button', { name: 'Decisions' }).click()
  await entry(page, 'Let in').waitFor({ state: 'detached' })
  await entry(page, 'Approved', 'Bob').waitFor()

  await page.getByRole('button', { name: 'Verify the log' }).click()
  await page.getByText(/The log is whole: \d+ entries/).waitFor()
  await page.keyboard.press('Escape')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.getByRole('button', { name: /^Export/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    })(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
  const exported = lines.map((line) => AuditView.parse(JSON.parse(line)))
  expect(exported.map(({ seq }) => seq)).toEqual(exported.map((_, index) => index + 1))
  expect(exported.map(({ kind }) => kind)).toContain('approve')
  expect(errors).toEqual([])
})

it('what happens shows in the log while one looks, without moving what is read', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open()
  await page.goto(urlOf(anna))
  await page.getByRole('navigation').waitFor()
  await go(page, 'a')
  const first = entry(page, 'Key made')
  await first.waitFor()
  await first.hover()
  const before = await first.boundingBox()
  await bob.cli('peers', 'add', addressOf(anna))
  const fresh = page.getByRole('button', { name: /^Show \d+ new$/ })
  await fresh.waitFor()
  expect(await first.boundingBox()).toEqual(before)
  await fresh.click()
  await entry(page, 'Turned away').waitFor()
  expect(errors).toEqual([])
})

it('an invite made on one screen is opened on another: both are connected and verified, and the link works once', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  await using carol = await startKithProcess({ args: ['--name', 'Carol'] })
  const [ofAnna, ofBob] = [await browser.open(), await browser.open()]
  await ofAnna.page.goto(urlOf(anna))
  await ofBob.page.goto(urlOf(bob))
  await ofAnna.page.getByRole('main').getByRole('button', { name: 'Invite somebody' }).click()
  await ofAnna.page.getByRole('textbox', { name: /For whom/ }).fill('Bob from the club')
  await ofAnna.page.getByRole('button', { name: 'Make the link' }).click()
  const link = await ofAnna.page.getByRole('textbox', { name: 'Invite link' }).innerText()
  expect(link).toMatch(/^kith:\/\/join#/)
  await ofAnna.page.getByRole('img', { name: /QR code/ }).waitFor()

  // As a mail program breaks it.
  await ofBob.page.getByRole('textbox', { name: /invite link/i }).fill(`<${link}>`)
  await ofBob.page.getByRole('button', { name: 'Continue' }).click()
  const joining = ofBob.page.getByRole('dialog')
  await joining.getByText('An invite from Anna').waitFor()
  await joining.getByRole('button', { name: 'Join' }).click()
  await joining.waitFor({ state: 'detached' })
  // It is called as the invite says.
  await ofAnna.page.getByText('Bob from the club is here.').waitFor()
  await ofAnna.page.getByRole('button', { name: 'Done' }).click()

  for (const [{ page }, name] of [
    [ofAnna, 'Bob'],
    [ofBob, 'Anna'],
  ] as const) {
    const row = page.getByRole('row').filter({ hasText: name })
    await row.getByText('Connected', { exact: true }).waitFor()
    await row.getByText('Verified').first().waitFor()
  }
  await go(ofAnna.page, 'i')
  await ofAnna.page
    .getByRole('listitem')
    .filter({ hasText: 'Bob from the club' })
    .getByText('Used by Bob from the club')
    .waitFor()
  await go(ofAnna.page, 'a')
  await entry(ofAnna.page, 'Invite redeemed', 'Bob').waitFor()

  const again = await carol.cli('join', link)
  expect(again.code).toBe(1)
  expect((await anna.cli('peers', 'ls')).json).toHaveLength(1)
  expect([...ofAnna.errors, ...ofBob.errors]).toEqual([])
})

it('a revoked invite opens nothing, and the one who tries is told', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  const [ofAnna, ofBob] = [await browser.open(), await browser.open()]
  await ofAnna.page.goto(urlOf(anna))
  await ofBob.page.goto(urlOf(bob))
  await ofAnna.page.getByRole('navigation').waitFor()
  await ofAnna.page.keyboard.press('n')
  await ofAnna.page.getByRole('button', { name: 'Make the link' }).click()
  const link = await ofAnna.page.getByRole('textbox', { name: 'Invite link' }).innerText()
  await ofAnna.page.getByRole('button', { name: 'Revoke' }).click()
  await ofAnna.page.getByText('This invite is revoked').waitFor()

  await ofBob.page.getByRole('textbox', { name: /invite link/i }).fill(link)
  await ofBob.page.getByRole('button', { name: 'Continue' }).click()
  await ofBob.page.getByRole('dialog').getByText('An invite from Anna').waitFor()
  await ofBob.page.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
  await ofBob.page.locator('.answer-bad').waitFor()
  expect((await anna.cli('peers', 'ls')).json).toEqual([])
})

it('a limit is changed and kept; a value that cannot be used is refused at its own field', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  const { page, errors } = await browser.open()
  await page.goto(urlOf(anna))
  await page.getByRole('navigation').waitFor()
  const toLimits = async () => {
    await go(page, 's')
    await page
      .getByRole('navigation', { name: 'Groups of settings' })
      .getByRole('button', { name: /Advanced/ })
      .click()
  }
  await toLimits()
  const all = page.getByRole('textbox', { name: 'All connections' })
  const perPeer = page.getByRole('textbox', { name: 'Per peer', exact: true })
  await all.fill('200')
  await perPeer.fill('999')
  await page.getByText('At most 64.').waitFor()
  await page.getByText('2 changes not saved, 1 value cannot be used').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => perPeer.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await page.getByText('2 changes not saved').count()).toBe(1)

  // Back to the default, which it was: nothing to save but the other.
  await page.getByRole('button', { name: 'Back to the default: Per peer' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  expect(await readFile(join(anna.dataDir, 'settings.yaml'), 'utf8')).toMatch(/connections: 200/)
  await page.reload()
  await page.getByRole('navigation').first().waitFor()
  await toLimits()
  expect(await all.inputValue()).toBe('200')
  expect(await perPeer.inputValue()).toBe('8')
  await go(page, 'a')
  await entry(page, 'Setting changed', 'You').waitFor()
  expect(errors).toEqual([])
})

it('the rule for strangers is changed where their requests are', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  const { page } = await browser.open()
  await page.goto(urlOf(anna))
  await page.getByRole('navigation').waitFor()
  await go(page, 'r')
  await page.getByText('Locked', { exact: true }).click()
  await page.getByRole('heading', { name: 'The door is locked' }).waitFor()
  expect((await anna.cli('status')).json).toMatchObject({ admission: 'locked' })
  await page.keyboard.press('u')
  await page.getByRole('heading', { name: 'Nobody is waiting' }).waitFor()
})

it('has no accessibility violation on any of these screens, in either theme', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  await bob.cli('peers', 'add', addressOf(anna))
  await anna.waitForEvent('request')
  await anna.cli('invite', '--note', 'Carol')
  const { page } = await browser.open()
  await page.goto(urlOf(anna))
  await page.getByRole('navigation').first().waitFor()
  for (const key of ['p', 'r', 'i', 'a', 's'] as const) {
    await go(page, key)
    await page.locator('[data-screen-head]').waitFor()
    if (key === 'a') await page.locator('[data-entry]').first().click()
    await expectAccessible(page, `screen ${key}`)
  }
  await page
    .getByRole('navigation', { name: 'Groups of settings' })
    .getByRole('button', { name: /Advanced/ })
    .click()
  await page.getByRole('textbox', { name: 'Per peer', exact: true }).fill('999')
  await expectAccessible(page, 'a value that cannot be used')
  await page.getByRole('button', { name: 'Discard' }).click()
  await go(page, 'r')
  await page.getByRole('button', { name: /^Approve/ }).click()
  await expectAccessible(page, 'approving')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await expectAccessible(page, 'inviting')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await expectAccessible(page, 'an invite')
})
