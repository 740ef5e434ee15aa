/** The stand-in for Electron, by itself: what it does not model throws, what cannot be cloned is refused, two worlds stay apart. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DesktopApp } from './driver/desktop-app.ts'
import { toApp, toBrowser } from './driver/stand-in/address.ts'
import { flatten, unflatten } from './driver/stand-in/wire.ts'
import { launchStandIn } from './driver/stand-in-driver.ts'

/** As small as an app can be. */
const MAIN = `
import { app, BrowserWindow, ipcMain, protocol } from 'electron'
import { join } from 'node:path'
app.setPath('userData', process.argv[process.argv.indexOf('--data-dir') + 1])
globalThis.seconds = []
if (!app.requestSingleInstanceLock({ words: process.argv.slice(-1) })) app.exit(0)
else {
  app.on('second-instance', (_event, _argv, _folder, data) => globalThis.seconds.push(data))
  app.on('window-all-closed', () => app.quit())
  ipcMain.handle('echo', (_event, value) => value)
  ipcMain.handle('function', () => () => 1)
  ipcMain.handle('fails', () => { throw new Error('as it should') })
  await app.whenReady()
  protocol.handle('app', ({ url }) => new Response('<title>small</title><p>' + url, { headers: { 'content-type': 'text/html' } }))
  const window = new BrowserWindow({ webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') } })
  await window.loadURL('app://small/')
}
`
const PRELOAD = `
const { contextBridge, ipcRenderer } = require('electron')
globalThis.inside = 'the preload only'
const kept = { n: 1 }
const attempt = (work) => { try { work(); return 'nothing' } catch (error) { return error.message } }
contextBridge.exposeInMainWorld('small', {
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  hear: (listener) => void ipcRenderer.on('told', (_event, ...args) => listener(...args)),
  invokeFunction: () => ipcRenderer.invoke('echo', () => 1),
  kept: () => kept,
  keptNow: () => kept.n,
  call: (work) => work(20) + 2,
  unmodelled: [attempt(() => ipcRenderer.sendSync), attempt(() => contextBridge.executeInMainWorld), attempt(() => require('electron').webFrame), attempt(() => require('node:fs'))],
})
`

interface Small {
  invoke(channel: string, value?: unknown): Promise<unknown>
  hear(listener: (...args: unknown[]) => void): void
  invokeFunction(): Promise<unknown>
  kept(): { n: number }
  keptNow(): number
  call(work: (n: number) => number): number
  readonly unmodelled: readonly string[]
}
declare global {
  interface Window {
    readonly small: Small
  }
}

let folder: string
let app: Omit<DesktopApp, typeof Symbol.asyncDispose>
let page: Page
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-stand-in-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'main.mjs'), MAIN)
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD)
  app = await launchStandIn({}, join(folder, 'data'), folder, join(folder, 'main.mjs'))
  page = await app.window()
})
afterAll(async () => {
  await app.quit()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

describe('what it does not model throws, and says its name', () => {
  it.each([
    ['electron.inAppPurchase', 'electron.inAppPurchase'],
    ['electron.app.dance()', 'app.dance'],
    ["electron.app.on('dance', () => {})", "the event 'dance' of app"],
    ["electron.app.getPath('dance')", "app.getPath('dance')"],
    ['electron.app.dance = 1', 'app.dance'],
    ['new electron.BrowserWindow({ transparent: true })', 'the option transparent of BrowserWindow'],
    [
      'new electron.BrowserWindow({ webPreferences: { nodeIntegration: true } })',
      'webPreferences.nodeIntegration: true',
    ],
    ['new electron.BrowserWindow({ webPreferences: { offscreen: true } })', 'the option offscreen of webPreferences'],
    ['electron.BrowserWindow.getAllWindows()[0].setVibrancy()', 'BrowserWindow.setVibrancy'],
    ["electron.BrowserWindow.getAllWindows()[0].once('dance', () => {})", "the event 'dance' of BrowserWindow"],
    ['electron.BrowserWindow.getAllWindows()[0].webContents.print()', 'webContents.print'],
    ['electron.session.fromPartition("x")', 'session.fromPartition'],
    ['electron.session.defaultSession.cookies', 'Session.cookies'],
    ['new electron.Notification({ title: "x", dance: 1 })', 'the option dance of Notification'],
    ['electron.Menu.buildFromTemplate([{ role: "dance" }])', 'the role dance of a MenuItem'],
    ['electron.dialog.showMessageBoxSync({ message: "x", dance: 1 })', 'the option dance of showMessageBox'],
    ['electron.powerMonitor.emit("dance")', "the event 'dance' of powerMonitor"],
  ])('%s', async (code, named) => {
    const work = `(electron) => { try { ${code} } catch (error) { return error.message } return 'nothing was thrown' }`
    // The driver sends a function's source; here the source is the table's.
    const said = await app.evaluate({ toString: () => work } as unknown as () => string)
    expect(said).toMatch(/^The stand-in for Electron does not model /)
    expect(said).toContain(named)
  })

  it('in a preload too', async () => {
    expect(await page.evaluate(() => window.small.unmodelled)).toEqual([
      expect.stringContaining('ipcRenderer.sendSync'),
      expect.stringContaining('contextBridge.executeInMainWorld'),
      expect.stringContaining('electron.webFrame'),
      'module not found: node:fs',
    ])
  })

  it('and a name that is not there cannot be imported', async () => {
    const main = join(folder, 'wrong.mjs')
    writeFileSync(main, "import { inAppPurchase } from 'electron'; inAppPurchase.canMakePayments()")
    const wrong = await launchStandIn({}, join(folder, 'other'), folder, main)
    expect(await wrong.exited).toBe(1)
    expect(wrong.output()).toContain("does not provide an export named 'inAppPurchase'")
  })
})

describe('what crosses', () => {
  it('is a copy with its types, there and back', async () => {
    const kinds = await page.evaluate(async () => {
      const back = (await window.small.invoke('echo', {
        map: new Map([[1, new Set(['a'])]]),
        date: new Date(5),
        nothing: undefined,
        big: 2n ** 70n,
        nan: Number.NaN,
        bytes: new Uint8Array([1, 2]),
      })) as Record<string, unknown>
      const circle = { name: 'round' } as Record<string, unknown>
      circle['self'] = circle
      const round = (await window.small.invoke('echo', circle)) as Record<string, unknown>
      return {
        set: (back['map'] as Map<number, Set<string>>).get(1)?.has('a'),
        time: (back['date'] as Date).getTime(),
        hasNothing: 'nothing' in back && back['nothing'] === undefined,
        big: String(back['big']),
        isNaN: Number.isNaN(back['nan']),
        bytes: [...(back['bytes'] as Uint8Array)],
        isRound: round['self'] === round && round['name'] === 'round',
      }
    })
    expect(kinds).toEqual({
      set: true,
      time: 5,
      hasNothing: true,
      big: '1180591620717411303424',
      isNaN: true,
      bytes: [1, 2],
      isRound: true,
    })
  })

  it('is refused when it cannot be cloned', async () => {
    const said = await page.evaluate(async () => {
      const why = (work: Promise<unknown>) =>
        work.then(
          () => 'taken',
          (error: unknown) => (error as Error).message,
        )
      return [
        await why(window.small.invokeFunction()),
        await why(window.small.invoke('function')),
        await why(window.small.invoke('fails')),
        await why(window.small.invoke('nobody')),
      ]
    })
    expect(said).toEqual([
      'An object could not be cloned.',
      "Error invoking remote method 'function': Error: An object could not be cloned.",
      "Error invoking remote method 'fails': Error: as it should",
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    ])
    const sent = await app.evaluate(({ BrowserWindow }) => {
      try {
        BrowserWindow.getAllWindows()[0]?.webContents.send('told', () => 1)
        return 'sent'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(sent).toBe('An object could not be cloned.')
  })

  it('is told by the main process', async () => {
    const told = page.evaluate(() => new Promise((resolve) => window.small.hear((...args) => resolve(args))))
    await page.evaluate(() => undefined)
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('told', { n: 1 }, [undefined]),
    )
    expect(await told).toEqual([{ n: 1 }, [undefined]])
  })

  it('carries every value (property)', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
        }),
        (value) => {
          let copy: unknown
          try {
            copy = structuredClone(value)
          } catch {
            return
          }
          expect(unflatten(flatten(copy))).toEqual(copy)
        },
      ),
    )
  })
})

it('keeps the two worlds of a page apart', async () => {
  const seen = await page.evaluate(() => {
    const { small } = window
    const mine = small.kept()
    mine.n = 5
    Reflect.set(Array.prototype, 'map', () => ['spoiled'])
    return {
      names: [
        'require',
        'process',
        'module',
        'ipcRenderer',
        'inside',
        'electron',
        '__standInTell',
        'kithStandInDeliver',
      ].filter((name) => name in window),
      isCopy: small.keptNow() === 1 && small.kept() !== small.kept(),
      called: small.call((n) => n * 2),
      isFrozen: Object.isFrozen(small),
      constructors: small.invoke.constructor === Function,
    }
  })
  expect(seen).toEqual({ names: [], isCopy: true, called: 42, isFrozen: true, constructors: true })
})

it('asks before the page leaves, lets it go where it may, and nowhere else', async () => {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    contents.on('will-navigate', (event, url) => {
      asked.push(url)
      if (url.includes('stay')) event.preventDefault()
    })
  })
  const go = (address: string) => page.evaluate((to) => location.assign(to), toBrowser(address)).catch(() => undefined)
  await go('app://small/stay')
  const leave = `app://small/leave?${performance.now()}`
  await go(leave)
  await expect.poll(() => app.addressOf(page)).toBe(leave)
  expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
    'app://small/stay',
    leave,
  ])
  const before = (await app.standIn?.state())?.refusedRequests.length ?? 0
  expect(
    await page.evaluate(() =>
      fetch('https://elsewhere.example/x').then(
        () => 'reached',
        () => 'refused',
      ),
    ),
  ).toBe('refused')
  expect((await app.standIn?.state())?.refusedRequests.slice(before)).toEqual(['https://elsewhere.example/x'])
})

it('hands a second start over to the first, and ends it', async () => {
  await app.evaluate(() => void Object.assign(globalThis, { seconds: [] }))
  expect(await app.launchSecond(['kith://join#x'])).toBe(0)
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { seconds: unknown[] }).seconds))
    .toEqual([{ words: ['kith://join#x'] }])
})

it('brings a page that crashed back with a new process', async () => {
  await app.evaluate(({ BrowserWindow }) => {
    Object.assign(globalThis, { gone: null })
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    contents.once('render-process-gone', (_event, { reason }) => {
      Object.assign(globalThis, { gone: reason })
      contents.reload()
    })
    contents.forcefullyCrashRenderer()
  })
  await expect.poll(() => app.evaluate(() => (globalThis as { gone?: string }).gone)).toBe('crashed')
  // The page that crashed is among the windows for a moment yet.
  const answered = async () => (await app.window()).evaluate(() => window.small.invoke('echo', 'back'))
  await expect.poll(() => answered().catch(() => null)).toBe('back')
})

it.each(['app://kith/', 'app://kith/a?b=c#/d', 'app://other/x%2f..', 'blob:app://kith/1-2'])(
  '%s is the same there and back',
  (address) => {
    const there = address.startsWith('blob:') ? `blob:${toBrowser(address.slice(5))}` : toBrowser(address)
    expect(there).toMatch(/^(blob:)?https:/)
    expect(toApp(there)).toBe(address)
  },
)
