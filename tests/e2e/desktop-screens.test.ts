/** What every screen shares, in a real browser with a real node: the palette, the settings by group, pictures with a QR code, drops. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser, type TestPage } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'
import { testPeerId } from '../harness/test-peers.ts'

let browser: TestBrowser
let anna: KithProcess
let shown: TestPage

const friends = `${testPeerId(1)} verified "Bob" note="plays chess"\n${testPeerId(2)} verified "Carol"\n`

beforeAll(async () => {
  browser = await startBrowser()
})
beforeEach(async () => {
  anna = await startKithProcess({ args: ['--name', 'Anna'] })
  const list = join(anna.dataDir, 'friends.txt')
  writeFileSync(list, friends)
  await anna.cli('allowlist', 'import', list, '--yes')
  shown = await browser.open()
  await shown.page.goto(anna.ready.uiUrl ?? '')
  await shown.page.getByRole('row').filter({ hasText: 'Bob' }).waitFor()
})
afterEach(() => anna[Symbol.asyncDispose]())
afterAll(() => browser[Symbol.asyncDispose]())

const palette = (page: Page) => page.getByRole('combobox')
const option = (page: Page, name: RegExp) => page.getByRole('option', { name })

it('finds everything with Ctrl K and does it, by keyboard alone; the last thing done comes first', async () => {
  const { page, errors } = shown
  await page.keyboard.press('Control+k')
  await option(page, /^Add a peer/u).waitFor()
  await expectAccessible(page, 'palette')

  await page.keyboard.type('chess')
  await option(page, /^Bob/u).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('trusted')
  await page.keyboard.press('Enter')
  await palette(page).waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: 'Bob' }).getByText('Trusted').waitFor()

  // What to do and with whom; nothing is done to a peer before its dialog is answered.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('carol keep out')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Keep Carol out' })
  await dialog.getByText('Other').click()
  await dialog.getByRole('textbox').fill('90m')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: 'Carol' }).getByText('Banned').waitFor()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('counters')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Counters of the node' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  expect(await option(page, /./u).first().textContent()).toContain('Counters of the node')
  // “german” and Enter once chose English: both answered to the same words.
  await page.keyboard.type('german')
  await expect.poll(() => option(page, /./u).allTextContents()).toEqual([expect.stringContaining('Deutsch')])
  await page.keyboard.press('Control+a')
  await page.keyboard.type('xyzzy')
  await page.getByText('Nothing fits “xyzzy”').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  expect(errors).toEqual([])
})

it('takes the second key of a shortcut also when the node told something after the first', async () => {
  const { page } = shown
  let tries = 0
  await expect
    .poll(async () => {
      await page.keyboard.press('g')
      await page.keyboard.press('b')
      await page.getByRole('heading', { name: 'Bandwidth', level: 1 }).waitFor()
      // Profiles are commands: when the page knows of a new one, its commands are others. The second key may take 1.5 s.
      const profile = `films-${++tries}`
      await page.keyboard.press('g')
      await anna.cli('limits', 'set', '--profile', profile, '--up', '1MiB/s')
      await page.getByText(profile).first().waitFor()
      await page.keyboard.press('h')
      await page.evaluate(() => new Promise(requestAnimationFrame))
      return page.getByRole('heading', { name: 'Health', level: 1 }).isVisible()
    })
    .toBe(true)
})

it('settings stand in groups, are searched, and are reached from the palette', async () => {
  const { page, errors } = shown
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const groups = page.getByRole('navigation', { name: 'Groups of settings' })
  for (const name of [
    'Identity',
    'Admission',
    'Network',
    'Bandwidth',
    'Privacy',
    'Startup',
    'Updates',
    'Advanced',
    'Appearance',
  ]) {
    await groups.getByRole('button', { name }).click()
    await page.getByRole('heading', { name, level: 2 }).waitFor()
  }
  await page.getByRole('radio', { name: /^Dark/u }).check()
  await groups.getByRole('button', { name: /Appearance.*not saved/u }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  await page.getByRole('radio', { name: 'Deutsch' }).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  // Another language is another page: loaded anew once, where one was, in the dark from the first paint.
  await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor()
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])).toEqual(
    ['de', 'dark'],
  )
  await page.keyboard.press('Control+k')
  await page.keyboard.type('english')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()

  await page.getByRole('searchbox', { name: 'Search the settings' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('limits.perpeer')
  await page.getByRole('textbox', { name: 'Per peer' }).waitFor()
  await page.getByText('1 setting fits').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('keep entries')
  await page.keyboard.press('Enter')
  const days = page.getByRole('textbox', { name: 'Keep entries for' })
  await expect.poll(() => days.evaluate((field) => field === document.activeElement)).toBe(true)
  await days.fill('0')
  // What cannot be used is shown where it is, wherever one looks meanwhile.
  await groups.getByRole('button', { name: /Network/u }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('At least 1.').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(errors).toEqual([])
})

/** Gives the page a file as a person drops or pastes it. */
async function hand(page: Page, how: 'drop' | 'paste', file: { name: string; type: string; bytes: Buffer } | string) {
  const given = typeof file === 'string' ? file : { ...file, bytes: [...file.bytes] }
  await page.evaluate(
    ({ how, given }) => {
      const data = new DataTransfer()
      if (typeof given === 'string') data.setData('text/plain', given)
      else data.items.add(new File([new Uint8Array(given.bytes)], given.name, { type: given.type }))
      const target = document.activeElement ?? document.body
      if (how === 'paste')
        return void target.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
      for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
    },
    { how, given },
  )
}

it('an invite is read out of its picture: chosen, pasted or dropped; a list that is dropped shows what it would change', async () => {
  const { page, errors } = shown
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByRole('textbox', { name: 'Invite link' }).innerText()
  const bytes = await page.getByRole('img', { name: /QR code/u }).screenshot()
  const picture = { name: 'invite.png', type: 'image/png', bytes }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close anyway' }).click()

  await page.keyboard.press('a')
  const field = page.getByRole('textbox', { name: 'Address or invite link' })
  await page.locator('input[type=file]').setInputFiles({ name: picture.name, mimeType: picture.type, buffer: bytes })
  await expect.poll(() => field.inputValue()).toBe(link)
  await field.fill('')
  await hand(page, 'paste', picture)
  await expect.poll(() => field.inputValue()).toBe(link)
  const blank = await page.getByRole('button', { name: 'Cancel' }).screenshot()
  await hand(page, 'paste', { ...picture, bytes: blank })
  await page.getByText('There is no QR code in this picture').waitFor()
  await page.keyboard.press('Escape')

  await hand(page, 'drop', picture)
  await expect.poll(() => field.inputValue()).toBe(link)
  await page.keyboard.press('Escape')
  await hand(page, 'drop', ' kith://join#x ')
  await expect.poll(() => field.inputValue()).toBe('kith://join#x')
  await page.keyboard.press('Escape')
  await hand(page, 'drop', {
    name: 'friends.txt',
    type: 'text/plain',
    bytes: Buffer.from(`${testPeerId(3)} trusted "Dave"\n`),
  })
  await page.getByRole('table', { name: 'What the import would do' }).getByText('Dave').waitFor()
  await page.keyboard.press('Escape')
  const backup = Buffer.from('{"format":"kith-sealed","v":1}')
  await hand(page, 'drop', { name: 'kith-backup.json', type: 'application/json', bytes: backup })
  await page.getByRole('dialog', { name: /Restore/u }).waitFor()
  await page.keyboard.press('Escape')
  await hand(page, 'drop', 'a recipe for bread')
  await page.getByText('Kith can do nothing with that').waitFor()
  // Nothing of it was done.
  expect(await page.getByRole('row').filter({ hasText: 'Dave' }).count()).toBe(0)
  expect(errors).toEqual([])
})
