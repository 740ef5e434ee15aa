/** Chromium in a process of its own, spoken with over a pipe, so that it ends with whoever started it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex, Readable, Writable } from 'node:stream'
import type { CDPSession } from 'playwright-core'

export type Send = CDPSession['send']
export type Params = Readonly<Record<string, unknown>>
export type OnEvent = (method: string, params: Params) => void

export interface Devtools {
  /** To the browser itself. */
  readonly send: Send
  /** To one attached target, and what it tells. */
  session(sessionId: string, onEvent: OnEvent): DevtoolsSession
  readonly onEvent: (listen: OnEvent) => void
  /** Where others (Playwright) reach the same browser. */
  readonly endpoint: () => string
  readonly pid: number
  close(): void
}

export interface DevtoolsSession {
  readonly send: Send
  forget(): void
}

/** What a browser in a closed network does not need, and what would slow a window that nobody sees. */
const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-ipc-flooding-protection',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
  '--password-store=basic',
  '--use-mock-keychain',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
  '--no-startup-window',
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  // Whatever slips past the interception finds no name anywhere.
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

export async function startChromium(profile: string): Promise<Devtools> {
  const isRoot = process.getuid?.() === 0
  const child = spawn(
    process.env['KITH_CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox cannot be used by root. This is the stand-in's browser; the app has no such switch anywhere.
    [...(isRoot ? ['--no-sandbox'] : []), ...FLAGS, `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const devtools = speak(child, profile)
  await devtools.send('Browser.getVersion')
  return devtools
}

function speak(child: ChildProcess, profile: string): Devtools {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable & Duplex]
  let lastId = 0
  let closing = false
  const waiting = new Map<number, { method: string; resolve(value: never): void; reject(error: Error): void }>()
  const sessions = new Map<string, OnEvent>()
  const listeners: OnEvent[] = []
  child.once('error', (error) => fail(`Chromium cannot be started: ${error.message}`))
  child.once('exit', (code, signal) => fail(`Chromium ended with ${String(code ?? signal)}`))
  input.on('error', () => undefined)

  function fail(why: string): void {
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    if (closing) return
    process.stderr.write(`stand-in: ${why}\n`)
    process.exit(70)
  }

  function send(sessionId: string | undefined, method: string, params: unknown): Promise<never> {
    const id = ++lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { method, resolve, reject })
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  let pending: Buffer[] = []
  output.on('data', (chunk: Buffer) => {
    let from = 0
    for (let end = chunk.indexOf(0, from); end >= 0; end = chunk.indexOf(0, from)) {
      pending.push(chunk.subarray(from, end))
      const text = (pending.length === 1 ? pending[0]! : Buffer.concat(pending)).toString('utf8')
      pending = []
      from = end + 1
      take(JSON.parse(text) as Message)
    }
    if (from < chunk.length) pending.push(chunk.subarray(from))
  })

  function take(message: Message): void {
    if (message.id === undefined) {
      const { method = '', params = {}, sessionId } = message
      if (sessionId !== undefined) sessions.get(sessionId)?.(method, params)
      else for (const listen of listeners) listen(method, params)
      return
    }
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) asked?.reject(new Error(`${asked.method}: ${message.error.message}`))
    else asked?.resolve(message.result as never)
  }

  return {
    send: (method: string, params?: unknown) => send(undefined, method, params),
    session(sessionId, onEvent) {
      sessions.set(sessionId, onEvent)
      return {
        send: (method: string, params?: unknown) => send(sessionId, method, params),
        forget: () => void sessions.delete(sessionId),
      }
    },
    onEvent: (listen) => void listeners.push(listen),
    endpoint() {
      const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
      return `ws://127.0.0.1:${port}${path}`
    },
    pid: child.pid ?? -1,
    close() {
      closing = true
      child.kill('SIGKILL')
    },
  }
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: Params
  readonly result?: unknown
  readonly error?: { readonly message: string }
}
