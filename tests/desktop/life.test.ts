/** The life of the desktop app as a person meets it: links and files from outside, closing, crashes, starts that fail. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallName, Input, Output } from '../../src/contract/contract.ts'
import { startKithProcess } from '../harness/kith-process.ts'
import { type DesktopApp, launchDesktop } from './driver/desktop-app.ts'
import { createSessionBus, type SessionBus } from './driver/session-bus.ts'

let folder = ''
let bus: SessionBus
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-life-'))
  bus = createSessionBus(join(folder, 'bus'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A desktop that shows icons in a tray. */
const withTray = () => ({ PATH: bus.path })
const screens = (page: Page) => page.getByRole('navigation', { name: 'Screens' })

/** What a page asks of the node, over the app's own bridge. */
async function ask<K extends CallName>(page: Page, name: K, input?: Input<K>): Promise<Output<K>> {
  const reply = await page.evaluate(([call, given]) => window.kith.call(call, given), [name as string, input] as const)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value as Output<K>
}

/** The app's one window. */
const windowOf = (app: DesktopApp) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return window ? { visible: window.isVisible(), bounds: window.getNormalBounds() } : null
  })
const isVisible = async (app: DesktopApp) => (await windowOf(app))?.visible

/** The page that is there now: another one after a crash. */
async function currentPage(app: DesktopApp): Promise<Page> {
  const [page] = await app.windows()
  if (!page) throw new Error('there is no page')
  return page
}

async function quitInTime(app: DesktopApp): Promise<void> {
  const began = performance.now()
  expect(await app.quit()).toBe(0)
  const ms = performance.now() - began
  console.log(`quit after ${ms.toFixed(0)} ms (5000)`)
  expect(ms).toBeLessThan(5_000)
}

describe('the running app', () => {
  let app: DesktopApp
  beforeAll(async () => {
    app = await launchDesktop({ dataFolder: join(folder, 'data'), env: withTray() })
    await screens(await app.window()).waitFor()
  })
  // A dialog that a first try left open.
  beforeEach(async () => (await currentPage(app)).keyboard.press('Escape'))
  afterAll(() => app[Symbol.asyncDispose]())

  it('shows what a link means that a second start brings, and that one ends', async () => {
    const page = await app.window()
    const { link } = await ask(page, 'invites.create', {})
    expect(await app.launchSecond([link])).toBe(0)
    await page.getByRole('dialog').getByText('your own invite').waitFor()
    // Nothing happened, and nothing of the link stays in the address.
    expect(await ask(page, 'peers.list')).toEqual([])
    expect(app.addressOf(page)).toBe('app://kith/')
    await page.keyboard.press('Escape')
  })

  it('hands a file that it is opened with to the page, once', async () => {
    const page = await app.window()
    writeFileSync(join(folder, 'friends.txt'), '# nobody yet\n')
    await app.launchSecond([join(folder, 'friends.txt')])
    await page.getByRole('dialog').waitFor()
    expect(await ask(page, 'desktop.takeFile')).toBeNull()
    await page.keyboard.press('Escape')
  })

  it('goes on when its window is closed, says so once, and comes back', async () => {
    for (let times = 0; times < 2; times += 1) {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      await expect.poll(() => isVisible(app)).toBe(false)
      await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, [], '/', null))
      await expect.poll(() => isVisible(app)).toBe(true)
    }
    const told = (await app.standIn?.state())?.allNotifications.map(({ title }) => title)
    if (told) expect(told.filter((title) => title === 'Kith goes on in the background')).toHaveLength(1)
  })

  it('loads its page anew when that crashed, and the node has not heard of it', async () => {
    const before = await ask(await currentPage(app), 'node.status')
    const began = performance.now()
    if (app.standIn) await app.standIn.crashPage()
    else
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    await expect
      .poll(
        async () =>
          screens(await currentPage(app))
            .isVisible()
            .catch(() => false),
        { timeout: 20_000 },
      )
      .toBe(true)
    console.log(`page back ${(performance.now() - began).toFixed(0)} ms after its crash`)
    const after = await ask(await currentPage(app), 'node.status')
    expect(after.peerId).toBe(before.peerId)
    expect(after.uptimeMs).toBeGreaterThan(before.uptimeMs)
  })
})

it('remembers where its window was, and quits in time', async () => {
  const dataFolder = mkdtempSync(join(folder, 'placed-'))
  const bounds = { x: 60, y: 90, width: 1000, height: 700 }
  {
    await using app = await launchDesktop({ dataFolder, env: withTray() })
    await screens(await app.window()).waitFor()
    await app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds)
    await quitInTime(app)
  }
  const link = 'kith://join#not-a-real-one'
  await using again = await launchDesktop({ dataFolder, args: [link, '--minimised'], env: withTray() })
  await (await again.window()).getByRole('dialog').waitFor()
  // Somebody who opens a link wants to see it.
  expect(await windowOf(again)).toEqual({ visible: true, bounds })
  process.kill(again.pid, 'SIGTERM')
  expect(await again.exited).toBe(0)
})

describe('a node that cannot start', () => {
  it('gives a window that says why, and starts once that is mended', async () => {
    const data = join(folder, 'busy')
    const settings = join(data, 'settings.yaml')
    const other = await startKithProcess({ dataDir: data })
    await using app = await launchDesktop({ dataFolder: data })
    const page = await app.window()
    const alert = page.getByRole('alert')
    const retry = page.getByRole('button', { name: 'Try again' })
    await alert.getByText(`in use by another node (process ${other.pid})`).waitFor()
    await ask(page, 'desktop.openLogs')
    await other.stop()

    const good = readFileSync(settings, 'utf8')
    writeFileSync(settings, 'limits:\n  perPeer: many\n')
    await retry.click()
    await alert.getByText(`(${settings}): limits.perPeer`).waitFor()

    writeFileSync(settings, good)
    await retry.click()
    await screens(page).waitFor()
    expect((await ask(page, 'node.status')).peerId).toBe(other.peerId)
    expect(existsSync(join(data, 'node.pid'))).toBe(true)
    await quitInTime(app)
  })
})
