/** Backup and restore as a person does them: a file out of one node, into another on its first evening. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

let browser: TestBrowser
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-backup-'))
  browser = await startBrowser()
})
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const WORDS = 'correct horse battery staple'
const dialog = (page: Page) => page.getByRole('dialog')
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click()
const type = (page: Page, label: string, text: string) => dialog(page).getByLabel(label, { exact: true }).fill(text)
const give = (page: Page, file: string) => dialog(page).locator('input[type=file]').setInputFiles(file)

it('a person backs up one node, reads the file back, and restores it into a new one', async () => {
  const file = join(folder, 'anna.kith-backup')
  const peerId = await (async () => {
    const env = { KITH_PASSPHRASE: 'the old passphrase' }
    await using node = await startKithProcess({ keyStore: 'sealed-file', env, args: ['--name', 'Anna'] })
    await node.cli('peers', 'add', `/ip4/127.0.0.1/tcp/9/p2p/${testPeerId(1)}`, '--name', 'Bob', '--no-keep')
    const { page, errors } = await browser.open()
    await page.goto(node.ready.uiUrl ?? '')
    await page.getByRole('navigation').getByText('Settings', { exact: true }).click()
    await page.getByText('There is no backup yet.').waitFor()
    await expectAccessible(page, 'the identity in the settings')

    await page.getByRole('button', { name: 'Back up…' }).click()
    await type(page, 'Passphrase of the backup', WORDS)
    await type(page, 'The same once more', WORDS)
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Make the backup')])
    expect(download.suggestedFilename()).toMatch(/^kith-backup-Anna-\d{4}-\d\d-\d\d\.kith-backup$/)
    await download.saveAs(file)
    await give(page, file)
    await dialog(page).getByText('It can be opened, and holds 1 peer.').waitFor()
    await press(page, 'Done')
    await page.getByText('There is no backup yet.').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Change the passphrase…' }).click()
    await type(page, 'Passphrase until now', 'not this one')
    await type(page, 'New passphrase', 'the new passphrase')
    await type(page, 'The same once more', 'the new passphrase')
    await press(page, 'Change it')
    await dialog(page).getByRole('alert').getByText('The passphrase is not the one').waitFor()
    await type(page, 'Passphrase until now', env.KITH_PASSPHRASE)
    await press(page, 'Change it')
    await page.getByText('The passphrase is changed.').waitFor()
    expect(errors).toEqual([])
    return node.peerId
  })()

  await using fresh = await startKithProcess()
  const { page, errors } = await browser.open()
  await page.goto(fresh.ready.uiUrl ?? '')
  await page.getByRole('button', { name: 'I have a backup' }).click()
  await give(page, file)
  await type(page, 'Passphrase of the backup', WORDS)
  await press(page, 'Open it')
  await dialog(page).getByText('Anna', { exact: true }).waitFor()
  await dialog(page).getByText('One identity, one running node.').waitFor()
  await expectAccessible(page, 'what is in a backup')
  await dialog(page).getByLabel('It runs nowhere else').check()
  await press(page, 'Restore')
  await dialog(page).getByText('Your node runs with the identity of the backup.').waitFor({ timeout: 30_000 })
  await dialog(page).getByText('before-restore-').waitFor()
  await press(page, 'Done')
  await page.getByRole('row').filter({ hasText: 'Bob' }).waitFor()
  expect((await fresh.cli('id')).json).toMatchObject({ peerId })
  expect(errors).toEqual([])
})
