/** Runs the built app with a real Electron runtime, under a display of its own. Never without Chromium's sandbox. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import type { DesktopApp, LaunchOptions } from './desktop-app.types.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const EXIT_MS = 15_000

interface Display extends Disposable {
  readonly name: string
}

let display: Promise<Display> | undefined

/** One for the whole suite; `-displayfd` lets it choose a free number. */
async function openDisplay(): Promise<Display> {
  const child: ChildProcess = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const told = child.stdio[3]
  if (!told) throw new Error('Xvfb has no channel for its display’s number.')
  const [number] = (await Promise.race([
    once(told, 'data'),
    once(child, 'error').then(([error]) => Promise.reject(error as Error)),
  ])) as [Buffer]
  process.once('exit', () => child.kill())
  child.unref()
  return { name: `:${String(number).trim()}`, [Symbol.dispose]: () => void child.kill() }
}

/** @param program the runtime, as scripts/electron-runtime.mjs finds it */
export async function launchElectron(
  program: string,
  options: LaunchOptions,
  dataFolder: string,
): Promise<Omit<DesktopApp, typeof Symbol.asyncDispose>> {
  display ??= openDisplay()
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...process.env, ...options.env }))
    if (value !== undefined) env[name] = value
  const given = { ...env, DISPLAY: (await display).name }
  const words = (args: readonly string[] = []): string[] => [
    options.appFolder ?? ROOT,
    '--data-dir',
    dataFolder,
    ...args,
  ]
  const app = await _electron.launch({ executablePath: program, args: words(options.args), env: given, cwd: ROOT })
  const main = app.process()
  let printed = ''
  for (const stream of [main.stdout, main.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const errors: string[] = []
  const meet = (page: Page): void => {
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
  }
  app.windows().forEach(meet)
  app.on('window', meet)
  const exited = once(main, 'exit').then(([code]) => (code as number | null) ?? -1)
  let quitting: Promise<number> | null = null

  async function end(how: () => Promise<unknown>): Promise<number> {
    if (main.exitCode === null && main.signalCode === null) await how().catch(() => undefined)
    const timer = setTimeout(() => main.kill('SIGKILL'), EXIT_MS)
    const code = await exited
    clearTimeout(timer)
    return code
  }

  return {
    driver: 'electron',
    dataFolder,
    pid: main.pid ?? -1,
    window: async () => app.windows().find((page) => !page.isClosed()) ?? app.firstWindow(),
    windows: () => Promise.resolve(app.windows()),
    addressOf: (page) => page.url(),
    inPage: (address) => address,
    evaluate: async (work: (electron: never, arg: never) => unknown, arg?: unknown) =>
      app.evaluate(work as never, arg as never),
    launchSecond: async (args = []) => {
      const second = spawn(program, words(args), { env: given, stdio: 'ignore' })
      const [code] = (await once(second, 'exit')) as [number | null]
      return code ?? -1
    },
    errors,
    exited,
    quit: () => (quitting ??= end(() => app.evaluate(({ app: running }) => running.quit()))),
    kill: async () => {
      await end(() => Promise.resolve(main.kill('SIGKILL')))
    },
    output: () => printed,
    standIn: null,
  }
}
