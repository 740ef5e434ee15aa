/**
 * Electron's own security checklist (its documentation, "Security"), all twenty points by their numbers, on the built app:
 * what is configured, and what happens to a page that tries.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import configuration from '../../electron-builder.config.mjs'
import type { NodeBridge } from '../../src/contract/bridge.ts'
import { type DesktopApp, launchDesktop } from './driver/desktop-app.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PRELOAD = join(ROOT, 'out', 'preload', 'preload.cjs')
const ELSEWHERE = 'https://elsewhere.example/'

declare global {
  interface Window {
    readonly kith: NodeBridge
  }
}

let app: DesktopApp
let page: Page
beforeAll(async () => {
  app = await launchDesktop()
  page = await app.window()
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
})

const held = new Set<number>()
function point(number: number, words: string, proof: () => Promise<void>): void {
  it(`${number}. ${words}`, async () => {
    await proof()
    held.add(number)
  })
}

/** What the one window was made with. */
const preferences = (): Promise<Record<string, unknown>> =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return JSON.parse(JSON.stringify(contents.getLastWebPreferences())) as Record<string, unknown>
  })

/** A window that should never come to be, with Kith's own bridge in it. */
async function withForeignWindow(
  address: string,
  work: (foreign: Page) => Promise<void>,
  more: { readonly nodeIntegrationInSubFrames?: boolean } = {},
): Promise<void> {
  const before = await app.windows()
  const id = await app.evaluate(
    async ({ BrowserWindow }, { address: url, preload, rest }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true, ...rest },
      })
      await window.loadURL(url)
      return window.id
    },
    { address, preload: PRELOAD, rest: more },
  )
  try {
    let foreign: Page | undefined
    await expect
      .poll(async () => (foreign = (await app.windows()).find((one) => !before.includes(one))), { timeout: 10_000 })
      .toBeDefined()
    if (foreign) await work(foreign)
  } finally {
    await app.evaluate(({ BrowserWindow }, which) => BrowserWindow.fromId(which)?.destroy(), id)
  }
}

/** Whether whoever listens to this event of the page holds it back. */
const isHeldBack = (name: string): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }, event) => {
    let prevented = false
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { emit(...args: unknown[]): boolean }
    contents.emit(event, { url: 'https://elsewhere.example/', preventDefault: () => (prevented = true) }, {}, {})
    return prevented
  }, name)

const sources = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(js|cjs|mjs|ts|tsx|html|css)$/.test(entry.name) && !entry.name.includes('.test.'),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')

point(1, 'only secure content is loaded', async () => {
  expect(app.addressOf(page)).toMatch(/^app:\/\/kith\//)
  expect(readFileSync(join(ROOT, 'out', 'renderer', 'index.html'), 'utf8')).not.toMatch(/(src|href)="(https?:)?\/\//)
  const reached = await page.evaluate(async (address) => {
    const tries = [
      fetch(address),
      fetch(address.replace('https', 'http')),
      new Promise((resolve, reject) => {
        const image = new Image()
        image.onload = resolve
        image.onerror = reject
        image.src = address
      }),
    ]
    return (await Promise.allSettled(tries)).map(({ status }) => status)
  }, ELSEWHERE)
  expect(reached).toEqual(['rejected', 'rejected', 'rejected'])
  const before = (await app.standIn?.state())?.cancelledRequests.length ?? 0
  // Below the page's own policy too: one without any is held back by the app.
  await withForeignWindow('data:text/html,<p>', async (foreign) => {
    expect(
      await foreign.evaluate(
        (address) =>
          fetch(address, { mode: 'no-cors' }).then(
            () => 'reached',
            () => 'held back',
          ),
        `${ELSEWHERE}quietly`,
      ),
    ).toBe('held back')
  })
  const seen = await app.standIn?.state()
  if (seen) expect([seen.refusedRequests, seen.cancelledRequests.slice(before)]).toEqual([[], [`${ELSEWHERE}quietly`]])
})

point(2, 'no Node.js in the page', async () => {
  const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = await preferences()
  expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames]).toEqual([false, false, false])
  const names = [
    'require',
    'process',
    'module',
    'exports',
    'global',
    'Buffer',
    '__dirname',
    'setImmediate',
    'electron',
    'ipcRenderer',
  ]
  expect(await page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([])
})

point(3, 'the preload is isolated from the page', async () => {
  expect((await preferences())['contextIsolation']).toBe(true)
  await withForeignWindow('app://kith/', async (other) => {
    const answer = await other.evaluate(async () => {
      // What a page does to its own world must not be felt in the other.
      const seen: unknown[] = []
      const spoil = (target: object, name: string): void => {
        const before = Reflect.get(target, name) as (...args: unknown[]) => unknown
        Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
          if (args.includes('kith:call')) seen.push(name)
          return Reflect.apply(before, this, args)
        })
      }
      spoil(Array.prototype, 'push')
      spoil(Map.prototype, 'set')
      spoil(JSON, 'stringify')
      Object.defineProperty(Object.prototype, 'channel', { get: () => 'elsewhere', configurable: true })
      const reply = await window.kith.call('host.status', undefined)
      return {
        ok: reply.ok,
        seen,
        inner: Object.getOwnPropertyNames(window).filter((name) => /standin|electron|ipc/i.test(name)),
      }
    })
    expect(answer).toEqual({ ok: true, seen: [], inner: [] })
  })
})

point(4, 'the page runs in a sandbox, and the app does not start without', async () => {
  expect((await preferences())['sandbox']).toBe(true)
  expect(readFileSync(join(ROOT, 'out', 'main', 'main.js'), 'utf8')).toContain('app.enableSandbox()')
  expect(await app.launchSecond(['--no-sandbox'])).toBe(3)
  for (const file of ['package.json', 'electron-builder.config.mjs', 'scripts/start.mjs'])
    expect(readFileSync(join(ROOT, file), 'utf8').replace(/^\s*(\/\/|\*).*$/gm, ''), file).not.toContain('--no-sandbox')
})

point(5, 'permissions are denied but for notifications and copying', async () => {
  const asked = [
    'notifications',
    'clipboard-write',
    'clipboard-read',
    'geolocation',
    'camera',
    'microphone',
    'midi',
    'idle-detection',
    'window-management',
  ]
  const states = await page.evaluate(async (names) => {
    const query = async (name: string): Promise<string> =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'unknown',
      )
    return Promise.all(names.map(async (name) => [name, await query(name)] as const))
  }, asked)
  const granted = states.filter(([, state]) => state === 'granted').map(([name]) => name)
  expect(granted).toEqual(['notifications', 'clipboard-write'])
  expect(states.filter(([, state]) => state === 'prompt')).toEqual([])
  const media = await page.evaluate(async () =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'heard',
      (error: unknown) => (error as Error).name,
    ),
  )
  expect(media).toMatch(/NotAllowedError|NotFoundError/)
  const permissions = (await app.standIn?.state())?.permissions
  if (permissions) {
    const allowed = Object.entries(permissions)
      .filter(([, state]) => state === 'granted')
      .map(([name]) => name)
    expect(allowed.sort()).toEqual(['clipboard-sanitized-write', 'notifications'])
  }
})

point(6, 'webSecurity is on', async () => {
  expect((await preferences())['webSecurity']).not.toBe(false)
  await withForeignWindow('data:text/html,<p>', async (foreign) => {
    const read = await foreign.evaluate(
      (address) =>
        fetch(address).then(
          () => 'read',
          () => 'refused',
        ),
      app.inPage('app://kith/index.html'),
    )
    expect(read).toBe('refused')
  })
})

point(7, 'a strict Content-Security-Policy, which holds', async () => {
  const policy = await page.evaluate(async () =>
    (await fetch(location.pathname)).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/unsafe-|\*|https?:|data:.*script/)
  const tried = await page.evaluate(async () => {
    const ran: string[] = []
    Object.assign(window, { ran: (what: string) => ran.push(what) })
    const broken: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.push(effectiveDirective))
    const script = document.createElement('script')
    script.textContent = "window.ran('inline')"
    document.body.append(script)
    const button = document.createElement('button')
    button.setAttribute('onclick', "window.ran('attribute')")
    document.body.append(button)
    button.click()
    const style = document.createElement('style')
    style.textContent = 'body { --spoiled: 1 }'
    document.head.append(style)
    // Not within the call that brought this function here: DevTools may do what a page may not.
    const evaluated = await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          // As a page would that was tampered with.
          const made = Reflect.construct((() => undefined).constructor, ["window.ran('eval')"]) as () => void
          made()
          resolve('ran')
        } catch (error) {
          resolve((error as Error).name)
        }
      }, 0)
    })
    const spoiled = getComputedStyle(document.body).getPropertyValue('--spoiled')
    for (let looks = 0; looks < 100 && new Set(broken).size < 4; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
    for (const added of [script, button, style]) added.remove()
    return { ran, evaluated, spoiled, broken: [...new Set(broken)].sort() }
  })
  expect(tried).toEqual({
    ran: [],
    evaluated: 'EvalError',
    spoiled: '',
    broken: ['script-src', 'script-src-attr', 'script-src-elem', 'style-src-elem'],
  })
})

point(8, 'allowRunningInsecureContent is off', async () => {
  expect((await preferences())['allowRunningInsecureContent']).not.toBe(true)
  expect(await app.launchSecond(['--allow-running-insecure-content'])).toBe(3)
})

point(9, 'no experimental features', async () => {
  expect((await preferences())['experimentalFeatures']).not.toBe(true)
  expect((await app.standIn?.state())?.switches ?? []).toEqual([])
  expect(sources('src/main')).not.toContain('enable-experimental')
})

point(10, 'no Blink features are switched on', async () => {
  const { enableBlinkFeatures, disableBlinkFeatures } = await preferences()
  expect([enableBlinkFeatures, disableBlinkFeatures]).toEqual([undefined, undefined])
  expect(sources('src/main')).not.toMatch(/blink-?features|enable-features/i)
})

point(11, 'no WebView, so none that opens windows', async () => {
  expect((await preferences())['webviewTag']).toBe(false)
  expect(await page.evaluate(() => 'loadURL' in document.createElement('webview'))).toBe(false)
  expect(sources('src/renderer')).not.toMatch(/<webview|allowpopups/i)
})

point(12, 'a WebView that came to be would not be attached', async () => {
  expect(await isHeldBack('will-attach-webview')).toBe(true)
})

point(13, 'the page cannot leave', async () => {
  const before = app.addressOf(page)
  for (const address of [ELSEWHERE, app.inPage('app://kith/else'), app.inPage('app://other/')]) {
    await page.evaluate((to) => {
      const link = document.createElement('a')
      link.href = to
      document.body.append(link)
      link.click()
      link.remove()
      location.assign(to)
    }, address)
  }
  // Two turns through the main process: whatever would have left has left.
  await page.evaluate(() => window.kith.call('host.status', undefined))
  await page.evaluate(() => window.kith.call('host.status', undefined))
  expect(app.addressOf(page)).toBe(before)
  expect(await page.getByRole('navigation', { name: 'Screens' }).isVisible()).toBe(true)
  expect(await Promise.all(['will-navigate', 'will-frame-navigate', 'will-redirect'].map(isHeldBack))).toEqual([
    true,
    true,
    true,
  ])
})

point(14, 'the page cannot open windows', async () => {
  await page.evaluate((to) => {
    window.open(to)
    window.open('about:blank')
    const link = document.createElement('a')
    link.href = to
    link.target = '_blank'
    document.body.append(link)
    link.click()
    link.remove()
  }, app.inPage('app://kith/'))
  await page.evaluate(() => window.kith.call('host.status', undefined))
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  await expect
    .poll(
      () =>
        page
          .context()
          .pages()
          .filter((one) => one.url().includes('kith')).length,
    )
    .toBe(1)
  expect(sources('src/main')).toContain("setWindowOpenHandler(() => ({ action: 'deny' }))")
})

point(15, 'openExternal takes https of the project only, and only when the person agrees', async () => {
  await app.evaluate(({ dialog, shell }) => {
    const seen = { opened: [] as string[], asked: [] as string[], answer: 0 }
    Object.assign(globalThis, { checklist: seen })
    Object.assign(shell, { openExternal: async (address: string) => void seen.opened.push(address) })
    Object.assign(dialog, {
      showMessageBox: async (...args: { detail: string }[]) => {
        seen.asked.push(args.at(-1)?.detail ?? '')
        return { response: seen.answer, checkboxChecked: false }
      },
    })
  })
  const ask = (url: string) =>
    page.evaluate((address) => window.kith.call('desktop.openExternal', { url: address }), url)
  for (const url of [
    'http://kith.example/',
    'https://elsewhere.example/',
    'file:///etc/passwd',
    'smb://kith.example/x',
    'https://kith.example@elsewhere.example/',
    'javascript:alert(1)',
  ])
    expect(await ask(url), url).toMatchObject({ ok: false })
  expect(await ask('https://kith.example/help')).toEqual({ ok: true, value: { opened: false } })
  type Seen = { checklist: { opened: string[]; asked: string[]; answer: number } }
  await app.evaluate(() => void ((globalThis as unknown as Seen).checklist.answer = 1))
  expect(await ask('https://kith.example/help')).toEqual({ ok: true, value: { opened: true } })
  const { opened, asked } = await app.evaluate(() => (globalThis as unknown as Seen).checklist)
  expect(opened).toEqual(['https://kith.example/help'])
  // Asked for these two only, and the whole address was shown.
  expect(asked).toHaveLength(2)
  expect(asked.every((words) => words.includes('https://kith.example/help'))).toBe(true)
})

point(16, 'a current version of Electron, and exactly that', async () => {
  const read = (path: string) =>
    JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { version: string; devDependencies: Record<string, string> }
  const wanted = read('package.json').devDependencies['electron']
  expect(wanted).toMatch(/^\d+\.\d+\.\d+$/)
  expect(read('node_modules/electron/package.json').version).toBe(wanted)
  // The newest line when this was written; three lines are supported at a time.
  expect(Number(wanted?.split('.')[0])).toBeGreaterThanOrEqual(45)
  await Promise.resolve()
})

point(17, 'the sender of every message is checked', async () => {
  const denied = { ok: false, error: { name: 'PermissionDenied' } }
  const call = () => window.kith.call('host.status', undefined)
  await withForeignWindow('data:text/html,<p>', async (foreign) => {
    expect(await foreign.evaluate(call)).toMatchObject(denied)
  })
  await withForeignWindow(
    'data:text/html,<iframe srcdoc="inner"></iframe>',
    async (foreign) => {
      await foreign.waitForSelector('iframe')
      const inner = foreign.frames().find((frame) => frame.parentFrame() !== null)
      expect(await inner?.evaluate(call)).toMatchObject(denied)
    },
    { nodeIntegrationInSubFrames: true },
  )
  // And there is one door only.
  const channels = (await app.standIn?.state())?.channels
  if (channels) expect(channels).toEqual({ handled: ['kith:call'], heard: [] })
  expect(await page.evaluate(call)).toMatchObject({ ok: true })
})

point(18, 'nothing comes from file://, and nothing outside the screens from app://', async () => {
  expect(sources('out/main')).not.toMatch(/\.loadFile\(|loadURL\(["'`]file:/)
  const answers = await page.evaluate(async () => {
    const paths = [
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/../../main/main.js',
      '//etc/passwd',
    ]
    return Promise.all(
      paths.map(async (path) =>
        fetch(path).then(
          ({ status }) => status,
          () => 'refused',
        ),
      ),
    )
  })
  expect(answers.filter((answer) => answer !== 404 && answer !== 'refused')).toEqual([])
  expect(
    await page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    ),
  ).toBe('refused')
})

point(19, 'the fuses, as the packaging sets them', async () => {
  expect(configuration.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
  })
  expect(configuration.asar).not.toBe(false)
  await Promise.resolve()
})

point(20, 'no API of Electron is within reach of the page', async () => {
  const bridge = await page.evaluate(async () => {
    const { kith } = window
    const told = new Promise<unknown[]>((resolve) => {
      const stop = kith.on((...args: unknown[]) => {
        stop()
        resolve(args)
      })
    })
    // Whichever it is not: what does not change is not told.
    const now = await kith.call('settings.get', undefined)
    const isReduced = JSON.stringify(now).includes('"motion":"reduced"')
    await kith.call('settings.set', { change: { appearance: { motion: isReduced ? 'system' : 'reduced' } } })
    const args = await told
    let isReplaced = false
    try {
      Object.assign(window, { kith: {} })
      isReplaced = window.kith !== kith
    } catch {
      // A constant.
    }
    const attempt = async (value: unknown): Promise<string> => {
      try {
        return (await kith.call('host.status', value)).ok ? 'taken' : 'refused'
      } catch {
        return 'refused'
      }
    }
    return {
      names: Object.keys(kith),
      kinds: [...new Set(Object.values(kith).map((value) => typeof value))],
      isFrozen: Object.isFrozen(kith),
      isReplaced,
      // The name and the facts; no event, and so no sender.
      told: args.map((value) => typeof value),
      isPlain: args.every((value) => JSON.stringify(structuredClone(value)) === JSON.stringify(value)),
      uncloneable: await Promise.all([
        attempt(() => 1),
        attempt(Symbol('s')),
        attempt({ inside: () => 1 }),
        attempt(new WeakMap()),
        attempt(window),
      ]),
    }
  })
  expect(bridge).toEqual({
    names: ['call', 'on', 'onLink'],
    kinds: ['function'],
    isFrozen: true,
    isReplaced: false,
    told: ['string', 'object'],
    isPlain: true,
    uncloneable: ['refused', 'refused', 'refused', 'refused', 'refused'],
  })
})

it('holds all twenty', () => {
  console.log(`Electron's security checklist (${app.driver}): ${held.size} of 20`)
  expect(held.size).toBe(20)
})
