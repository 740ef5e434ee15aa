/** Ten thousand known peers in a real browser: it scrolls, one peer's news stays cheap, and the page does not grow. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MIB } from '../../src/kit/units.ts'
import { startBrowser, type TestBrowser, type TestPage } from '../harness/browser.ts'
import { type Crowd, startCrowd } from '../harness/crowd.ts'
import { installProbe, type PageFigures, pageFigures } from '../harness/page-figures.ts'

/**
 * The aims are the bench's (`npm run bench -- screens`); these limits only notice when something is wrong by its nature, on a machine that
 * others use too.
 */
const LIMITS = { framesPerSecond: 8, updateMs: 16, heapBytes: 60 * MIB, grownBytes: 2 * MIB }

const begun = new AsyncDisposableStack()
let browser: TestBrowser
let crowd: Crowd
let opened: TestPage
let figures: PageFigures
beforeAll(async () => {
  ;[browser, crowd] = await Promise.all([startBrowser(), startCrowd()])
  begun.use(browser)
  begun.use(crowd)
  opened = await browser.open()
  await installProbe(opened.page)
  await opened.page.goto(crowd.node.ready.uiUrl ?? '')
  await opened.page.getByRole('grid').getByRole('row').nth(5).waitFor()
  figures = await pageFigures(opened.page)
})
afterAll(() => begun.disposeAsync())

const say = (text: string): void => console.log(text)

it('ten thousand peers scroll, and no row is missing', async () => {
  const { page } = opened
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001')
  const frames = await figures.scroll(6_000, 3_000)
  say(
    `scroll: ${frames.perSecond.toFixed(0)} frames/s (aim 55), ${frames.threadMs.toFixed(1)} ms of the main thread each (aim 16.6), ${(frames.lateShare * 100).toFixed(0)} % over 20 ms`,
  )
  expect(frames.perSecond).toBeGreaterThan(LIMITS.framesPerSecond)
  expect(frames.gaps / frames.count).toBeLessThan(0.2)

  // No more of it is built than can be seen, also at the very end, and what is built stands in order.
  await page.getByRole('grid').press('End')
  await page.locator('.peer-row[aria-rowindex="10001"]').waitFor()
  const built = page.locator('.peer-row')
  const places = async (): Promise<readonly number[]> =>
    built.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))))
  expect((await places()).length).toBeLessThan(64)
  await expect.poll(async () => (await places()).every((at, n, all) => n === 0 || at > (all[n - 1] ?? 0))).toBe(true)
  await page.getByRole('grid').press('Home')
  await page.locator('.peer-row[aria-rowindex="2"]').waitFor()
})

it('news of one peer cost the page little, shown or not', async () => {
  const { page } = opened
  const seen = (await page.locator('.peer-row').nth(3).getAttribute('id'))?.slice('peer-'.length) ?? ''
  for (const [what, peerId] of [
    ['a row that is seen', seen],
    ['a row that is not', crowd.peerIds.at(-1) ?? ''],
  ] as const) {
    const cost = await figures.cost(40, async (n) => {
      await Promise.all([crowd.client.call('peers.edit', { peerId, note: `note ${n}` }), sleep(12)])
    })
    say(`update of ${what}: ${cost.threadMs.toFixed(1)} ms of the main thread (aim 4)`)
    expect(cost.threadMs).toBeLessThan(LIMITS.updateMs)
  }
  await page.locator(`[id="peer-${seen}"]`).getByText('note 39').waitFor()
})

it('an hour of news leaves the page as large as it was', async () => {
  const views = await crowd.client.call('peers.list')
  const news = (round: number): readonly unknown[] =>
    Array.from({ length: 1_000 }, (_, n) => ({
      upserted: [{ ...views[(n * 7) % views.length], rttMs: n % 90, note: `${round} ${n}` }],
      removed: [],
    }))
  await figures.tell('peers.changed', news(0))
  const before = await figures.memory()
  for (const round of [1, 2]) await figures.tell('peers.changed', news(round))
  const after = await figures.memory()
  say(
    `page: ${(after.heapBytes / MIB).toFixed(1)} MiB of heap, ${(after.privateBytes / MIB).toFixed(0)} MiB its process alone (aim 114)`,
  )
  expect(after.heapBytes).toBeLessThan(LIMITS.heapBytes)
  expect(after.heapBytes - before.heapBytes).toBeLessThan(LIMITS.grownBytes)
  expect(opened.errors).toEqual([])
})
