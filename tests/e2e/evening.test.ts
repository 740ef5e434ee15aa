/** The first evening, in a real browser with real nodes: see who you are, meet somebody, let them in. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type KithProcess, startKithProcess } from '../harness/kith-process.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser[Symbol.asyncDispose]())

/** The screens show a peer ID in groups of four. */
const ungrouped = (text: string): string => text.replace(/\s/g, '')

const urlOf = (node: KithProcess): string => node.ready.uiUrl ?? ''

it('a person sees their node, hears a knock and lets it in with the keyboard alone', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await using asker = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open()

  await page.goto(urlOf(host))
  await page.getByRole('heading', { name: 'Your node is up' }).waitFor()
  expect(ungrouped(await page.locator('main').innerText())).toContain(host.peerId)
  // The token has done its work: it is not left in the address bar, nor in the history.
  expect(page.url()).not.toContain('token')

  await asker.cli('peers', 'add', host.ready.addresses[0] ?? '')
  await page.getByRole('navigation').getByText('1', { exact: true }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  const request = page.getByRole('button', { name: /^Approve/ })
  await request.waitFor()
  expect(ungrouped(await page.locator('main').innerText())).toContain(asker.peerId)
  for (let presses = 0; !(await request.evaluate((button) => button === document.activeElement)); presses++) {
    expect(presses, 'Approve can be reached with Tab').toBeLessThan(20)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  // In the name field; Enter decides.
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.keyboard.press('g')
  await page.keyboard.press('p')
  const row = page.getByRole('row').filter({ hasText: 'Bob' })
  await row.getByText('Connected', { exact: true }).waitFor()
  await row.getByText(/\d\s?ms/).waitFor()
  expect((await asker.cli('peers', 'show', host.peerId)).json).toMatchObject({ state: 'connected' })

  // It lives: what happens on the other side shows without a reload.
  await asker.stop()
  await row.getByText('Connected', { exact: true }).waitFor({ state: 'detached' })
  expect(errors).toEqual([])
})

it('an address is added on the screen, with stray spaces, and a bad one says what is wrong', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await using other = await startKithProcess({ args: ['--name', 'Bob'] })
  const { page, errors } = await browser.open()
  await page.goto(urlOf(host))
  const field = page.getByRole('textbox', { name: /address/i })
  await field.fill('192.0.2.7:4711')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText(/is a host and a port/).waitFor()
  await page
    .getByRole('dialog')
    .getByRole('textbox')
    .first()
    .fill(` ${other.peerId}@\n${(other.ready.addresses[0] ?? '').split('/p2p/')[0]?.replace('/tcp', ' /tcp')} `)
  await page.getByRole('dialog').getByRole('button', { name: /^Add/ }).click()
  await page
    .getByRole('row')
    .getByText(/for their approval/)
    .waitFor()
  await other.cli('requests', 'approve', host.peerId)
  await page.getByRole('row').filter({ hasText: 'Bob' }).getByText('Connected', { exact: true }).waitFor()
  expect(errors).toEqual([])
})

it('a wrong token opens nothing and says what to do', async () => {
  await using host = await startKithProcess()
  const { page } = await browser.open()
  await page.goto(`${new URL(urlOf(host)).origin}/#token=${'x'.repeat(43)}`)
  await page.getByText(/kith/).first().waitFor()
  expect(ungrouped(await page.locator('body').innerText())).not.toContain(host.peerId)
})

it('a page of another origin cannot speak to the node, even with the token', async () => {
  await using host = await startKithProcess()
  await using other = await startKithProcess()
  const { page } = await browser.open()
  const token = new URLSearchParams(new URL(urlOf(host)).hash.slice(1)).get('token') ?? ''
  // The other node's page is foreign to this one: same machine, another port.
  await page.goto(new URL(urlOf(other)).origin)
  const outcome = await page.evaluate(
    ([url, secret]) =>
      new Promise<string>((resolve) => {
        try {
          const socket = new WebSocket(url ?? '')
          socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', token: secret }))
          socket.onmessage = () => resolve('answered')
          socket.onerror = () => resolve('refused')
          socket.onclose = () => resolve('refused')
        } catch {
          resolve('refused')
        }
      }),
    [`${new URL(urlOf(host)).origin.replace('http', 'ws')}/bridge`, token],
  )
  expect(outcome).toBe('refused')
})

it('has no accessibility violation in either theme', async () => {
  await using host = await startKithProcess({ args: ['--name', 'Anna'] })
  await using asker = await startKithProcess({ args: ['--name', 'Bob'] })
  for (const asked of [false, true]) {
    const { page, context } = await browser.open()
    await page.goto(urlOf(host))
    await page.getByRole('navigation').waitFor()
    for (const keys of [
      ['g', 'p'],
      ['g', 'r'],
    ]) {
      for (const key of keys) await page.keyboard.press(key)
      await expectAccessible(page, keys.join(' '))
    }
    await context.close()
    // The second round has a request to show.
    if (!asked) {
      await asker.cli('peers', 'add', host.ready.addresses[0] ?? '')
      await host.waitForEvent('request')
    }
  }
})
