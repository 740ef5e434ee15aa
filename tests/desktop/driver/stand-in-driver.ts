/** Runs the built app under Node with the stand-in for `electron`, and reaches its pages with Playwright. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { DesktopApp, LaunchOptions, StandIn } from './desktop-app.types.ts'
import { createSessionBus } from './session-bus.ts'
import { toApp, toBrowser } from './stand-in/address.ts'
import type { Asks, Told } from './stand-in/control.types.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const mainOf = ({ appFolder = ROOT }: LaunchOptions): string => join(appFolder, 'out', 'main', 'main.js')
const REGISTER = join(import.meta.dirname, 'stand-in', 'register.ts')
/** A cold Chromium on a busy machine, and a node that starts. */
const WINDOW_MS = 40_000
const LOOK_AGAIN_MS = 20
/** Spec §3 promises 5 s; the tests say so themselves, this only ends a hang. */
const EXIT_MS = 15_000

interface Child {
  readonly child: ChildProcess
  readonly exited: Promise<number>
  readonly output: () => string
  ask<K extends keyof Asks>(name: K, input: Asks[K]['input']): Promise<Asks[K]['output']>
}

function start(options: LaunchOptions, dataFolder: string, ownFolder: string, isSecond: boolean, main: string): Child {
  const child = fork(main, ['--data-dir', dataFolder, ...(options.args ?? [])], {
    cwd: ROOT,
    execArgv: ['--expose-gc', '--no-warnings', '--import', REGISTER],
    env: {
      ...process.env,
      // A dozen files of the stand-in are read at each start; the app's own are measured without (see start.test.ts).
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'stand-in'),
      PATH: createSessionBus(join(ownFolder, 'bin'), { tray: options.machine?.tray ?? true }).path,
      ...options.env,
      KITH_STAND_IN_MACHINE: JSON.stringify(options.machine ?? {}),
      KITH_STAND_IN_FOLDER: ownFolder,
      ...(isSecond ? { KITH_STAND_IN_SECOND: '1' } : {}),
    },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  let lastId = 0
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  child.on('message', (told: Told) => {
    const asked = waiting.get(told.id)
    waiting.delete(told.id)
    if (told.ok) asked?.resolve(told.value as never)
    else asked?.reject(new Error(told.error))
  })
  const exited = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`The app ended with ${String(code)}.\n${printed}`))
      waiting.clear()
      resolve(code ?? -1)
    })
  })
  return {
    child,
    exited,
    output: () => printed,
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        if (!child.connected) {
          reject(new Error(`The app has ended.\n${printed}`))
          return
        }
        waiting.set(id, { resolve, reject })
        child.send({ id, name, input }, (error) => {
          if (error) reject(error)
        })
      }),
  }
}

/**
 * @param ownFolder for the browser's profile; whoever gives it removes it
 * @param main the app's first file, which only the stand-in's own tests replace
 */
export async function launchStandIn(
  options: LaunchOptions,
  dataFolder: string,
  ownFolder: string,
  main = mainOf(options),
): Promise<Omit<DesktopApp, typeof Symbol.asyncDispose>> {
  const running = start(options, dataFolder, ownFolder, false, main)
  const { child, exited, ask } = running
  const errors: string[] = []
  let browser: Promise<Browser> | null = null
  let quitting: Promise<number> | null = null
  const known = new Map<Page, Promise<string>>()

  async function connect(endpoint: string): Promise<Browser> {
    const made = await chromium.connectOverCDP(endpoint, { noDefaults: true }).catch((error: unknown) => {
      const state = child.exitCode === null ? 'The app runs.' : `The app ended with ${child.exitCode}.`
      throw new Error(`The pages of the app cannot be reached. ${state}\n${running.output()}`, { cause: error })
    })
    const [context] = made.contexts()
    if (!context) throw new Error('The stand-in’s browser has no context.')
    const meet = (page: Page): void => {
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      known.set(page, targetOf(page))
      page.on('close', () => known.delete(page))
      page.on('crash', () => known.delete(page))
    }
    for (const page of context.pages()) meet(page)
    context.on('page', meet)
    return made
  }

  async function targetOf(page: Page): Promise<string> {
    try {
      const session = await page.context().newCDPSession(page)
      const { targetInfo } = await session.send('Target.getTargetInfo')
      await session.detach()
      return targetInfo.targetId
    } catch {
      return ''
    }
  }

  async function windows(): Promise<readonly Page[]> {
    const { endpoint, targets } = await ask('targets', null)
    if (endpoint === null) return []
    browser ??= connect(endpoint)
    await browser
    const found = await Promise.all([...known].map(async ([page, target]) => [await target, page] as const))
    const byTarget = new Map(found)
    return targets.flatMap((target) => byTarget.get(target) ?? [])
  }

  async function window(): Promise<Page> {
    const deadline = performance.now() + WINDOW_MS
    for (;;) {
      const [page] = await windows()
      // What it shows first is its own page, not the blank one that it was made with.
      if (page && page.url() !== 'about:blank') return page
      if (performance.now() > deadline) throw new Error(`No window opened within ${WINDOW_MS} ms.\n${running.output()}`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  async function end(how: () => unknown): Promise<number> {
    if (child.exitCode === null && child.signalCode === null) {
      try {
        await how()
      } catch {
        // It has ended meanwhile.
      }
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS)
    const code = await exited
    clearTimeout(timer)
    await (await browser?.catch(() => null))?.close().catch(() => undefined)
    return code
  }

  const standIn: StandIn = {
    state: () => ask('state', null),
    actOnNotification: async (id, act) => {
      await ask('actOnNotification', { id, act })
    },
    clickTray: async () => {
      await ask('clickTray', null)
    },
    chooseTray: async (...labels) => {
      await ask('chooseTray', labels)
    },
    answerDialogs: async (kind, ...answers) => {
      await ask('answerDialogs', { kind, answers })
    },
    setSystem: async (change) => {
      await ask('setSystem', change)
    },
    crashPage: async () => {
      await ask('crashPage', null)
    },
    timings: () => ask('timings', null),
  }

  return {
    driver: 'stand-in',
    dataFolder,
    pid: child.pid ?? -1,
    window,
    windows,
    addressOf: (page) => toApp(page.url()),
    inPage: toBrowser,
    evaluate: async (work: (...args: never[]) => unknown, arg?: unknown) =>
      (await ask('evaluate', { work: String(work), arg })) as never,
    launchSecond: async (args = []) => {
      const second = start({ ...options, args }, dataFolder, ownFolder, true, main)
      return second.exited
    },
    errors,
    exited,
    quit: () => (quitting ??= end(() => ask('quit', null))),
    kill: async () => {
      await end(() => child.kill('SIGKILL'))
    },
    output: running.output,
    standIn,
  }
}
