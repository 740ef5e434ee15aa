/** Bandwidth on screen, in a real browser with two real nodes between which random bytes run. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { KIB, MIB } from '../../src/kit/units.ts'
import { expectAccessible } from '../harness/accessibility.ts'
import { startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type BulkNode, startBulkNode } from '../harness/bulk-node.ts'
import { ensureBuilt } from '../harness/kith-process.ts'

let browser: TestBrowser
let anna: BulkNode
let bob: BulkNode
beforeAll(async () => {
  await ensureBuilt()
  const started = await Promise.all([
    startBrowser(),
    startBulkNode({ name: 'Anna’s desktop', uiPort: 0 }),
    startBulkNode({ name: 'Bob’s laptop' }),
  ])
  ;[browser, anna, bob] = started
  await anna.connect(bob)
}, 320_000)
// No caps, no schedule, nothing that runs: whatever a test before left, or its own first try.
beforeEach(async () => {
  await anna.stopSending(bob.peerId)
  await anna.setPeerCaps(bob.peerId, {})
  await anna.call('settings.set', { change: { bandwidth: null } })
})
afterAll(async () => {
  await Promise.all([browser[Symbol.asyncDispose](), anna.stop(), bob.stop()])
})

async function openBandwidth(): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const { page, errors } = await browser.open({ height: 900 })
  await page.goto(anna.uiUrl ?? '')
  await toBandwidth(page)
  return { page, errors }
}

async function toBandwidth(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.getByRole('heading', { name: 'Bandwidth', level: 1 }).waitFor()
}

const chart = (page: Page, name: 'Upload' | 'Download'): Locator => page.getByRole('figure', { name })

/** What the chart draws of its last seconds, bytes per second, oldest first. */
async function drawn(page: Page, name: 'Upload' | 'Download', seconds: number): Promise<readonly number[]> {
  const told = (await chart(page, name).getAttribute('data-last')) ?? ''
  return told.split(' ').map(Number).slice(-seconds)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The chart of the upload stands at the cap: each of the last seconds near it, their mean nearer. */
const settlesAt = (page: Page, cap: number): Promise<void> =>
  expect
    .poll(
      async () => {
        const last = await drawn(page, 'Upload', 5)
        const off = last.map((rate) => Math.abs(rate / cap - 1))
        return Math.max(...off) < 0.1 && Math.abs(mean(last) / cap - 1) < 0.03 ? 'at the cap' : last
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe('at the cap')

it('a cap that is set while random bytes run is seen to hold, and is taken back', async () => {
  const { page, errors } = await openBandwidth()
  await page.getByText('No caps hold.').waitFor()
  await anna.send(bob.peerId)
  await expect
    .poll(async () => Math.min(...(await drawn(page, 'Upload', 2))), { timeout: 15_000 })
    .toBeGreaterThan(4 * MIB)

  const field = page.getByLabel('Upload cap', { exact: true })
  await field.fill('1,5 parsecs')
  await page.getByText('“parsecs” is no unit that is known here.').waitFor()
  await field.fill('1 MiB/s')
  await page.getByText('Becomes 1 MiB/s, which is 8.39 Mbit/s.').waitFor()
  await field.press('Enter')
  await chart(page, 'Upload').getByText('cap 1 MiB/s', { exact: true }).waitFor()
  await settlesAt(page, MIB)
  expect(await chart(page, 'Upload').getAttribute('data-cap')).toBe(String(MIB))
  await chart(page, 'Upload').getByText('Throttled now').waitFor()
  await page.getByText('Somebody wants more than 1 MiB/s and waits').waitFor()
  // The same in words, and in the table.
  expect(await chart(page, 'Upload').innerText()).toMatch(
    /Upload in the last 10 minutes: [01]\.\d+ MiB\/s now, .* Most of it: Bob’s laptop\. The cap is 1 MiB\/s\./,
  )
  const row = page.getByRole('row').filter({ hasText: 'Bob’s laptop' })
  await row.getByText('Waits now').waitFor()
  expect(await row.innerText()).toMatch(/MiB\/s/)
  await expectAccessible(page, 'a cap that holds')

  // The slider, with the keys: one place down is 896 KiB/s.
  await page.getByRole('slider', { name: 'Upload cap' }).press('ArrowLeft')
  await settlesAt(page, 896 * KIB)
  await page.getByText('Upload cap: 0.875 MiB/s.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await chart(page, 'Upload').getByText('cap 1 MiB/s', { exact: true }).waitFor()

  // A cap of the peer, inside the node's own.
  await row.getByRole('button', { name: 'Bob’s laptop' }).click()
  const panel = page.getByRole('complementary', { name: 'Details of Bob’s laptop' })
  await panel.getByLabel('Upload cap', { exact: true }).fill('256 KiB/s')
  await panel.getByLabel('Upload cap', { exact: true }).press('Enter')
  await page
    .getByRole('grid')
    .getByLabel(/Own caps: 0.25 MiB\/s up, Unlimited down/)
    .waitFor()
  expect((await anna.call('peers.show', { peerId: bob.peerId })).limits.uploadBytesPerSecond).toBe(256 * KIB)
  await expectAccessible(page, 'caps of a peer')
  await page.getByRole('button', { name: 'Bandwidth', exact: true }).click()
  await settlesAt(page, 256 * KIB)
  expect(errors).toEqual([])
})

it('a week that is painted with the keys holds, also after the page was loaded again', async () => {
  const { page, errors } = await openBandwidth()
  const week = page.getByRole('grid', { name: 'Week' })
  await week.focus()
  // From Monday 00:00 to Friday 00:30, quiet; then back to normal where nobody wants it.
  for (const key of ['PageUp', 'Home', '2']) await week.press(key)
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await week.press(`Shift+${key}`)
  await week.press('Space')
  const rules = async () => (await anna.call('settings.get')).settings.bandwidth.schedule.rules
  const workdays = ['mon', 'tue', 'wed', 'thu', 'fri']
  await expect.poll(rules).toEqual([{ days: workdays, from: '00:00', to: '01:00', profile: 'quiet' }])
  await week.press('Home')
  await week.press('Delete')
  await expect.poll(rules).toEqual([
    { days: workdays.slice(0, 4), from: '00:00', to: '01:00', profile: 'quiet' },
    { days: ['fri'], from: '00:30', to: '01:00', profile: 'quiet' },
  ])
  await page.getByRole('button', { name: 'Switch it on' }).click()
  await page.getByText('The schedule is on.').waitFor()
  await expectAccessible(page, 'a painted week')

  await page.reload()
  await toBandwidth(page)
  const cell = (name: string): Locator => week.getByRole('gridcell', { name })
  const friday = week.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Friday' }) })
  expect(
    await friday.getByRole('gridcell').evaluateAll((cells) => cells.slice(0, 3).map((one) => one.dataset['profile'])),
  ).toEqual(['normal', 'quiet', 'normal'])
  expect(await cell('00:30 to 01:00, Quiet').count()).toBe(5)
  expect(await page.getByRole('switch', { name: 'Follow the schedule' }).isChecked()).toBe(true)

  await page.getByRole('button', { name: 'Presets' }).click()
  await page.getByRole('menuitem', { name: 'Clear the week' }).click()
  await expect.poll(rules).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(async () => (await rules()).length).toBe(2)
  expect(errors).toEqual([])
})

it('quiet by hand says until when, shows everywhere, and ends with a second press', async () => {
  const { page, errors } = await openBandwidth()
  const quiet = page.getByRole('main').getByRole('button', { name: 'Quiet', exact: true })
  await quiet.press('Enter')
  await page.getByText('You switched to quiet by hand. It holds until you end it.').waitFor()
  expect(await quiet.getAttribute('aria-pressed')).toBe('true')
  await chart(page, 'Download').getByText('cap 0.5 MiB/s', { exact: true }).waitFor()
  expect((await anna.call('bandwidth.status')).profile).toBe('quiet')
  await page.getByRole('contentinfo').getByRole('button', { name: 'Quiet' }).waitFor()
  await quiet.press('Enter')
  await page.getByText('Back to normal.').waitFor()
  expect((await anna.call('bandwidth.status')).override).toBeNull()

  // With a schedule it lasts until that changes next, and the way back is one press too.
  await page.getByRole('button', { name: 'Presets' }).click()
  await page.getByRole('menuitem', { name: /^Quiet at night/ }).click()
  await page.getByText(/^Next: (quiet|normal), /).waitFor()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText(/You switched to paused by hand\. The schedule takes over at/).waitFor()
  await page.getByText('Links stay up; messages and files wait.').waitFor()
  await page.getByRole('button', { name: 'Back to the schedule' }).click()
  await expect.poll(async () => (await anna.call('bandwidth.status')).override).toBeNull()
  expect(errors).toEqual([])
})
