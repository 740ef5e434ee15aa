/** Every screen in German: nothing of the English words is left, and nothing that axe finds amiss comes with the longer ones. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { german } from '../../src/renderer/words/de/german.ts'
import { english } from '../../src/renderer/words/en/english.ts'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { ensureBuilt, startKithProcess } from '../harness/kith-process.ts'

let browser: TestBrowser
beforeAll(async () => {
  await ensureBuilt()
  browser = await startBrowser()
}, 320_000)
afterAll(() => browser[Symbol.asyncDispose]())

/** The texts of a language, without the sentences that have places in them. */
function textsOf(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words]
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(textsOf) : []
}
const inGerman = new Set(textsOf(german))
const onlyEnglish = new Set(textsOf(english).filter((text) => /\p{L}{3}/u.test(text) && !inGerman.has(text)))

/** What is seen on the page and what is only heard, bit by bit. */
const shownOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      // Safety words are the same in every language, and some of them are words of the screens.
      if (!walker.currentNode.parentElement?.closest('.safety')) found.push(walker.currentNode.textContent ?? '')
    }
    for (const element of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
        found.push(element.getAttribute(name) ?? '')
    return found.map((text) => text.trim()).filter((text) => text !== '')
  })

/** Words that no German sentence has; a name or an address that a person gave may have them. */
const englishWords = /\b(the|and|with|your|this|is|are|of|not|for|to|from)\b/i

async function expectGerman(page: Page, what: string): Promise<void> {
  const shown = await shownOn(page)
  expect(shown.length, what).toBeGreaterThan(10)
  expect(
    shown.filter((text) => onlyEnglish.has(text) || englishWords.test(text)),
    what,
  ).toEqual([])
}

const screens = [
  ['p', german.peers.title],
  ['r', german.requests.title],
  ['i', german.invites.title],
  ['b', german.bandwidth.title],
  ['a', german.activity.title],
  ['h', german.health.title],
] as const

it('every screen speaks German to who has a German system, in words and in numbers', async () => {
  await using anna = await startKithProcess({ args: ['--name', 'Anna'] })
  await using bob = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open({ width: 900, height: 600, locale: 'de-DE' })
  await page.goto(anna.ready.uiUrl ?? '')
  await page.getByRole('heading', { name: german.welcome.title }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await expectGerman(page, 'first run')

  await bob.cli('peers', 'add', anna.ready.addresses[0] ?? '')
  await anna.waitForEvent('request', ({ request }) => request.peerId === bob.peerId)
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByText('„Bob“').waitFor()
  await expectGerman(page, 'a request')
  await anna.cli('requests', 'approve', bob.peerId, '--level', 'trusted')
  await anna.waitForEvent('peer', ({ peerId, state }) => peerId === bob.peerId && state === 'connected')

  for (const [key, title] of screens) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    if (key === 'p') await page.getByRole('row').filter({ hasText: 'Bob' }).getByText('Verbunden').waitFor()
    if (key === 'a') await page.getByRole('row').filter({ hasText: 'Bob' }).first().waitFor()
    if (key === 'h') await page.getByRole('heading', { name: german.health.check.clock }).waitFor()
    await expectGerman(page, title)
  }
  await expectAccessible(page, 'health in German')

  await page.keyboard.press('g')
  await page.keyboard.press('s')
  for (const { title } of Object.values(german.preferences.group)) {
    await page.getByRole('main').getByRole('button', { name: title, exact: true }).click()
    await page.getByRole('heading', { name: title, exact: true }).first().waitFor()
    await expectGerman(page, `settings, ${title}`)
  }
  await expectAccessible(page, 'settings in German')

  // Who types a comma is understood, and shown one.
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  const cap = page.getByRole('textbox', { name: german.bandwidth.cap.upload })
  await cap.fill('1,5')
  await cap.press('Enter')
  await page.getByText('Upload-Limit: 1,5 MiB/s.').waitFor()
  expect(await cap.inputValue()).toBe('1,5')
  await cap.fill('1.500')
  await page.getByText('1.500 lässt sich auf zwei Arten lesen', { exact: false }).waitFor()
  expect(errors).toEqual([])
})
